using Akka.Event;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Gateways;

/// <summary>Something that is to be done. Orders travel down: <see cref="IncidentActor"/> -> <see cref="GatewaySupervisor"/> -> tier.</summary>
public interface IGatewayOrder
{
    /// <summary>The gateway it is for.</summary>
    GatewayId Gateway { get; }
}

/// <summary>To the watchdog: bring the process (back) up, once.</summary>
public sealed record RestartGateway(
    GatewayId Gateway, IncidentId Incident, int Attempt, RestartKind Kind, DateTimeOffset Deadline, string Reason) : IGatewayOrder;

/// <summary>To the doctor: find out what is wrong and mend it, or go on with the case when the last mending did not hold.</summary>
public sealed record TreatGateway(
    GatewayId Gateway, IncidentId Incident, int Attempt, CaseFile CaseFile, DateTimeOffset Deadline) : IGatewayOrder;

/// <summary>To the doctor: the case is closed. A treatment under way ends now; an open session is discharged with the verdict.</summary>
public sealed record StandDown(GatewayId Gateway, IncidentId Incident, Verdict Verdict) : IGatewayOrder
{
    /// <summary>Only the treatment under way ends: the case stays open for the incident's verdict, and nothing is taken back before it.</summary>
    public bool KeepsCase { get; init; }
}

/// <summary>To the notifiers: tell people.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Announcement">The news.</param>
/// <param name="IsKept">The book has it already, with the event that made it.</param>
public sealed record Announce(GatewayId Gateway, Announcement Announcement, bool IsKept = false) : IGatewayOrder;

/// <summary>To the sensors: how often to look. May be lost with a sensor that dies: the next one is told when it wakes.</summary>
public sealed record SetCadence(GatewayId Gateway, Cadence Cadence) : IGatewayOrder, IDeadLetterSuppression;

/// <summary>To the watchdog: look now; what you saw last may be old.</summary>
public sealed record LookNow(GatewayId Gateway) : IGatewayOrder, IDeadLetterSuppression;

/// <summary>How often the sensors look.</summary>
public enum Cadence
{
    /// <summary>All is well.</summary>
    Calm,

    /// <summary>Something is odd, or a repair waits for its verdict.</summary>
    Suspicious,
}
