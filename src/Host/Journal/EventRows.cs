using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Journal;

/// <summary>The table of events.</summary>
internal static class EventRows
{
    private const string Columns = "e.incident, e.number, e.kind, e.json";

    /// <summary>Adds an event; false when it is there already.</summary>
    public static bool Add(SqliteConnection db, GatewayId gateway, IncidentEvent e)
    {
        var (kind, json) = EventText.Of(e);
        return db.Run(
            "INSERT INTO events (gateway, incident, number, at, kind, json) VALUES ($gateway, $incident, $number, $at, $kind, $json) ON CONFLICT DO NOTHING",
            ("$gateway", gateway.Value), ("$incident", e.Incident.Value), ("$number", e.Number), ("$at", BookSql.Time(e.At)), ("$kind", kind), ("$json", json)) == 1;
    }

    /// <summary>One incident's, in the order of their numbers.</summary>
    public static List<IncidentEvent> Of(SqliteConnection db, IncidentId incident, ILogger log) =>
        Read(db, $"SELECT {Columns} FROM events e WHERE e.incident = $incident ORDER BY e.number", log, ("$incident", incident.Value));

    /// <summary>Those of a gateway's open incidents and of the last closed ones, as they came.</summary>
    public static List<IncidentEvent> Recent(SqliteConnection db, GatewayId gateway, int closed, ILogger log) => Read(
        db,
        $"""
        SELECT {Columns} FROM events e WHERE e.incident IN (SELECT incident FROM incidents WHERE gateway = $gateway AND resolved_at IS NULL)
            OR e.incident IN (SELECT incident FROM incidents WHERE gateway = $gateway AND resolved_at IS NOT NULL ORDER BY seq DESC LIMIT $closed)
        ORDER BY e.seq
        """,
        log, ("$gateway", gateway.Value), ("$closed", closed));

    private static List<IncidentEvent> Read(SqliteConnection db, string sql, ILogger log, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var (skipped, first) = (0, "");
        var events = db.Rows(sql, row =>
        {
            var (incident, number, kind) = (row.GetString(0), row.GetInt32(1), row.GetString(2));
            var e = EventText.Read(incident, number, kind, row.GetString(3));
            if (e is null && skipped++ == 0) first = $"{incident} {number} ({kind})";
            return e;
        }, values);
        // One line for all of them: they are skipped again at each reading.
        if (skipped > 0) log.LogWarning("The book has {Skipped} events that this version cannot read, the first is {Event}: they are skipped", skipped, first);
        return [.. events.OfType<IncidentEvent>()];
    }
}
