using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;

namespace OpenClaw.Host.Metrics;

/// <summary>What the original's exporter told: the incidents in which a doctor was called and that have ended, since install, over all gateways.</summary>
/// <param name="Attempts">How many.</param>
/// <param name="Healed">How many of them a doctor has healed.</param>
internal sealed record Recoveries(long Attempts, long Healed)
{
    /// <summary>Whether a doctor has healed the last one.</summary>
    public bool IsLastHealed { get; init; }

    /// <summary>When the last one ended; null: there was none.</summary>
    public DateTimeOffset? LastEndedAt { get; init; }

    /// <summary>From the first call of a doctor in the last one to the end of its last treatment; null: its events are not in the book (any more).</summary>
    public TimeSpan? LastTook { get; init; }

    /// <summary>Reads them. They are asked of the table of incidents, whose rows stay for good.</summary>
    /// <exception cref="IOException">The book cannot be read now; one line.</exception>
    /// <exception cref="BookRefusedException">It is no book for this program; one line.</exception>
    public static Task<Recoveries> Read(IBookQuestions book, ILogger log, CancellationToken cancel) => book.Ask(db => Of(db, log), 1, new Recoveries(0, 0), cancel);

    /// <summary>Makes the original's eight instruments of them, but for the first, which is the probe's.</summary>
    /// <param name="now">What is known now.</param>
    /// <param name="show">Makes an instrument.</param>
    public static void Show(Func<Recoveries?> now, Action<Metric, Func<IEnumerable<Measurement<double>>>> show)
    {
        show(MetricCatalogue.Attempts, () => One(now()?.Attempts));
        show(MetricCatalogue.Success, () => One(now()?.Healed));
        show(MetricCatalogue.Failed, () => One(now() is { } r ? r.Attempts - r.Healed : null));
        show(MetricCatalogue.Rate, () => One(now() is { } r ? r.Attempts == 0 ? 0 : Math.Round(100d * r.Healed / r.Attempts, 1) : null));
        show(MetricCatalogue.LastDuration, () => One(now()?.LastTook?.TotalSeconds));
        show(MetricCatalogue.LastSuccess, () => One(now() is { LastEndedAt: not null } r ? r.IsLastHealed ? 1 : 0 : null));
        show(MetricCatalogue.LastTimestamp, () => One(now()?.LastEndedAt?.ToUnixTimeSeconds()));
    }

    private static Recoveries Of(SqliteConnection db, ILogger log)
    {
        const string Ended = "FROM incidents WHERE treatments > 0 AND resolved_at IS NOT NULL";
        var all = db.Rows($"SELECT count(*), coalesce(sum(outcome = 'HealedByDoctor'), 0) {Ended}", static row => new Recoveries(row.GetInt64(0), row.GetInt64(1)))[0];
        if (db.Rows($"SELECT incident, outcome, resolved_at {Ended} ORDER BY resolved_at DESC, seq DESC LIMIT 1", static row => (Id: row.GetString(0), Outcome: row.TextOrNull(1), At: row.GetString(2))) is not [var last]) return all;
        return all with { IsLastHealed = last.Outcome == nameof(Outcome.HealedByDoctor), LastEndedAt = BookSql.Time(last.At), LastTook = Took(EventRows.Of(db, new IncidentId(last.Id), log)) };
    }

    private static TimeSpan? Took(IReadOnlyList<IncidentEvent> events)
    {
        var treatments = events.OfType<RepairOrdered>().Where(static o => o.Restart is null).Select(static o => o.Attempt).ToHashSet();
        var began = events.OfType<RepairOrdered>().FirstOrDefault(static o => o.Restart is null)?.At;
        var ended = events.OfType<RepairClosed>().LastOrDefault(c => treatments.Contains(c.Attempt))?.At;
        return ended < began ? TimeSpan.Zero : ended - began;
    }

    private static IEnumerable<Measurement<double>> One(double? value) => value is { } known ? [new Measurement<double>(known)] : [];
}
