using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Journal;

/// <summary>The table of incidents: what their events come to, a row each, so that a question needs no events.</summary>
internal static class IncidentRows
{
    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = "incident, opened_at, since, cause, tier, restarts, treatments, calls, tried, remedy, outcome, healthy_since, resolved_at";

    /// <summary>Brings an incident's row up to these new events of it. A row that cannot be read is made anew from all its events.</summary>
    public static void Apply(SqliteConnection db, GatewayId gateway, IncidentId incident, IEnumerable<IncidentEvent> added, ILogger log)
    {
        var known = db.Rows($"SELECT {Columns} FROM incidents WHERE incident = $incident", Read, ("$incident", incident.Value)) is [{ } row] ? row : null;
        var events = known is null ? EventRows.Of(db, incident, log) : added;
        if (events.Aggregate(known, IncidentSummary.Apply) is { } summary) Write(db, gateway, summary);
    }

    /// <summary>A row as it was written; null when this version cannot read it.</summary>
    public static IncidentSummary? Read(SqliteDataReader row)
    {
        try
        {
            return new IncidentSummary
            {
                Id = new IncidentId(row.GetString(0)),
                OpenedAt = BookSql.Time(row.GetString(1)),
                Since = BookSql.Time(row.GetString(2)),
                Cause = Word<GatewayPhase>(row.GetString(3)),
                Tier = Word<Tier>(row.GetString(4)),
                Restarts = row.GetInt32(5),
                Treatments = row.GetInt32(6),
                Calls = row.GetInt32(7),
                Tried = [.. JsonSerializer.Deserialize(row.GetString(8), BookJson.Default.IReadOnlyListString) ?? []],
                Remedy = row.TextOrNull(9),
                Outcome = row.TextOrNull(10) is { } outcome ? Word<Outcome>(outcome) : null,
                HealthySince = row.TextOrNull(11) is { } healthy ? BookSql.Time(healthy) : null,
                ResolvedAt = row.TextOrNull(12) is { } resolved ? BookSql.Time(resolved) : null,
            };
        }
        catch (Exception foreign) when (foreign is FormatException or JsonException)
        {
            return null;
        }
    }

    private static void Write(SqliteConnection db, GatewayId gateway, IncidentSummary x) => db.Run(
        $"""
        INSERT INTO incidents ({Columns}, gateway, lasted)
        VALUES ($incident, $opened, $since, $cause, $tier, $restarts, $treatments, $calls, $tried, $remedy, $outcome, $healthy, $resolved, $gateway, $lasted)
        ON CONFLICT (incident) DO UPDATE SET opened_at = $opened, since = $since, cause = $cause, tier = $tier, restarts = $restarts, treatments = $treatments, calls = $calls,
            tried = $tried, remedy = $remedy, outcome = $outcome, healthy_since = $healthy, resolved_at = $resolved, lasted = $lasted
        """,
        ("$incident", x.Id.Value), ("$gateway", gateway.Value), ("$opened", BookSql.Time(x.OpenedAt)), ("$since", BookSql.Time(x.Since)), ("$cause", x.Cause.ToString()),
        ("$tier", x.Tier.ToString()), ("$restarts", x.Restarts), ("$treatments", x.Treatments), ("$calls", x.Calls),
        ("$tried", JsonSerializer.Serialize(x.Tried, BookJson.Default.IReadOnlyListString)), ("$remedy", x.Remedy), ("$outcome", x.Outcome?.ToString()),
        ("$healthy", x.HealthySince is { } healthy ? BookSql.Time(healthy) : null), ("$resolved", x.ResolvedAt is { } resolved ? BookSql.Time(resolved) : null),
        ("$lasted", x.Lasted?.Ticks));

    // A number would be read as a value as well, one that has no name.
    private static T Word<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.GetName(value) == text ? value : throw new FormatException(text);
}
