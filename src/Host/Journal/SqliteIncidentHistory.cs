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
    public Task<IReadOnlyList<IncidentSummary>> Find(IncidentQuery query, CancellationToken cancel)
    {
        var (sql, values) = Ask(query);
        return Ask<IncidentSummary>(db => [.. db.Rows(sql, IncidentRows.Read, values).OfType<IncidentSummary>()], cancel);
    }

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

    /// <summary>The question in SQL. Only what is asked for is in it, so that an index serves each page of a million: a condition that may be none would hide it.</summary>
    internal static (string Sql, (string Name, object? Value)[] Values) Ask(IncidentQuery query)
    {
        (string Condition, string Name, object? Value)[] all =
        [
            ("incident = $id", "$id", query.Id?.Value),
            ("gateway = $gateway", "$gateway", query.Gateway?.Value),
            ("cause = $cause", "$cause", query.Cause?.ToString()),
            ("tier = $tier", "$tier", query.Tier?.ToString()),
            ("remedy = $remedy", "$remedy", query.Remedy),
            ("outcome = $outcome", "$outcome", query.Outcome?.ToString()),
            ("opened_at >= $since", "$since", Time(query.Since)),
            ("opened_at < $until", "$until", Time(query.Until)),
            ("lasted >= $atLeast", "$atLeast", query.AtLeast?.Ticks),
            ("(opened_at, seq) < (SELECT b.opened_at, b.seq FROM incidents b WHERE b.incident = $before)", "$before", query.Before?.Value),
        ];
        var asked = all.Where(static one => one.Value is not null).ToArray();
        string[] open = query.IsOpen switch { null => [], true => ["resolved_at IS NULL"], false => ["resolved_at IS NOT NULL"] };
        var where = string.Join(" AND ", open.Concat(asked.Select(static one => one.Condition)));
        return (
            $"SELECT {IncidentRows.Columns} FROM incidents {(where.Length == 0 ? "" : $"WHERE {where} ")}ORDER BY opened_at DESC, seq DESC LIMIT $limit",
            [.. asked.Select(static one => (one.Name, one.Value)), ("$limit", Math.Max(0, query.Limit))]);
    }

    private Task<IReadOnlyList<T>> Ask<T>(Func<SqliteConnection, IReadOnlyList<T>> question, CancellationToken cancel) => _book.Ask(question, 1, [], cancel);

    private static string? Time(DateTimeOffset? at) => at is { } known ? BookSql.Time(known) : null;
}
