using System.Collections.Immutable;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>One incident in a line: what a table, a digest and a doctor want to know of it. The fold of its events.</summary>
public sealed record IncidentSummary
{
    /// <summary>Its id.</summary>
    public required IncidentId Id { get; init; }

    /// <summary>When we were sure.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the first sign was seen.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What the gateway was found to be.</summary>
    public required GatewayPhase Cause { get; init; }

    /// <summary>The highest tier it climbed to.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Restarts ordered, those that put a doctor's mending to the proof included.</summary>
    public int Restarts { get; init; }

    /// <summary>How often a doctor was called.</summary>
    public int Treatments { get; init; }

    /// <summary>How often a human was called, reminders included.</summary>
    public int Calls { get; init; }

    /// <summary>All remedies tried, each once, in the order in which they were tried first.</summary>
    public ImmutableList<string> Tried { get; init; } = [];

    /// <summary>The last remedy tried; null when none was. A restart that only proves a doctor's mending is no remedy of its own.</summary>
    public string? Remedy { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>When the first good look of its end was; null while it is open.</summary>
    public DateTimeOffset? HealthySince { get; init; }

    /// <summary>When its end was proven; null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>From the first sign to the first good look; null while it is open.</summary>
    public TimeSpan? Lasted => HealthySince is { } end ? (end > Since ? end - Since : TimeSpan.Zero) : null;

    /// <summary>Whether a remedy of ours ended it.</summary>
    public bool IsHealedByUs => Outcome is Incidents.Outcome.HealedByWatchdog or Incidents.Outcome.HealedByProber or Incidents.Outcome.HealedByDoctor;

    /// <summary>Applies one event. Null is "not opened yet"; an event of another incident changes nothing.</summary>
    public static IncidentSummary? Apply(IncidentSummary? summary, IncidentEvent e) => (summary, e) switch
    {
        (null, Opened x) => new IncidentSummary { Id = x.Incident, OpenedAt = x.At, Since = x.Since, Cause = x.Phase, Tier = x.Tier },
        (null, _) => null,
        ({ } known, _) when known.Id != e.Incident => known,
        ({ } known, RepairOrdered { Restart: { } kind } x) => known.Try(x.Tier == Tier.Doctor ? null : Name(kind)) with { Restarts = known.Restarts + 1 },
        ({ } known, RepairOrdered) => known with { Treatments = known.Treatments + 1 },
        ({ } known, RepairClosed { By: { } by, Proposal: null }) => known.Try(by),
        ({ } known, Escalated x) => known with { Tier = x.To > known.Tier ? x.To : known.Tier },
        ({ } known, HumanCalled) => known with { Calls = known.Calls + 1 },
        ({ } known, Resolved x) => known with { Outcome = x.Outcome, HealthySince = x.HealthySince, ResolvedAt = x.At },
        ({ } known, _) => known,
    };

    /// <summary>A restart as a remedy.</summary>
    public static string Name(RestartKind kind) => kind switch
    {
        RestartKind.Start => "start",
        RestartKind.Graceful => "graceful restart",
        _ => "forced restart",
    };

    private IncidentSummary Try(string? remedy) =>
        remedy is null ? this : this with { Remedy = remedy, Tried = Tried.Contains(remedy) ? Tried : Tried.Add(remedy) };
}
