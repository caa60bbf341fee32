using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Logging;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>A state folder of its own with a book in it, and what the book has told.</summary>
internal sealed class Desk : IDisposable
{
    private readonly List<Book> _books = [];

    private readonly bool _isOurs;

    public Desk(string? home = null) => (Home, _isOurs) = (home ?? Directory.CreateTempSubdirectory("book-").FullName, home is null);

    public static GatewayId Main { get; } = new("main");

    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);

    public string Home { get; }

    public string File => Path.Combine(Home, "book.db");

    public FakeTimeProvider Time { get; } = new(Start);

    public RecordedLogs Logs { get; } = new();

    /// <summary>The files in the folder, by name.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFileSystemEntries(Home).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>A daemon's book: one at a time.</summary>
    public Book Open(BookSchema? schema = null)
    {
        var book = new Book(Home, Time, Logs.For<Book>(), schema ?? BookSchema.Ours);
        _books.Add(book);
        return book;
    }

    public SqliteIncidentJournal Journal(Book book) => new(book, Logs.For<SqliteIncidentJournal>());

    public SqliteOutboxStore Outbox(Book book) => new(book, Logs.For<SqliteOutboxStore>());

    public SqliteRestartLedgerStore Ledgers(Book book) => new(book, Home, Time, Logs.For<SqliteRestartLedgerStore>());

    public SqliteIncidentHistory History() => new(Home, Logs.For<SqliteIncidentHistory>());

    public void Dispose()
    {
        _books.ForEach(static book => book.Dispose());
        if (_isOurs && Directory.Exists(Home)) Directory.Delete(Home, recursive: true);
    }
}
