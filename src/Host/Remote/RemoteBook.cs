using Microsoft.Data.Sqlite;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Remote;

/// <summary>The commands from chats in the book of incidents, kept as long as events are.</summary>
internal sealed class RemoteBook : IRemoteBook
{
    private const int LongestText = 500;

    private readonly IBookQuestions _questions;
    private readonly Book? _book;
    private readonly ILogger _log;

    private RemoteBook(IBookQuestions questions, Book? book, ILogger log) => (_questions, _book, _log) = (questions, book, log);

    /// <summary>The daemon's.</summary>
    /// <param name="book">The book.</param>
    /// <param name="log">Where it tells what it could not read or write.</param>
    public RemoteBook(Book book, ILogger<RemoteBook> log) : this(book, book, log) { }

    /// <summary>The book on disk, to be read only: beside a daemon, or without one.</summary>
    /// <param name="home">The state folder (<c>openclaw.home</c>).</param>
    /// <param name="log">Where it tells what it could not read.</param>
    public static RemoteBook OnDisk(string home, ILogger<RemoteBook> log) => new(new BookReader(home), null, log);

    /// <inheritdoc/>
    public async Task Note(RemoteEntry entry, CancellationToken cancel)
    {
        if (_book is null) return;
        try
        {
            await _book.Do(
                db => db.Run(
                    "INSERT INTO remote_commands (at, service, chat, user, command, outcome, incident) VALUES ($at, $service, $chat, $user, $command, $outcome, $incident)",
                    ("$at", BookSql.Time(entry.At)), ("$service", entry.From.Service), ("$chat", entry.From.Chat), ("$user", entry.From.User), ("$command", Line(entry.Command)),
                    ("$outcome", Line(entry.Outcome)), ("$incident", entry.Incident)),
                cancel);
        }
        catch (IOException lost)
        {
            _log.LogWarning("A command from {From} could not be written down: {Why}", entry.From.ToString(), UntrustedText.OneLine(lost.Message, 300));
        }
        catch (OperationCanceledException)
        {
            // The daemon ends; the log has the line.
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteEntry>> Of(string incident, CancellationToken cancel)
    {
        try
        {
            return await _questions.Ask<IReadOnlyList<RemoteEntry>>(
                db => db.Rows("SELECT at, service, chat, user, command, outcome, incident FROM remote_commands WHERE incident = $incident ORDER BY seq", Entry, ("$incident", incident)),
                BookSchema.WithRemote, [], cancel);
        }
        catch (Exception unread) when (unread is IOException or BookRefusedException)
        {
            _log.LogWarning("The commands from chats in the book cannot be read: {Why}", UntrustedText.OneLine(unread.Message, 300));
            return [];
        }
    }

    private static RemoteEntry Entry(SqliteDataReader row) => new(
        BookSql.Time(row.GetString(0)), new RemoteSender(row.GetString(1), row.GetString(2), row.GetString(3)), row.GetString(4), row.GetString(5), row.TextOrNull(6));

    private static string Line(string text) => Redactor.Redact(UntrustedText.OneLine(text, LongestText));
}
