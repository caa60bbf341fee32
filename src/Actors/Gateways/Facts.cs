using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Gateways;

/// <summary>Something that was seen or has ended. Facts travel up: tier -> X.</summary>
public interface IGatewayFact
{
    /// <summary>The gateway it is about.</summary>
    GatewayId Gateway { get; }

    /// <summary>When it was so. For a look this is the moment the look began, so that an answer that was under way when the process died is not taken for news.</summary>
    DateTimeOffset At { get; }
}

/// <summary>The watchdog has looked at the process, its service manager and the owner of its port.</summary>
public sealed record ProcessSeen(GatewayId Gateway, DateTimeOffset At, ProcessState State) : IGatewayFact;

/// <summary>The prober has asked the gateway's HTTP endpoints.</summary>
public sealed record HttpSeen(GatewayId Gateway, DateTimeOffset At, HttpAnswer Answer) : IGatewayFact;

/// <summary>An order has ended. (Incident, Attempt) names the order; the incident drops results of any other order.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="At">When it ended.</param>
/// <param name="Incident">The incident that gave the order.</param>
/// <param name="Tier">Whose hand it was: <see cref="Tier.Watchdog"/> for every restart, <see cref="Tier.Doctor"/> for a treatment.</param>
/// <param name="Attempt">The order's number within its incident.</param>
/// <param name="Result">How it ended. Never a claim of health: that is the next probe's to say.</param>
/// <param name="Note">One line for people, without secrets.</param>
public sealed record RepairEnded(
    GatewayId Gateway, DateTimeOffset At, IncidentId Incident, Tier Tier, int Attempt, RepairResult Result, string Note) : IGatewayFact
{
    /// <summary>Who did it: a doctor's name; null for a restart, and when nobody could be had.</summary>
    public string? By { get; init; }

    /// <summary>What a human should do, where whoever did it knows better than we; null otherwise.</summary>
    public string? YourTurn { get; init; }

    /// <summary>What a doctor would do and may not do by itself; null otherwise.</summary>
    public Doctoring.Proposal? Proposal { get; init; }

    /// <summary>What a doctor has changed, as a unified diff, redacted; null when that is not known.</summary>
    public string? Diff { get; init; }
}

/// <summary>A tier's actor failed too often and was given up: the healer itself is hurt.</summary>
public sealed record TierLost(GatewayId Gateway, DateTimeOffset At, Tier Tier, string Why) : IGatewayFact;

/// <summary>An order reached a tier whose actor was just being restarted: it was not taken.</summary>
public sealed record OrderBounced(GatewayId Gateway, DateTimeOffset At, Tier Tier) : IGatewayFact;

/// <summary>To the gateway's supervisor: its incident's actor lives (again) and knows its book, but not what was lost while it rested.</summary>
public sealed record IncidentAwake(GatewayId Gateway);

/// <summary>To the gateway's supervisor: a sensor lives (again) and knows nothing of the cadence.</summary>
public sealed record SensorAwake(GatewayId Gateway, Tier Tier);

/// <summary>To the gateway's supervisor: the watch on causes lives (again) and knows nothing of the cadence.</summary>
public sealed record HelpAwake;

/// <summary>The owner gave a command.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="At">When it was given.</param>
/// <param name="Command">The command.</param>
/// <param name="Until">For a pause: its end, null for one without.</param>
/// <param name="Reason">For a pause: why, as the owner put it; untrusted text in one line.</param>
public sealed record OperatorSaid(GatewayId Gateway, DateTimeOffset At, OperatorCommand Command, DateTimeOffset? Until = null, string? Reason = null) : IGatewayFact
{
    /// <summary>For an approval: the incident in which it was proposed; for an acknowledgement: the one that was seen, null for whichever is open.</summary>
    public IncidentId? Incident { get; init; }

    /// <summary>For an approval: the mark of exactly the proposal that was read.</summary>
    public string? Mark { get; init; }
}

/// <summary>Something that may have kept the gateway from starting has changed: worth another try now.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="At">When it was noticed.</param>
/// <param name="What">What has changed, one line for people.</param>
public sealed record CauseChanged(GatewayId Gateway, DateTimeOffset At, string What) : IGatewayFact;

/// <summary>A timer of the healer itself rang late: the host slept, or was too busy to let it run. What was awaited meanwhile says nothing of the gateway.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="At">When it was noticed.</param>
/// <param name="By">How late.</param>
public sealed record HealerWasLate(GatewayId Gateway, DateTimeOffset At, TimeSpan By) : IGatewayFact;

/// <summary>The alarm that the incident set for itself has rung.</summary>
public sealed record TimePassed(GatewayId Gateway, DateTimeOffset At) : IGatewayFact;

/// <summary>What an owner can say to an incident.</summary>
public enum OperatorCommand
{
    /// <summary>"I have seen it": reminders stop, healing goes on.</summary>
    Acknowledge,

    /// <summary>"Hands off": nothing is restarted or treated until its end or a <see cref="Resume"/>; the sensors go on looking.</summary>
    Pause,

    /// <summary>The end of a pause.</summary>
    Resume,

    /// <summary>"Start it": overrules an owner's earlier stop.</summary>
    Start,

    /// <summary>"Treat it (again), now": the doctors are called for the outage that is open, whatever tier it has reached.</summary>
    Heal,

    /// <summary>"Do what you have proposed": exactly the proposal that stands, in the incident that is open, once.</summary>
    Approve,
}

/// <summary>How an order ended.</summary>
public enum RepairResult
{
    /// <summary>The hand did what it was told (a restart was carried out; a doctor says that it is done).</summary>
    Done,

    /// <summary>It was tried and did not work.</summary>
    Failed,

    /// <summary>It is known what is wrong, and that only the owner can or may mend it.</summary>
    NeedsOwner,

    /// <summary>It could not even be tried (a doctor that is missing, not logged in or out of quota).</summary>
    Unavailable,

    /// <summary>Its deadline passed.</summary>
    TimedOut,

    /// <summary>The healer was restarted while it was under way.</summary>
    Interrupted,
}
