using System.Collections.Immutable;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>All that the brain knows of one gateway: what is seen now, what has been spent, the open incident, and the one before.</summary>
public sealed record GatewayState(GatewayId Gateway)
{
    private const int PastKept = 50;

    // A word to start that found nothing to start in this time is forgotten: a stop that comes later is another one.
    private static readonly TimeSpan StartWordMemory = TimeSpan.FromMinutes(10);

    // However short a hold-up of ours was, the next looks are still coloured by it.
    private static readonly TimeSpan LeastWakeGrace = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestExcuse = TimeSpan.FromMinutes(5);

    // OpenClaw's own updates were seen to take minutes; a stop that came later than this is its owner's.
    private static readonly TimeSpan LongestUpdate = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(5);

    /// <summary>What the witnesses say now.</summary>
    public Observations Observed { get; init; } = Observations.None;

    /// <summary>The phase decided from them.</summary>
    public PhaseSeen Seen { get; init; } = PhaseSeen.Nothing;

    /// <summary>What has been spent on boots and restarts.</summary>
    public RestartLedger Ledger { get; init; } = RestartLedger.Empty;

    /// <summary>The owner's pause, null when there is none.</summary>
    public Pause? Pause { get; init; }

    /// <summary>When the owner asked for a start although it was stopped; null once it runs.</summary>
    public DateTimeOffset? StartAskedAt { get; init; }

    /// <summary>What may have blocked the gateway and has changed; null when nothing has.</summary>
    public CauseChanged? Cause { get; init; }

    /// <summary>What holds for a while and is no outage: told to the owner in its time.</summary>
    public NoticeBoard Notices { get; init; } = NoticeBoard.Empty;

    /// <summary>When the first fact of this life of the healer came.</summary>
    public DateTimeOffset? FirstFactAt { get; init; }

    /// <summary>Since when it has been good without a break.</summary>
    public DateTimeOffset? GoodSince { get; init; }

    /// <summary>Since when it has not been good.</summary>
    public DateTimeOffset? BadSince { get; init; }

    /// <summary>What kept it from starting (its configuration, a stranger on its port), until it starts again.</summary>
    public GatewayPhase? BlockedBy { get; init; }

    /// <summary>The open incident.</summary>
    public Incident? Open { get; init; }

    /// <summary>The incident before.</summary>
    public ClosedIncident? Last { get; init; }

    /// <summary>The open incident in a line, as far as it has come.</summary>
    public IncidentSummary? Summary { get; init; }

    /// <summary>The last incidents that have ended, oldest first.</summary>
    public ImmutableList<IncidentSummary> Past { get; init; } = [];

    /// <summary>Tiers of the healer itself that were given up.</summary>
    public ImmutableHashSet<Tier> LostTiers { get; init; } = [];

    /// <summary>How often the sensors should look.</summary>
    public Cadence Cadence => Open is null && (Seen.IsGood || Seen.Phase == GatewayPhase.StoppedOnPurpose) && Observed.Flaps.IsEmpty ? Cadence.Calm : Cadence.Suspicious;

    /// <summary>Takes in a fact: what is seen now, nothing that is stored.</summary>
    public GatewayState Observe(IGatewayFact fact, DateTimeOffset now, GatewayPolicy policy)
    {
        var observed = IsNoExcuse(fact, now, policy) ? Observed : Forget(Observed.Take(fact, now), now, policy);
        var heard = Hear(fact, now) with { Ledger = Spend(fact, observed) };
        var seen = heard.Overrule(heard.Attribute(PhaseReading.Read(observed, heard.Ledger, now, policy), observed), observed, now, policy);
        var sameLife = Observed.Identity == observed.Identity && fact is not HealerWasLate;
        return heard with
        {
            FirstFactAt = FirstFactAt ?? now,
            Observed = observed,
            Seen = seen,
            Notices = heard.Notices.See(seen, observed, heard, now, policy),
            GoodSince = seen.IsGood ? (sameLife ? GoodSince : null) ?? now : null,
            BlockedBy = seen.Phase switch
            {
                GatewayPhase.ConfigBlocked or GatewayPhase.PortTaken => seen.Phase,
                GatewayPhase.Down or GatewayPhase.Unknown or GatewayPhase.Blind or GatewayPhase.Suspect => BlockedBy,
                _ when seen.IsHandsOff => BlockedBy,
                _ => null,
            },
            BadSince = seen.IsGood || seen.Phase == GatewayPhase.StoppedOnPurpose ? null : BadSince ?? fact.At,
        };
    }

