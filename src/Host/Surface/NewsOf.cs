using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>What became of an incident's news, out of the book.</summary>
internal static class NewsOf
{
    private const int LongestTitle = 300;
    private const string Waiting = "Waiting";

    /// <summary>By channel, oldest news first. What a channel did not want is left out; what has no end on a channel yet waits.</summary>
    // Its news has keys that begin with its id, which an index finds; '0' is the character after '/'.
    public static IReadOnlyList<DeliveryJson> Incident(SqliteConnection db, IncidentId incident) => db.Rows(
        $"""
        SELECT d.channel, n.key, n.json, d.mark, n.at, n.seq FROM incidents i JOIN news n ON n.gateway = i.gateway AND n.key >= $from AND n.key < $to
            JOIN deliveries d ON d.gateway = n.gateway AND d.key = n.key WHERE i.incident = $incident AND d.mark <> 'NotForIt'
        UNION ALL
        SELECT c.channel, n.key, n.json, '{Waiting}', n.at, n.seq FROM incidents i JOIN news n ON n.gateway = i.gateway AND n.key >= $from AND n.key < $to
            JOIN channels c ON c.gateway = n.gateway AND n.seq > c.since WHERE i.incident = $incident
            AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.gateway = n.gateway AND d.key = n.key AND d.channel = c.channel)
        ORDER BY 6, 1
        """,
        static row => new DeliveryJson(
            row.GetString(0), row.GetString(1), NewsRows.Read(row.GetString(1), row.GetString(2)) is { } news ? Redactor.Redact(UntrustedText.OneLine(news.Title, LongestTitle)) : "",
            row.GetString(3), BookSql.Time(row.GetString(4)), null),
        ("$incident", incident.Value), ("$from", $"{incident}/"), ("$to", $"{incident}0"));
}
