using System.Globalization;

namespace OpenClaw.Actors.Incidents;

/// <summary>The name of one incident, e.g. <c>main-20261123-031504</c>: readable, sortable, safe as a folder's name.</summary>
public readonly record struct IncidentId(string Value)
{
    /// <summary>The id of the incident that opens now.</summary>
    public static IncidentId For(Gateways.GatewayId gateway, DateTimeOffset now) =>
        new($"{gateway}-{now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
