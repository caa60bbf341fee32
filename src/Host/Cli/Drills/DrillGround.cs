using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>Why nothing is rehearsed now.</summary>
/// <param name="Why">One line, with what to do about it.</param>
/// <param name="Code">The exit code.</param>
internal sealed record DrillRefusal(string Why, int Code = ExitCodes.Unhealthy);

/// <summary>Whether this is a moment in which a gateway may be broken: a daemon is there to heal it, all is well, and a restart costs nothing that is needed later.</summary>
/// <param name="settings">The settings.</param>
/// <param name="gateway">The gateway.</param>
/// <param name="process">Looks at its process.</param>
/// <param name="probe">Asks it over HTTP.</param>
/// <param name="history">The book of incidents.</param>
/// <param name="book">The book, for the ledger of restarts.</param>
/// <param name="time">The clock.</param>
internal sealed class DrillGround(HealerSettings settings, GatewaySettings gateway, IGatewayProcess process, IHealthProbe probe, IIncidentHistory history, IBookQuestions book, TimeProvider time)
{
    // Of each budget so much must be left after the drill, for the night after it.
    private const int Spare = 1;

    /// <summary>What stands against it; null when nothing does.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<(DrillRefusal? Refusal, ProcessState State)> Look(DrillKind kind, CancellationToken cancel)
    {
        var (id, home, nothing) = (gateway.Id, settings.Home, ProcessState.Unreadable("not looked at"));
        if (!DaemonLock.IsHeld(home)) return (new($"no daemon runs on {home}, so nobody would heal it: start one with 'openclaw-actors run'", ExitCodes.NotReachable), nothing);
        if (new StatusFile(home).Read()?.Gateways.FirstOrDefault(g => g.Id == id.Value) is not { } status) return (new($"the daemon has not said anything of {id} yet: try again in a moment", ExitCodes.NotReachable), nothing);
        if ((await new OwnerWordFile(home, id).Read(cancel)).IsPausedAt(time.GetUtcNow()) || status.Phase == nameof(GatewayPhase.Paused)) return (new($"{id} is paused, so nobody would heal it: 'openclaw-actors resume {id}' first"), nothing);
        if (status.Phase == nameof(GatewayPhase.Updating)) return (new($"{id} is being updated: wait until that is over"), nothing);
        if (status.Incident is { } open) return (new($"incident {open} is open: wait until it is over ('openclaw-actors incident {open}')"), nothing);
        if (await history.Find(new IncidentQuery { Gateway = id, IsOpen = true, Limit = 1 }, cancel) is [var left]) return (new($"incident {left.Id} is open: wait until it is over ('openclaw-actors incident {left.Id}')"), nothing);
        if (!status.Healthy) return (new($"{id} is not healthy now ({status.Phase}): only a healthy gateway is broken for a drill"), nothing);

        var state = await process.Look(cancel);
        if (state.Upkeep.IsUnderWay) return (new($"{id} is being updated ({UntrustedText.OneLine(state.Upkeep.Evidence, 120)}): wait until that is over"), state);
        if (state is not { Process: not null, Service: ServiceState.Running, Port.Kind: PortOwnerKind.Gateway }) return (new($"which process is {id} cannot be proven now: {UntrustedText.OneLine(state.Evidence, 200)}"), state);
        if (await probe.Look(cancel) is not { Liveness: Liveness.Live, Startup: not StartupState.Starting } answer) return (new($"{id} is not up and answering now: try again when it is"), state);
        if (answer.Suppressed.Count > 0) return (new($"OpenClaw's own breaker holds channels of {id} back; another restart would lengthen that"), state);
        return (await Budget(kind, state, cancel) is { } spent ? new(spent) : null, state);
    }

    private async Task<string?> Budget(DrillKind kind, ProcessState state, CancellationToken cancel)
    {
        var (now, budget) = (time.GetUtcNow(), gateway.Budget);
        // A boot that ends by force so young is one of the few that OpenClaw counts.
        if (RestartLedger.IsYoung(state, now, budget)) return $"{gateway.Id} was started less than {Telling.Phrase(budget.YoungBoot)} ago, and an end by force would count as a failed boot: try again at {(state.StartedAt ?? now) + budget.YoungBoot:HH:mm:ss} UTC";
        var ledger = (await Ledger(cancel)).Until(now);
        var restart = kind == DrillKind.Hang ? RestartKind.Forced : RestartKind.Start;
        if (ledger.Refuses(restart, state, now, budget) is { } refused) return $"the budget of restarts is spent ({refused.Why}): try again at {refused.Until:HH:mm:ss} UTC";
        int Within(TimeSpan span) => ledger.Restarts.Count(r => r.At > now - span);
        // What the drill itself takes, and one to spare.
        if (ledger.UncleanBoots(now, budget) + Spare >= budget.UncleanBoots
            || (kind == DrillKind.Hang && ledger.Restarts.Count(r => r.Kind != RestartKind.Start && r.At > now - budget.RestartWindow) + 1 + Spare > budget.Restarts)
            || ledger.Boots.Count(b => b.StartedAt > now - budget.ManagerWindow) + 1 + Spare >= budget.ManagerStarts
            || Within(TimeSpan.FromHours(1)) + 1 + Spare > budget.StartsPerHour || Within(TimeSpan.FromMinutes(1)) + 1 + Spare > budget.StartsPerMinute)
            return $"the budget of restarts is nearly spent, and what is left is kept for a real outage: try again in {Telling.Phrase(budget.RestartWindow)}";
        return null;
    }

    private async Task<RestartLedger> Ledger(CancellationToken cancel)
    {
        var json = await book.Ask(db => db.Text("SELECT json FROM ledgers WHERE gateway = $gateway", ("$gateway", gateway.Id.Value)), 1, null, cancel);
        try
        {
            return json is null ? RestartLedger.Empty : RestartBook.Parse(json);
        }
        catch (System.Text.Json.JsonException foreign)
        {
            throw new IOException($"the ledger of restarts in the book cannot be read ({foreign.Message}), so nobody knows what a drill would cost", foreign);
        }
    }
}
