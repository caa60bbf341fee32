using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace OpenClaw.Simulation.Tests.Engine;

/// <summary>
/// Keeps a world on its thread. A spec runs inside a task of its runner, and what awaits there may be continued elsewhere, in an order that no seed decides;
/// a thread of our own has neither a task nor a synchronization context.
/// </summary>
public static class Apart
{
    private static readonly ConcurrentQueue<string> Seen = new();

    /// <summary>What has left its world's thread, and how it came there: a bug of the simulation.</summary>
    public static IReadOnlyCollection<string> Strays => Seen;

    /// <summary>Does it on a thread of its own and waits for it; fails as it does.</summary>
    public static void Run(Action what)
    {
        ExceptionDispatchInfo? failed = null;
        var thread = new Thread(() =>
        {
            try
            {
                what();
            }
            catch (Exception e)
            {
                failed = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failed?.Throw();
    }

    /// <summary>Complains when this is not that thread.</summary>
    public static void MustBe(int thread)
    {
        if (Environment.CurrentManagedThreadId == thread) return;
        Seen.Enqueue(Environment.StackTrace);
        throw new InvalidOperationException("something has left its world's thread");
    }
}
