using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenClaw.Host.Journal;

namespace OpenClaw.Host.Digests;

/// <summary>The questions of a digest. Each is answered by counting in the book, by the index of (gateway, opened_at) where only the period counts.</summary>
internal sealed class DigestRows(SqliteConnection db, Digest period, IReadOnlyList<string> gateways)
{
    private const string InPeriod = "gateway IN (SELECT value FROM json_each($gateways)) AND opened_at >= $from AND opened_at < $to";

    // An incident that began earlier reaches into the period as long as it is not over.
    private const string Touching = "gateway IN (SELECT value FROM json_each($gateways)) AND opened_at < $to AND (resolved_at IS NULL OR healthy_since > $from)";

    private const string Incident = "incident, gateway, cause, tier, calls, since, resolved_at IS NULL";

    // Of the table of news.
    private const string News = "n.at >= $from AND n.at < $to AND ($gateway IS NULL OR n.gateway = $gateway)";

    // A day of julianday() has 86,400,000 ms.
    private const int MsPerDay = 86_400_000;

    private readonly (string, object?)[] _values =
    [
        ("$from", BookSql.Time(period.From)), ("$to", BookSql.Time(period.To)), ("$now", BookSql.Time(period.At)), ("$gateway", period.Gateway?.Value),
        ("$gateways", JsonSerializer.Serialize(gateways, BookJson.Default.IReadOnlyListString)),
    ];

    /// <summary>The gateways that have had an incident, by leaps over the index.</summary>
    public static IReadOnlyList<string> Gateways(SqliteConnection db) => db.Rows(
        """
        WITH RECURSIVE known(name) AS (
            SELECT min(gateway) FROM incidents UNION ALL SELECT (SELECT min(gateway) FROM incidents WHERE gateway > known.name) FROM known WHERE known.name IS NOT NULL LIMIT 1000)
        SELECT name FROM known WHERE name IS NOT NULL
        """,
        static row => row.GetString(0));

    public IReadOnlyList<DigestGroup> Groups() => db.Rows(
        $"SELECT cause, outcome, count(*) FROM incidents WHERE {InPeriod} GROUP BY cause, outcome ORDER BY 3 DESC, 1, 2",
        static row => new DigestGroup(row.GetString(0), row.TextOrNull(1), row.GetInt32(2)), _values);

    public DigestSpread? Detection() => Spread($"round((julianday(opened_at) - julianday(since)) * {MsPerDay})", InPeriod);

    public DigestSpread? Recovery() => Spread("lasted / 10000", $"{InPeriod} AND outcome NOT IN ('StoppedByOwner', 'Unknown')");

    public DigestIncident? Longest() => db.Rows(
        $"SELECT {Incident}, {Length("coalesce(healthy_since, $now)")} AS lasted_ms FROM incidents WHERE {Touching} ORDER BY lasted_ms DESC, incident LIMIT 1", Read, _values) is [{ } one] ? one : null;

    public IReadOnlyList<DigestIncident> Open(int most) => db.Rows(
        $"SELECT {Incident}, {Length("$now")} FROM incidents WHERE {Touching} AND resolved_at IS NULL ORDER BY opened_at DESC, incident LIMIT $most", Read, [.. _values, ("$most", most)]);

    public int OpenCount() => (int)db.Number($"SELECT count(*) FROM incidents WHERE {Touching} AND resolved_at IS NULL", _values);

    /// <summary>By gateway, the time within incidents and within the period. A lost book may leave two of them open at once: the union counts.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Down() => db.Rows(
        $"""
        WITH spans AS (SELECT gateway, max(since, $from) AS began, min(coalesce(healthy_since, $to), $to) AS ended FROM incidents WHERE {Touching}),
            ordered AS (SELECT gateway, began, ended, max(ended) OVER (PARTITION BY gateway ORDER BY began, ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM spans)
        SELECT gateway, CAST(round(sum(max(0, julianday(ended) - julianday(max(began, coalesce(before, began))))) * {MsPerDay}) AS INTEGER) FROM ordered GROUP BY gateway
        """,
        static row => (Gateway: row.GetString(0), Down: TimeSpan.FromMilliseconds(row.GetInt64(1))), _values).ToDictionary(static x => x.Gateway, static x => x.Down, StringComparer.Ordinal);

    /// <summary>The first that the book knows of a gateway: its first incident, or the first look at its config.</summary>
    public DateTimeOffset? KnownSince(string gateway, int version)
    {
        (string, object?) here = ("$name", gateway);
        string?[] first =
        [
            db.Text("SELECT min(since, opened_at) FROM incidents WHERE gateway = $name ORDER BY opened_at LIMIT 1", here),
            version >= BookSchema.WithConfigs ? db.Text("SELECT min(first_seen) FROM config_versions WHERE gateway = $name", here) : null,
        ];
        return first.OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault() is { } at ? BookSql.Time(at) : null;
    }

    public IReadOnlyList<DoctorCost> Doctors() => db.Rows(
        """
        SELECT doctor, count(*), coalesce(sum(healed = 1), 0), sum(cost_usd), sum(cost_usd = 0) FROM treatments
        WHERE started_at >= $from AND started_at < $to AND ($gateway IS NULL OR gateway = $gateway) GROUP BY doctor ORDER BY 4 DESC, 1
        """,
        static row => new DoctorCost(row.GetString(0), row.GetInt32(1), row.GetInt32(2), (decimal)row.GetDouble(3), row.GetInt32(4)), _values);

    public IReadOnlyList<ChannelCount> Alerts() => db.Rows(
        $"""
        WITH ends AS (
            SELECT d.channel AS channel, d.mark AS mark FROM news n JOIN deliveries d ON d.gateway = n.gateway AND d.key = n.key WHERE {News} AND d.mark NOT IN ('NotForIt', 'Begun')
            UNION ALL
            SELECT c.channel, 'Waiting' FROM news n JOIN channels c ON c.gateway = n.gateway AND n.seq > c.since
            WHERE {News} AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.gateway = n.gateway AND d.key = n.key AND d.channel = c.channel AND d.mark <> 'Begun'))
        SELECT channel, sum(mark = 'Delivered'), sum(mark = 'Refused'), sum(mark = 'Dropped'), sum(mark = 'Folded'), sum(mark = 'Waiting') FROM ends GROUP BY channel ORDER BY channel
        """,
        static row => new ChannelCount(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5)), _values);

    // A clock that was set back between two looks gives a length below nothing.
    private DigestSpread? Spread(string milliseconds, string where) => db.Rows(
        $"""
        WITH lengths AS (SELECT max(0, CAST({milliseconds} AS INTEGER)) AS ms FROM incidents WHERE {where}),
            ranked AS (SELECT ms, row_number() OVER (ORDER BY ms) AS place, count(*) OVER () AS all_of_them FROM lengths)
        SELECT max(all_of_them), max(iif(place = (all_of_them + 1) / 2, ms, NULL)), max(iif(place = (all_of_them * 95 + 99) / 100, ms, NULL)), max(ms) FROM ranked
        """,
        static row => row.IsDBNull(0) ? null : new DigestSpread(row.GetInt32(0), Ms(row.GetInt64(1)), Ms(row.GetInt64(2)), Ms(row.GetInt64(3))), _values)[0];

    private static string Length(string end) => $"CAST(max(0, round((julianday({end}) - julianday(since)) * {MsPerDay})) AS INTEGER)";

    private static DigestIncident Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), BookSql.Time(row.GetString(5)), Ms(row.GetInt64(7)), row.GetInt64(6) != 0);

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
