using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>Something that happened in an incident. Stored; the incident is the fold of its events.</summary>
public abstract record IncidentEvent(IncidentId Incident, DateTimeOffset At)
{
    /// <summary>What each witness said when this was decided, a line each.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>Its place within its incident, 1 and up without a gap. (Incident, Number) names an event for good.</summary>
    public int Number { get; init; }
}

/// <summary>An outage began.</summary>
/// <param name="Incident">Its id.</param>
/// <param name="At">When we were sure.</param>
/// <param name="Since">When the first sign was seen.</param>
/// <param name="Phase">What the gateway was found to be.</param>
/// <param name="Evidence">Why we think so.</param>
/// <param name="Tier">The tier it starts at.</param>
/// <param name="RestartsBefore">Restarts inherited from an incident that ended a moment ago (flapping has memory).</param>
/// <param name="Process">The process that failed, where it was known.</param>
public sealed record Opened(
    IncidentId Incident, DateTimeOffset At, DateTimeOffset Since, GatewayPhase Phase, IReadOnlyList<string> Evidence, Tier Tier, int RestartsBefore,
    ProcessIdentity? Process) : IncidentEvent(Incident, At);

/// <summary>An order was given. There is at most one in flight.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="At">When.</param>
/// <param name="Tier">The tier on whose behalf: a restart that puts a doctor's mending to the proof is the doctor's.</param>
/// <param name="Attempt">The order's number, 1 and up, over all tiers.</param>
/// <param name="Restart">The kind of restart, or null for a treatment.</param>
/// <param name="Deadline">When it must have ended.</param>
/// <param name="Reason">Why, one line.</param>
/// <param name="IsYoungKill">A restart by force of a process so young that its end counts as an unclean boot.</param>
public sealed record RepairOrdered(
    IncidentId Incident, DateTimeOffset At, Tier Tier, int Attempt, RestartKind? Restart, DateTimeOffset Deadline, string Reason, bool IsYoungKill = false)
    : IncidentEvent(Incident, At)
{
    /// <summary>For a treatment: what the doctors were allowed to do by themselves.</summary>
    public Doctoring.Autonomy Autonomy { get; init; }

    /// <summary>For a treatment: the proposal that the owner has approved, to be carried out and nothing else; null otherwise.</summary>
    public Doctoring.Proposal? Approved { get; init; }
}

/// <summary>The order in flight has ended; its verdict is still to come.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="At">When.</param>
/// <param name="Attempt">The order's number.</param>
/// <param name="Result">How the order ended.</param>
/// <param name="Note">One line for people.</param>
/// <param name="NextAt">Not before this may the next order of the same tier be given.</param>
public sealed record RepairClosed(
    IncidentId Incident, DateTimeOffset At, int Attempt, RepairResult Result, string Note, DateTimeOffset NextAt) : IncidentEvent(Incident, At)
{
    /// <summary>The remedy's name where it has one: a doctor's; null for a restart and for an order nobody took.</summary>
    public string? By { get; init; }

    /// <summary>What a human should do, where whoever did it knows better than we; null otherwise.</summary>
    public string? YourTurn { get; init; }

    /// <summary>What a doctor would do and may not do by itself; null otherwise.</summary>
    public Doctoring.Proposal? Proposal { get; init; }

    /// <summary>What a doctor has changed, as a unified diff, redacted; null when that is not known.</summary>
    public string? Diff { get; init; }
}

/// <summary>All restarts were used; we watch a while before the doctor is called.</summary>
public sealed record Waited(IncidentId Incident, DateTimeOffset At, DateTimeOffset Until) : IncidentEvent(Incident, At);

/// <summary>The incident climbed.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="At">When.</param>
/// <param name="To">The tier it is at now.</param>
/// <param name="Reason">Why, one line.</param>
/// <param name="Deadline">For the doctor: when the whole treatment must have ended.</param>
public sealed record Escalated(IncidentId Incident, DateTimeOffset At, Tier To, string Reason, DateTimeOffset? Deadline) : IncidentEvent(Incident, At);

/// <summary>A human was called, or called again.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="At">When.</param>
/// <param name="Reason">What is wrong and why no tier could mend it.</param>
/// <param name="YourTurn">What the human should do.</param>
/// <param name="Times">1 for the first call, 2 and up for reminders.</param>
/// <param name="Phase">What the gateway was when the call was made.</param>
public sealed record HumanCalled(
    IncidentId Incident, DateTimeOffset At, string Reason, string YourTurn, int Times, GatewayPhase Phase) : IncidentEvent(Incident, At);

/// <summary>The healer stands down while the incident is open: its owner has paused it.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, one line.</param>
public sealed record StoodDown(IncidentId Incident, DateTimeOffset At, string Reason) : IncidentEvent(Incident, At);

/// <summary>The owner has seen it.</summary>
public sealed record Acknowledged(IncidentId Incident, DateTimeOffset At) : IncidentEvent(Incident, At);

/// <summary>The owner agrees with what a doctor has proposed.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="At">When it was said.</param>
/// <param name="Mark">The proposal's mark.</param>
public sealed record ProposalApproved(IncidentId Incident, DateTimeOffset At, string Mark) : IncidentEvent(Incident, At);

/// <summary>The outage is over, proven by our own looks over the stability window.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="At">When it was proven.</param>
/// <param name="HealthySince">When the first good look of the window was.</param>
/// <param name="Outcome">Who mended it, as far as we can honestly say.</param>
/// <param name="Proof">What the good looks saw, one line.</param>
public sealed record Resolved(IncidentId Incident, DateTimeOffset At, DateTimeOffset HealthySince, Outcome Outcome, string Proof) : IncidentEvent(Incident, At);

/// <summary>How an incident ended. Honest: nobody is credited with what happened without them.</summary>
public enum Outcome
{
    /// <summary>It came back before anybody here did anything.</summary>
    RecoveredByItself,

    /// <summary>After a start by tier 1.</summary>
    HealedByWatchdog,

    /// <summary>After a restart by tier 2.</summary>
    HealedByProber,

    /// <summary>After a doctor's treatment.</summary>
    HealedByDoctor,

    /// <summary>After a human was called.</summary>
    HealedAfterHumanCall,

    /// <summary>Not healed: its owner stopped it while the incident was open.</summary>
    StoppedByOwner,

    /// <summary>Nobody knows: the book could not be read while it ended.</summary>
    Unknown,
}
