using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Updates;

/// <summary>Any hand on a gateway, whose looks also tell what is being done to the installation, and whether the gateway listens where its job says instead of where it is asked.</summary>
/// <param name="hand">The hand itself.</param>
/// <param name="witness">Who sees upkeep.</param>
/// <param name="elsewhere">Who sees where else it listens; null: nobody does.</param>
public sealed class WatchesUpkeep(IGatewayProcess hand, UpkeepWitness witness, ElsewhereWitness? elsewhere = null) : IGatewayProcess
{
    /// <summary>The hand itself.</summary>
    public IGatewayProcess Hand => hand;

    /// <inheritdoc/>
    public string Manager => hand.Manager;

    /// <inheritdoc/>
    public async Task<ProcessState> Look(CancellationToken cancel)
    {
        // Upkeep second: what it finds may be the reason of what the first look has seen, never the other way round.
        var state = await hand.Look(cancel);
        if (elsewhere is not null) state = await elsewhere.Complete(state, cancel);
        return state with { Upkeep = await witness.Look(cancel) };
    }

    /// <inheritdoc/>
    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel) => hand.WaitForExit(process, cancel);

    /// <inheritdoc/>
    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel) => hand.Restart(kind, cancel);
}
