using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenClaw.Actors.Incidents;

/// <summary>The name of one incident, e.g. <c>main-20261123-031504</c>: readable, sortable, safe as a folder's name.</summary>
public readonly partial record struct IncidentId(string Value)
{
    /// <summary>The id of the incident that opens now.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="now">Now, of which the id has the second.</param>
    /// <param name="last">The incident before: one that opened within the same second has a different id.</param>
    public static IncidentId For(Gateways.GatewayId gateway, DateTimeOffset now, IncidentId? last = null)
    {
        var plain = $"{gateway}-{now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        if (last is not { Value: var before } || !before.StartsWith(plain, StringComparison.Ordinal)) return new(plain);
        var number = before.Length > plain.Length ? int.Parse(before.AsSpan(plain.Length + 1), CultureInfo.InvariantCulture) : 1;
        return new(string.Create(CultureInfo.InvariantCulture, $"{plain}-{number + 1}"));
    }

    /// <summary>The gateway's name in it; null when it was not made by <see cref="For"/>.</summary>
    public string? Gateway => Form().Match(Value) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"\A(.+)-[0-9]{8}-[0-9]{6}(?:-[0-9]{1,9})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    /// <inheritdoc/>
    public override string ToString() => Value;
}