    /// <summary>Applies a stored event.</summary>
    public GatewayState Apply(IncidentEvent e) => this with
    {
        Open = Incident.Apply(Open, e),
        Last = e is Resolved && Open is { } closing && closing.Id == e.Incident ? new ClosedIncident(e.At, closing.LastOrder?.Tier ?? closing.Tier, closing.Restarts, closing.Id) : Last,
        Summary = e switch
        {
            Opened => IncidentSummary.Apply(null, e),
            Resolved when Summary?.Id == e.Incident => null,
            _ => IncidentSummary.Apply(Summary, e),
        },
        Past = e is Resolved && Summary?.Id == e.Incident ? Remember(Past, IncidentSummary.Apply(Summary, e)!) : Past,
        // What a doctor has mended is put to the proof by new boots: those that failed before it, and how long the manager has been at it, say nothing of them.
        Observed = e is RepairOrdered { Tier: Tier.Doctor, Restart: not null } ? Observed with { FailedBoots = 0, RestartingSince = null } : Observed,
        Ledger = e is RepairOrdered { Restart: { } kind } order ? Ledger.Order(new OwnRestart(order.At, kind, order.IsYoungKill)) : Ledger,
    };

    /// <summary>What the book has of the time before; what has come since stays.</summary>
    public GatewayState Recall(GatewayState read) => this with
    {
        Open = Open ?? read.Open,
        Summary = Open is null ? read.Summary : Summary,
        Last = Last ?? read.Last,
        Past = [.. read.Past.Where(p => Past.TrueForAll(own => own.Id != p.Id)).Concat(Past).TakeLast(PastKept)],
        Ledger = Ledger.After(read.Ledger),
    };

    /// <summary>
    /// The same in the terms of a clock that was set back since the newest event of the open incident: whatever was to happen in an hour is to happen in an
    /// hour, not in a day and an hour. Only what is remembered; the book keeps the times that were.
    /// </summary>
    public GatewayState NotAhead(IReadOnlyList<IncidentEvent> events, DateTimeOffset now) => this with
    {
        Open = Open is { } open && events.LastOrDefault(e => e.Incident == open.Id) is { At: var newest } && newest - now > Precision ? open.Earlier(newest - now) : Open,
        Last = Last is { } last && last.ResolvedAt - now > Precision ? last with { ResolvedAt = now } : Last,
        Ledger = Ledger.Until(now),
    };

    private static ImmutableList<IncidentSummary> Remember(ImmutableList<IncidentSummary> past, IncidentSummary ended) =>
        (past.Count < PastKept ? past : past.RemoveAt(0)).Add(ended);

    private static Observations Forget(Observations observed, DateTimeOffset now, GatewayPolicy policy) =>
        observed.Flaps.IsEmpty || observed.Flaps[^1] > now - policy.FlapWindow ? observed : observed with { Flaps = [] };

    private GatewayState Hear(IGatewayFact fact, DateTimeOffset now)
    {
        var state = fact switch
        {
            TierLost lost => this with { LostTiers = LostTiers.Add(lost.Tier) },
            CauseChanged changed => this with { Cause = changed },
            OperatorSaid { Command: OperatorCommand.Pause } said => this with { Pause = new Pause(said.Until, said.Reason) { Since = said.At }, StartAskedAt = null },
            OperatorSaid { Command: OperatorCommand.Resume or OperatorCommand.Start } =>
                this with { Pause = null, StartAskedAt = Observed.Process is { Process: not null, Service: ServiceState.Running } ? null : now },
            // One that still stops has not been started.
            ProcessSeen { State: { Process: not null, Service: ServiceState.Running } } => this with { StartAskedAt = null },
            _ => this,
        };
        if (state.Pause?.Until <= now) state = state with { Pause = null };
        return now - state.StartAskedAt > StartWordMemory && state.Open is null ? state with { StartAskedAt = null } : state;
    }

    private RestartLedger Spend(IGatewayFact fact, Observations observed) => fact switch
    {
        ProcessSeen seen when seen.At >= Observed.ProcessAt => Ledger.See(seen.State, seen.At),
        HttpSeen { Answer: { Liveness: Probing.Liveness.Live, Startup: Probing.StartupState.Started } } seen when observed.Identity is { } process && observed.HttpAt == seen.At =>
            Ledger.Reach(process, observed.ProcessFirstSeen, observed.Asleep, seen.At),
        _ => Ledger,
    };

