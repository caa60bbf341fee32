using System.Globalization;
using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Journal;

namespace OpenClaw.Host.Surface;

/// <summary>Counts the last days out of the book, each from midnight to midnight UTC. It looks at the incidents of those days and no others, a row at a time.</summary>
/// <param name="now">The end of the last day so far.</param>
/// <param name="days">How many days, today's included.</param>
/// <param name="gateways">Of these gateways, together.</param>
internal sealed class DayHistory(DateTimeOffset now, int days, IReadOnlyList<string> gateways)
{
    private const int MostRecoveries = 1000;

    private readonly DateTimeOffset _from = new(now.UtcDateTime.Date.AddDays(1 - days), TimeSpan.Zero);
    private readonly double[] _up = new double[days];
    private readonly double[] _down = new double[days];
    private readonly int[] _opened = new int[days];

    /// <summary>Of a book that knows nothing.</summary>
    public HistoryJson Empty => new(Days(), []);

    /// <summary>Asks the book.</summary>
    public HistoryJson Of(SqliteConnection db)
    {
        // All answers are of one moment, whatever the daemon writes meanwhile.
        using var moment = db.BeginTransaction(deferred: true);
        var rows = new DigestRows(db, new Digest(_from, now, now, null), gateways);
        var version = BookSchema.VersionOf(db);
        foreach (var gateway in gateways)
        {
            Count(db, gateway);
            if (rows.KnownSince(gateway, version) is { } known) Spread(_up, known, now);
            Outages(db, gateway);
        }

        return new HistoryJson(Days(), Recoveries(db));
    }

    private void Outages(SqliteConnection db, string gateway)
    {
        var end = DateTimeOffset.MinValue;
        db.Each(
            """
            SELECT since, healthy_since FROM incidents WHERE gateway = $gateway AND healthy_since > $from AND resolved_at IS NOT NULL
            UNION ALL SELECT since, NULL FROM incidents WHERE gateway = $gateway AND resolved_at IS NULL
            ORDER BY 1
            """,
            row =>
            {
                var (began, ended) = (BookSql.Time(row.GetString(0)), row.TextOrNull(1) is { } healthy ? BookSql.Time(healthy) : now);
                if (ended <= end) return;
                // A lost book may leave two of them open at once: what overlaps counts once.
                Spread(_down, began > end ? began : end, ended);
                end = ended;
            },
            ("$gateway", gateway), ("$from", BookSql.Time(_from)));
    }

    private void Count(SqliteConnection db, string gateway)
    {
        foreach (var (day, count) in db.Rows(
            "SELECT substr(opened_at, 1, 10), count(*) FROM incidents WHERE gateway = $gateway AND opened_at >= $from GROUP BY 1",
            static row => (row.GetString(0), row.GetInt32(1)), ("$gateway", gateway), ("$from", BookSql.Time(_from))))
        {
            var at = (DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue) - _from.UtcDateTime).Days;
            if (at >= 0 && at < days) _opened[at] += count;
        }
    }

    private List<RecoveryJson> Recoveries(SqliteConnection db) => db.Rows(
        """
        SELECT incident, gateway, healthy_since, lasted, tier, outcome FROM incidents
        WHERE healthy_since >= $from AND resolved_at IS NOT NULL AND gateway IN (SELECT value FROM json_each($gateways))
        ORDER BY healthy_since DESC LIMIT $most
        """,
        static row => new RecoveryJson(
            row.GetString(0), row.GetString(1), BookSql.Time(row.GetString(2)), TimeSpan.FromTicks(row.GetInt64(3)).TotalSeconds,
            Enum.TryParse<Tier>(row.GetString(4), out var tier) ? (int)tier : 0, row.TextOrNull(5)),
        ("$from", BookSql.Time(_from)), ("$most", MostRecoveries), ("$gateways", System.Text.Json.JsonSerializer.Serialize(gateways, BookJson.Default.IReadOnlyListString)));

    private DayJson[] Days() => [.. Enumerable.Range(0, days).Select(day => new DayJson(
        _from.AddDays(day).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Math.Round(Math.Max(0, _up[day] - _down[day]), 3), Math.Round(_down[day], 3), _opened[day]))];

    private void Spread(double[] seconds, DateTimeOffset began, DateTimeOffset ended)
    {
        var (from, to) = (began > _from ? began : _from, ended < now ? ended : now);
        while (from < to)
        {
            var day = (int)(from - _from).TotalDays;
            var midnight = _from.AddDays(day + 1);
            var until = midnight < to ? midnight : to;
            seconds[day] += (until - from).TotalSeconds;
            from = until;
        }
    }
}
