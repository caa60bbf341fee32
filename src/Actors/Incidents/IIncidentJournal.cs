using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>The book of incidents: append-only, one sequence of events for each gateway.</summary>
public interface IIncidentJournal
{
    /// <summary>All events of the gateway that still matter, oldest first.</summary>
    Task<IReadOnlyList<IncidentEvent>> Load(GatewayId gateway, CancellationToken cancel);

    /// <summary>Adds events in this order, all or none. Fails (an exception) when the book cannot be written; healing then goes on without it.</summary>
    Task Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, CancellationToken cancel);
}
