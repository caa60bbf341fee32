using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Bench.Scaling;

/// <summary>A process that runs and never ends: a machine that has ten thousand real ones would measure those.</summary>
internal sealed class SteadyProcess(int number) : IGatewayProcess
{
    private static readonly DateTimeOffset Started = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly ProcessState _state = new(
        ServiceState.Running, new ProcessIdentity(number, number), Started, new PortOwner(PortOwnerKind.Gateway, number), null, false, $"running, pid {number}");

    /// <inheritdoc/>
    public string Manager => "direct";

    /// <inheritdoc/>
    public Task<ProcessState> Look(CancellationToken cancel) => Task.FromResult(_state);

    /// <inheritdoc/>
    public async Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        await Task.Delay(Timeout.Infinite, cancel);
        throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel) => Task.FromResult(new RestartOutcome(true, "nothing was done"));
}
