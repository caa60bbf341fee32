using Microsoft.Data.Sqlite;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Playbook.Records;

/// <summary>The record of the remedies in the book. A book that cannot be asked has no record, and one that cannot be written loses a trial: the log says so, and healing goes on.</summary>
public sealed class RemedyRecord : IRemedyRecord
{
    private const string Sums = "SELECT signature, remedy, count(*), sum(healed) FROM remedy_trials";

    private readonly IBookQuestions _questions;
    private readonly Book? _book;
    private readonly ILogger _log;

    private RemedyRecord(IBookQuestions questions, Book? book, ILogger log) => (_questions, _book, _log) = (questions, book, log);

    /// <summary>The daemon's record.</summary>
    public RemedyRecord(Book book, ILogger<RemedyRecord> log) : this(book, book, log) { }

    /// <summary>The record on disk, to be read only: beside a daemon, or without one. What is noted in it is lost.</summary>
    /// <param name="home">The state folder (<c>openclaw.home</c>).</param>
    /// <param name="log">Where it tells what it could not read.</param>
    public static RemedyRecord OnDisk(string home, ILogger<RemedyRecord> log) => new(new BookReader(home), null, log);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RemedyScore>> For(string signature, CancellationToken cancel) =>
        Ask(db => db.Rows($"{Sums} WHERE signature = $signature GROUP BY signature, remedy ORDER BY remedy", Score, ("$signature", signature)), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RemedyScore>> All(CancellationToken cancel) => Ask(static db => db.Rows($"{Sums} GROUP BY signature, remedy ORDER BY signature, remedy", Score), cancel);

    /// <inheritdoc/>
    public async Task Note(RemedyTrial trial, CancellationToken cancel)
    {
        if (_book is null) return;
        try
        {
            // The end that is told last counts: a follow-up may find out that what looked healed was not.
            await _book.Do(
                db => db.Run(
                    """
                    INSERT INTO remedy_trials (incident, number, gateway, signature, remedy, at, healed) VALUES ($incident, $number, $gateway, $signature, $remedy, $at, $healed)
                    ON CONFLICT (incident, number) DO UPDATE SET healed = $healed
                    """,
                    ("$incident", trial.Incident), ("$number", trial.Number), ("$gateway", trial.Gateway), ("$signature", trial.Signature), ("$remedy", trial.Remedy),
                    ("$at", BookSql.Time(trial.At)), ("$healed", trial.Healed ? 1 : 0)), cancel);
        }
        catch (IOException lost)
        {
            _log.LogWarning("What {Remedy} came to could not be written down: {Why}", trial.Remedy, UntrustedText.OneLine(lost.Message, 300));
        }
    }

    private static RemedyScore Score(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3));

    private async Task<IReadOnlyList<RemedyScore>> Ask(Func<SqliteConnection, IReadOnlyList<RemedyScore>> question, CancellationToken cancel)
    {
        try
        {
            return await _questions.Ask(question, BookSchema.WithPlaybook, [], cancel);
        }
        catch (Exception unread) when (unread is IOException or BookRefusedException)
        {
            _log.LogWarning("The record of the remedies cannot be read: {Why}", UntrustedText.OneLine(unread.Message, 300));
            return [];
        }
    }
}
