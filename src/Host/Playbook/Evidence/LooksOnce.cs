using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>A gateway's process for the length of one diagnosis: all collectors see the same look, which costs a start of systemctl or launchctl. It cannot be restarted through this.</summary>
/// <param name="process">The process.</param>
/// <param name="cancel">Ends the look.</param>
internal sealed class LooksOnce(IGatewayProcess process, CancellationToken cancel) : IGatewayProcess
{
    private readonly Lazy<Task<ProcessState>> _look = new(() => process.Look(cancel));

    /// <inheritdoc/>
    public string Manager => process.Manager;

    /// <inheritdoc/>
    public Task<ProcessState> Look(CancellationToken ofOne) => _look.Value.WaitAsync(ofOne);

    /// <inheritdoc/>
    public Task<ProcessExit> WaitForExit(ProcessIdentity identity, CancellationToken ofOne) => process.WaitForExit(identity, ofOne);

    /// <inheritdoc/>
    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken ofOne) => throw new NotSupportedException("a diagnosis only looks");
}
