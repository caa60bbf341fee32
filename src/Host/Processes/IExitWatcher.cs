using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes;

/// <summary>Notices that a process has ended, whether it is our child or not.</summary>
public interface IExitWatcher
{
    /// <summary>Completes when exactly this process has ended (a zombie has); at once when it is already gone.</summary>
    Task WaitForExit(ProcessIdentity process, CancellationToken cancel);
}
