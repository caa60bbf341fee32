using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>How one gateway stands, published on the event stream whenever it changes. For people to look at; nothing is decided from it.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="At">When.</param>
/// <param name="Phase">What it is.</param>
/// <param name="Evidence">Why we think so, a line each.</param>
/// <param name="Incident">The open incident, null when there is none.</param>
/// <param name="Tier">The tier that has the incident.</param>
public sealed record GatewayStatus(
    GatewayId Gateway, DateTimeOffset At, GatewayPhase Phase, IReadOnlyList<string> Evidence, IncidentId? Incident, Tier? Tier)
{
    /// <summary>The owner's pause, null when there is none.</summary>
    public Pause? Pause { get; init; }
}

/// <summary>An event of an incident, published on the event stream after it was stored. For views and logs.</summary>
public sealed record IncidentNews(GatewayId Gateway, IncidentEvent Event);
