using System.Runtime.InteropServices;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes;

/// <summary>
/// Signals by kill(2), right after the start time was read again. Between the two lies a moment in which a pid could be reused;
/// for macOS and kernels without pidfd there is nothing better.
/// </summary>
internal sealed class KillSignals(IProcessTable table, Func<int, int, int> kill) : IProcessSignals
{
    public KillSignals(IProcessTable table) : this(table, static (pid, signal) => Posix.Kill(pid, signal) == 0 ? 0 : Marshal.GetLastPInvokeError())
    {
    }

    public async ValueTask<SignalResult> Send(ProcessIdentity process, ProcessSignal signal, CancellationToken cancel)
    {
        if (!MayBeSignalled(process))
            return SignalResult.Failed;
        if (!await table.IsAlive(process, cancel))
            return SignalResult.Gone;
        return ResultOf(kill(process.Pid, NumberOf(signal)));
    }

    /// <summary>To kill(2), 0 and -1 mean whole groups; 1 is init; and a healer does not shoot itself.</summary>
    internal static bool MayBeSignalled(ProcessIdentity process) => process.Pid > 1 && process.Pid != Environment.ProcessId;

    internal static int NumberOf(ProcessSignal signal) => signal switch
    {
        ProcessSignal.Terminate => 15,
        ProcessSignal.Kill => 9,
        ProcessSignal.Continue => OperatingSystem.IsMacOS() ? 19 : 18,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    internal static SignalResult ResultOf(int errno) => errno switch
    {
        0 => SignalResult.Sent,
        Posix.NoSuchProcess => SignalResult.Gone,
        Posix.NotPermitted => SignalResult.NotPermitted,
        _ => SignalResult.Failed,
    };
}
