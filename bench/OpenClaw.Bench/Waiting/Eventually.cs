using System.Diagnostics;

namespace OpenClaw.Bench.Waiting;

/// <summary>Waits for something in the real world by looking again and again. The pause bounds how exact a figure can be.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task Holds(string what, TimeSpan within, Func<bool> condition, CancellationToken cancel = default) =>
        Holds(what, within, () => Task.FromResult(condition()), cancel);

    /// <summary>Looks until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task Holds(string what, TimeSpan within, Func<Task<bool>> condition, CancellationToken cancel = default)
    {
        for (var clock = Stopwatch.StartNew(); !await condition();)
        {
            if (clock.Elapsed > within)
                throw new TimeoutException($"Waited {within.TotalSeconds:0} s for: {what}.");
            await Task.Delay(Pause, cancel);
        }
    }
}