    /// <summary>A stop is its owner's unless somebody else is proven to have made it, or its owner has changed their mind: then the gateway is down.</summary>
    private PhaseSeen Attribute(PhaseSeen seen, Observations observed)
    {
        if (seen.Phase != GatewayPhase.StoppedOnPurpose) return seen;
        if (StartAskedAt is not null) return seen.As(GatewayPhase.Down, "its owner has asked for a start");
        if (IsStoppedByUpdate(observed)) return seen.As(GatewayPhase.Down, $"the update that stopped it has died: {observed.Process!.Upkeep.Evidence}");
        if (IsJobPutBack(observed)) return seen.As(GatewayPhase.Down, "its job was gone and was put back; nobody has started it since");
        var isOurs = Open is { InFlight.Restart: RestartKind.Graceful or RestartKind.Forced }
            || (Open?.StoppedByUsAt is { } at && (observed.IdentityChangedAt is not { } gone || gone <= at));
        return isOurs ? seen.As(GatewayPhase.Down, "it was stopped by a restart of ours") : seen;
    }

    /// <summary>
    /// A job that was gone and that a doctor has put back stands there as if its owner had stopped it. Who stops it later ends a process that has run since. Without this, what was
    /// put back is taken back again as its owner's stop, and the outage begins anew, every other second.
    /// </summary>
    private bool IsJobPutBack(Observations observed) => Open is { Cause: GatewayPhase.NotLoaded or GatewayPhase.Disabled, IsInTreatment: true } open
        && !(observed.Process?.LastExit?.At > open.OpenedAt);

    /// <summary>It ended soon after an update began that has died since, and has not run beside what that update left behind.</summary>
    private static bool IsStoppedByUpdate(Observations observed) => !observed.RanAfterUpdateDied
        && observed.Process is { Upkeep: { Kind: UpkeepKind.UpdateDied, Since: { } began }, LastExit.At: var ended }
        && ended >= began - Precision && ended - began < LongestUpdate;

    /// <summary>On a host that is short of everything we are late again and again; a gateway that has been bad for minutes is not excused by each of these.</summary>
    private bool IsNoExcuse(IGatewayFact fact, DateTimeOffset now, GatewayPolicy policy) =>
        fact is HealerWasLate late && late.By < policy.WakeGrace && BadSince is { } bad && now - bad > LongestExcuse;

    /// <summary>What outweighs every bad sign. A gateway that serves is shown as it is.</summary>
    private PhaseSeen Overrule(PhaseSeen seen, Observations observed, DateTimeOffset now, GatewayPolicy policy)
    {
        if (seen.IsGood || seen.Phase == GatewayPhase.StoppedOnPurpose) return seen;
        if (Pause is { } pause) return seen.As(GatewayPhase.Paused, pause.ToString());
        if (observed.Process?.Upkeep is { IsUnderWay: true } upkeep) return seen.As(GatewayPhase.Updating, upkeep.Evidence);
        if (seen.Phase is not (GatewayPhase.Wedged or GatewayPhase.Flapping or GatewayPhase.Stalled or GatewayPhase.Suspect)) return seen;
        return observed.LateAt is { } late && now - late < Grace(observed.LateBy, policy)
            ? seen.As(GatewayPhase.Awoken, $"the healer itself stood still for {Telling.Phrase(observed.LateBy)} until {late:HH:mm:ss}")
            : seen;
    }

    private static TimeSpan Grace(TimeSpan lateBy, GatewayPolicy policy) =>
        lateBy >= policy.WakeGrace ? policy.WakeGrace : lateBy <= LeastWakeGrace ? LeastWakeGrace : lateBy;
}

/// <summary>The owner's pause.</summary>
/// <param name="Until">Its end, null when only a resume ends it.</param>
/// <param name="Reason">Why, as the owner put it; untrusted.</param>
public sealed record Pause(DateTimeOffset? Until, string? Reason)
{
    /// <summary>When it was said.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"paused by its owner {(Until is { } until ? $"until {until:yyyy-MM-dd HH:mm:ss} UTC" : "until resumed")}{(Reason is null ? "" : $": {Reason}")}";
}
