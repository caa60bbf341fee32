using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.Records;

/// <summary>
/// The treatments in the book. What this daemon has noted itself it also remembers, so that a book that cannot be written does not make its doctors free of charge.
/// </summary>
public sealed class TreatmentBook : ITreatmentBook
{
    private const string Columns = "gateway, incident, doctor, signature, started_at, ended_at, session, cost_usd, turns, tool_calls, denials, healed, actions, diff";
    private const int MostRemembered = 200;

    private readonly ConcurrentDictionary<(string, string, DateTimeOffset), TreatmentEntry> _own = new();
    private readonly IBookQuestions _questions;
    private readonly Book? _book;
    private readonly ILogger _log;

    private TreatmentBook(IBookQuestions questions, Book? book, ILogger log) => (_questions, _book, _log) = (questions, book, log);

    /// <summary>The daemon's.</summary>
    /// <param name="book">The book.</param>
    /// <param name="log">Where it tells what it could not read or write.</param>
    public TreatmentBook(Book book, ILogger<TreatmentBook> log) : this(book, book, log) { }

    /// <summary>The book on disk, to be read only: beside a daemon, or without one. What is noted in it is lost.</summary>
    /// <param name="home">The state folder (<c>openclaw.home</c>).</param>
    /// <param name="log">Where it tells what it could not read.</param>
    public static TreatmentBook OnDisk(string home, ILogger<TreatmentBook> log) => new(new BookReader(home), null, log);

    /// <inheritdoc/>
    public async Task Note(TreatmentEntry entry, CancellationToken cancel)
    {
        if (_book is null) return;
        Remember(entry);
        try
        {
            await _book.Do(
                db => db.Run(
                    $"""
                    INSERT INTO treatments ({Columns}) VALUES ($gateway, $incident, $doctor, $signature, $started, $ended, $session, $cost, $turns, $calls, $denials, $healed, $actions, $diff)
                    ON CONFLICT (incident, doctor, started_at) DO UPDATE SET
                        ended_at = $ended, session = $session, cost_usd = $cost, turns = $turns, tool_calls = $calls, denials = $denials, healed = $healed, actions = $actions, diff = $diff
                    """,
                    ("$gateway", entry.Gateway), ("$incident", entry.Incident), ("$doctor", entry.Doctor), ("$signature", entry.Signature), ("$started", BookSql.Time(entry.StartedAt)),
                    ("$ended", entry.EndedAt is { } ended ? BookSql.Time(ended) : null), ("$session", entry.Session), ("$cost", (double)entry.CostUsd), ("$turns", entry.Turns),
                    ("$calls", entry.ToolCalls), ("$denials", entry.Denials), ("$healed", entry.Healed is { } healed ? healed ? 1 : 0 : null), ("$actions", string.Join('\n', entry.Actions)), ("$diff", entry.Diff)),
                cancel);
        }
        catch (IOException lost)
        {
            _log.LogWarning("What {Doctor} did could not be written down: {Why}", entry.Doctor, UntrustedText.OneLine(lost.Message, 300));
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TreatmentEntry>> Since(DateTimeOffset start, CancellationToken cancel)
    {
        var written = await Ask(db => db.Rows($"SELECT {Columns} FROM treatments WHERE started_at >= $start", Entry, ("$start", BookSql.Time(start))), cancel);
        var all = written.ToDictionary(static e => (e.Incident, e.Doctor, e.StartedAt));
        foreach (var (key, own) in _own)
            if (own.StartedAt >= start) all[key] = own;
        return [.. all.Values.OrderBy(static e => e.StartedAt)];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TreatmentEntry>> Of(string gateway, string signature, int most, CancellationToken cancel) => Ask(
        db => db.Rows(
            $"SELECT {Columns} FROM treatments WHERE gateway = $gateway AND signature = $signature ORDER BY started_at DESC LIMIT $most", Entry,
            ("$gateway", gateway), ("$signature", signature), ("$most", most)),
        cancel);

    private void Remember(TreatmentEntry entry)
    {
        _own[(entry.Incident, entry.Doctor, entry.StartedAt)] = entry;
        while (_own.Count > MostRemembered && _own.Values.MinBy(static e => e.StartedAt) is { } oldest) _own.TryRemove((oldest.Incident, oldest.Doctor, oldest.StartedAt), out _);
    }

    private static TreatmentEntry Entry(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Time(row.GetString(4)))
    {
        EndedAt = row.IsDBNull(5) ? null : Time(row.GetString(5)),
        Session = row.IsDBNull(6) ? null : row.GetString(6),
        CostUsd = (decimal)row.GetDouble(7),
        Turns = row.GetInt32(8),
        ToolCalls = row.GetInt32(9),
        Denials = row.GetInt32(10),
        Healed = row.IsDBNull(11) ? null : row.GetInt32(11) != 0,
        Actions = row.GetString(12) is { Length: > 0 } actions ? actions.Split('\n') : [],
        Diff = row.GetString(13),
    };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private async Task<IReadOnlyList<TreatmentEntry>> Ask(Func<SqliteConnection, IReadOnlyList<TreatmentEntry>> question, CancellationToken cancel)
    {
        try
        {
            return await _questions.Ask(question, BookSchema.WithTreatments, [], cancel);
        }
        catch (Exception unread) when (unread is IOException or BookRefusedException)
        {
            _log.LogWarning("The treatments in the book cannot be read: {Why}", UntrustedText.OneLine(unread.Message, 300));
            return [];
        }
    }
}
