using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>
/// Signals through a pidfd: the handle is opened first, then the start time is compared, then the handle is signalled. A pid that is reused at any
/// point of this cannot be hit. Without pidfd in the kernel the plain way is taken.
/// </summary>
internal sealed class PidFdSignals(IProcessTable table, IProcessSignals fallback) : IProcessSignals
{
    public async ValueTask<SignalResult> Send(ProcessIdentity process, ProcessSignal signal, CancellationToken cancel)
    {
        if (!KillSignals.MayBeSignalled(process))
            return SignalResult.Failed;
        using var handle = PidFd.Open(process.Pid, out var errno);
        if (handle is null)
            return errno == Posix.NoSuchProcess ? SignalResult.Gone : await fallback.Send(process, signal, cancel);
        if (!await table.IsAlive(process, cancel))
            return SignalResult.Gone;
        return KillSignals.ResultOf(PidFd.Send(handle, KillSignals.NumberOf(signal)));
    }
}
