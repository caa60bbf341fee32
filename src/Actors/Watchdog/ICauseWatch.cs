namespace OpenClaw.Actors.Watchdog;

/// <summary>
/// Watches what may have kept a gateway from starting: its configuration, its port, the disk, Node.js and the package, the network. Asked only while
/// something is wrong, so it may look every second.
/// </summary>
public interface ICauseWatch
{
    /// <summary>Completes when one of them has changed since the call, with one line for people that says which; not later than 2 s after the change.</summary>
    Task<string> WaitForChange(CancellationToken cancel);
}
