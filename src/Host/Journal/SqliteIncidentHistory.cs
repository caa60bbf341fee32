using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Journal;

/// <summary>
/// Questions to the book on disk, read-only and on a connection of its own: while a daemon writes, and while none runs. Where there is no book nothing has
/// happened. Each question fails with <see cref="BookRefusedException"/> when the file is no book for this program, and with <see cref="IOException"/> when it
/// cannot be read; one line each.
/// </summary>
/// <param name="home">The state folder (<c>openclaw.home</c>).</param>
/// <param name="log">Where it tells what it could not read.</param>
public sealed class SqliteIncidentHistory(string home, ILogger<SqliteIncidentHistory> log) : IIncidentHistory
{
    private readonly BookReader _book = new(home);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IncidentSummary>> Find(IncidentQuery query, CancellationToken cancel) => Ask<IncidentSummary>(
        db => [.. db.Rows(
            $"""
            SELECT {IncidentRows.Columns} FROM incidents
            WHERE ($id IS NULL OR incident = $id) AND ($gateway IS NULL OR gateway = $gateway) AND ($cause IS NULL OR cause = $cause) AND ($tier IS NULL OR tier = $tier)
                AND ($remedy IS NULL OR remedy = $remedy) AND ($outcome IS NULL OR outcome = $outcome) AND ($open IS NULL OR (resolved_at IS NULL) = $open)
                AND ($since IS NULL OR opened_at >= $since) AND ($until IS NULL OR opened_at < $until) AND ($atLeast IS NULL OR lasted >= $atLeast)
            ORDER BY opened_at DESC, seq DESC LIMIT $limit
            """,
            IncidentRows.Read,
            ("$id", query.Id?.Value), ("$gateway", query.Gateway?.Value), ("$cause", query.Cause?.ToString()), ("$tier", query.Tier?.ToString()), ("$remedy", query.Remedy),
            ("$outcome", query.Outcome?.ToString()), ("$open", query.IsOpen), ("$since", Time(query.Since)), ("$until", Time(query.Until)),
            ("$atLeast", query.AtLeast?.Ticks), ("$limit", Math.Max(0, query.Limit))).OfType<IncidentSummary>()], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IncidentEvent>> Events(IncidentId incident, CancellationToken cancel) => Ask<IncidentEvent>(db => EventRows.Of(db, incident, log), cancel);

    /// <inheritdoc/>
    // One success of one try says less than nine of ten: as if each remedy had healed once and failed once before.
    public Task<IReadOnlyList<RemedyRecord>> Remedies(GatewayId gateway, GatewayPhase cause, CancellationToken cancel) => Ask<RemedyRecord>(
        db => db.Rows(
            """
            SELECT value, count(*) AS tried, sum(remedy = value AND calls = 0 AND outcome IN ('HealedByWatchdog', 'HealedByProber', 'HealedByDoctor')) AS healed
            FROM incidents, json_each(incidents.tried)
            WHERE gateway = $gateway AND cause = $cause AND resolved_at IS NOT NULL
            GROUP BY value ORDER BY (healed + 1.0) / (count(*) + 2) DESC, value
            """,
            static row => new RemedyRecord(row.GetString(0), row.GetInt32(1), row.GetInt32(2)),
            ("$gateway", gateway.Value), ("$cause", cause.ToString())), cancel);

    private Task<IReadOnlyList<T>> Ask<T>(Func<SqliteConnection, IReadOnlyList<T>> question, CancellationToken cancel) => _book.Ask(question, 1, [], cancel);

    private static string? Time(DateTimeOffset? at) => at is { } known ? BookSql.Time(known) : null;
}
