using System.Collections.Immutable;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>All that the brain knows of one gateway: what is seen now, the open incident, and the one before.</summary>
public sealed record GatewayState(GatewayId Gateway)
{
    /// <summary>What the witnesses say now.</summary>
    public Observations Observed { get; init; } = Observations.None;

    /// <summary>The phase decided from them.</summary>
    public PhaseSeen Seen { get; init; } = PhaseSeen.Nothing;

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

    /// <summary>Tiers of the healer itself that were given up.</summary>
    public ImmutableHashSet<Tier> LostTiers { get; init; } = [];

    /// <summary>How often the sensors should look.</summary>
    public Cadence Cadence => Open is null && (Seen.IsGood || Seen.Phase == GatewayPhase.StoppedOnPurpose) ? Cadence.Calm : Cadence.Suspicious;

    /// <summary>Takes in a fact: what is seen now, nothing that is stored.</summary>
    public GatewayState Observe(IGatewayFact fact, DateTimeOffset now, GatewayPolicy policy)
    {
        var observed = Observed.Take(fact);
        var seen = PhaseReading.Read(observed, now, policy);
        var sameProcess = Observed.Process?.Process == observed.Process?.Process;
        return this with
        {
            Observed = observed,
            Seen = seen,
            GoodSince = seen.IsGood ? (sameProcess ? GoodSince : null) ?? now : null,
            BlockedBy = seen.Phase switch
            {
                GatewayPhase.ConfigBlocked or GatewayPhase.PortTaken => seen.Phase,
                GatewayPhase.Down or GatewayPhase.Unknown or GatewayPhase.Suspect => BlockedBy,
                _ => null,
            },
            BadSince = seen.IsGood ? null : BadSince ?? fact.At,
            LostTiers = fact is TierLost lost ? LostTiers.Add(lost.Tier) : LostTiers,
        };
    }

    /// <summary>Applies a stored event.</summary>
    public GatewayState Apply(IncidentEvent e) => this with
    {
        Open = Incident.Apply(Open, e),
        Last = e is Resolved && Open is { } closing ? new ClosedIncident(e.At, closing.LastOrder?.Tier ?? closing.Tier, closing.Restarts) : Last,
    };
}
