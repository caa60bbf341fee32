using System.Runtime.InteropServices;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>A child of ours: only its parent learns how it ended.</summary>
internal static class ChildProcess
{
    private const int NoHang = 1;
    private static readonly TimeSpan ReapPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReapLimit = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the child's end and takes its exit status, so that no zombie stays.</summary>
    public static async Task<ProcessExit> Reap(ProcessIdentity child, IExitWatcher exits, TimeProvider time, CancellationToken cancel)
    {
        await exits.WaitForExit(child, cancel);
        var endedAt = time.GetUtcNow();

        // The watcher may tell a moment before the kernel lets the parent wait for it.
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < ReapLimit;)
        {
            var reaped = Posix.WaitPid(child.Pid, out var status, NoHang);
            if (reaped == child.Pid)
                return Decode(status, endedAt);
            if (reaped < 0 && Marshal.GetLastPInvokeError() != Posix.Interrupted)
                break;
            await Task.Delay(ReapPause, time, cancel);
        }

        // Somebody else has reaped it (SIGCHLD was ignored when the daemon was started): how it ended is lost.
        return new(null, null, endedAt);
    }

    /// <summary>The status of wait(2).</summary>
    internal static ProcessExit Decode(int status, DateTimeOffset at) =>
        (status & 0x7F) == 0 ? new((status >> 8) & 0xFF, null, at) : new(null, status & 0x7F, at);
}
