using System.Collections.Immutable;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>One outage of one gateway, from the first sure sign to the proof that it is over. The fold of its events.</summary>
public sealed record Incident
{
    private const int FirstLines = 5;
    private const int LongestHistory = 30;

    /// <summary>Its id.</summary>
    public required IncidentId Id { get; init; }

    /// <summary>When we were sure.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the first sign was seen.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What the gateway was found to be.</summary>
    public required GatewayPhase Cause { get; init; }

    /// <summary>The tier it is at.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The process that failed.</summary>
    public ProcessIdentity? FailedProcess { get; init; }

    /// <summary>Restarts ordered by tiers 1 and 2, those inherited from the incident before included.</summary>
    public int Restarts { get; init; }

    /// <summary>The number of the last order.</summary>
    public int Attempt { get; init; }

    /// <summary>The order in flight; at most one.</summary>
    public RepairOrdered? InFlight { get; init; }

    /// <summary>The last order that has ended, and how.</summary>
    public RepairOrdered? LastOrder { get; init; }

    /// <summary>How the last order ended.</summary>
    public RepairClosed? LastClosed { get; init; }

    /// <summary>When a restart ended badly that may have stopped the gateway and not started it: a stop seen since then may be ours. Null once a restart went well.</summary>
    public DateTimeOffset? StoppedByUsAt { get; init; }

    /// <summary>The end of the watching between the last restart and the doctor.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>When all treatment must have ended.</summary>
    public DateTimeOffset? DoctorDeadline { get; init; }

    /// <summary>How often a doctor was called in this incident.</summary>
    public int Treatments { get; init; }

    /// <summary>A doctor has the case: it was called and has not heard the verdict yet.</summary>
    public bool IsInTreatment { get; init; }

    /// <summary>The last call of a human.</summary>
    public HumanCalled? LastCall { get; init; }

    /// <summary>The proposal that waits for its owner's word: the last one that can be approved, until the next treatment is ordered.</summary>
    public Proposal? Proposal { get; init; }

    /// <summary>What a doctor has changed and has not taken back, as a unified diff; empty for nothing.</summary>
    public string Changed { get; init; } = "";

    /// <summary>Its owner's yes, until it is carried out.</summary>
    public ProposalApproved? Approval { get; init; }

    /// <summary>The owner has seen it.</summary>
    public bool IsAcknowledged { get; init; }

    /// <summary>The healer was told to stand down since the last order.</summary>
    public bool IsStoodDown { get; init; }

    /// <summary>The number of its last event.</summary>
    public int LastNumber { get; init; }

    /// <summary>What has happened, a line each, oldest first: for the doctor and for people.</summary>
    public ImmutableList<string> History { get; init; } = [];

    /// <summary>Applies one event. Null is "no incident". An event of another incident changes nothing.</summary>
    public static Incident? Apply(Incident? incident, IncidentEvent e) => (incident, e) switch
    {
        (_, Opened opened) => Open(opened),
        (null, _) => null,
        ({ } open, _) when open.Id != e.Incident => open,
        (_, Resolved) => null,
        ({ } open, _) => open.With(e) with { LastNumber = e.Number, History = Remember(open.History, $"{e.At:HH:mm:ss} {Telling.Line(e)}") },
    };

    /// <summary>All its times by so much earlier.</summary>
    public Incident Earlier(TimeSpan by) => this with
    {
        OpenedAt = OpenedAt - by,
        Since = Since - by,
        InFlight = Earlier(InFlight, by),
        LastOrder = Earlier(LastOrder, by),
        LastClosed = LastClosed is { } closed ? closed with { At = closed.At - by, NextAt = closed.NextAt - by } : null,
        StoppedByUsAt = StoppedByUsAt - by,
        WaitUntil = WaitUntil - by,
        DoctorDeadline = DoctorDeadline - by,
        LastCall = LastCall is { } call ? call with { At = call.At - by } : null,
        Approval = Approval is { } approved ? approved with { At = approved.At - by } : null,
    };

    private static RepairOrdered? Earlier(RepairOrdered? order, TimeSpan by) =>
        order is null ? null : order with { At = order.At - by, Deadline = order.Deadline - by };

    // How it began and what was done last; an incident that waits for a human for weeks must not grow with every try.
    private static ImmutableList<string> Remember(ImmutableList<string> history, string line) =>
        (history.Count < LongestHistory ? history : history.RemoveAt(FirstLines)).Add(line);

    private static Incident Open(Opened e) => new()
    {
        Id = e.Incident,
        OpenedAt = e.At,
        Since = e.Since,
        Cause = e.Phase,
        Tier = e.Tier,
        FailedProcess = e.Process,
        Restarts = e.RestartsBefore,
        LastNumber = e.Number,
        History = [$"{e.At:HH:mm:ss} {Telling.Line(e)}"],
    };

    private Incident With(IncidentEvent e) => e switch
    {
        RepairOrdered ordered => this with
        {
            InFlight = ordered,
            IsStoodDown = false,
            Attempt = ordered.Attempt,
            Restarts = Restarts + (ordered.Restart is not null && ordered.Tier != Tier.Doctor ? 1 : 0),
            Treatments = Treatments + (ordered.Restart is null ? 1 : 0),
            IsInTreatment = IsInTreatment || ordered.Restart is null,
            // A proposal counts until the next treatment, which comes with what is true then.
            Proposal = ordered.Restart is null ? null : Proposal,
            Approval = ordered.Restart is null ? null : Approval,
        },
        RepairClosed closed => this with { InFlight = null, LastOrder = InFlight, LastClosed = closed, StoppedByUsAt = StoppedByUs(closed), Proposal = closed.Proposal is { Mark: not null } standing ? standing : Proposal, Changed = closed.Diff ?? Changed },
        ProposalApproved approved => this with { Approval = approved },
        Waited waited => this with { WaitUntil = waited.Until },
        Escalated escalated => this with { Tier = escalated.To, DoctorDeadline = escalated.Deadline ?? DoctorDeadline },
        // With the first call of a human the doctor takes everything back, but under a gateway that lives.
        HumanCalled called => this with { LastCall = called, IsInTreatment = false, Changed = IsInTreatment && !new PhaseSeen(called.Phase, []).IsGood ? "" : Changed },
        Acknowledged => this with { IsAcknowledged = true },
        StoodDown => this with { IsStoodDown = true },
        _ => this,
    };

    private DateTimeOffset? StoppedByUs(RepairClosed closed) => (InFlight?.Restart, closed.Result) switch
    {
        (null, _) => StoppedByUsAt,
        (_, RepairResult.Done) => null,
        (RestartKind.Graceful or RestartKind.Forced, _) => closed.At,
        _ => StoppedByUsAt,
    };
}

/// <summary>What is remembered of the incident before, as flapping has memory.</summary>
/// <param name="ResolvedAt">When it ended.</param>
/// <param name="Tier">The tier it was at.</param>
/// <param name="Restarts">The restarts it had used.</param>
/// <param name="Id">Its id: that of the next one must be another, however soon it comes.</param>
public sealed record ClosedIncident(DateTimeOffset ResolvedAt, Tier Tier, int Restarts, IncidentId Id);
