using Microsoft.Data.Sqlite;

namespace OpenClaw.Host.Journal;

/// <summary>
/// The healer's memory on disk: one SQLite file, one connection, one writer. Whatever is wrong with it is told once and mended by itself where that can be done:
/// healing never waits for it.
/// </summary>
public sealed class Book : IDisposable, IBookQuestions
{
    private readonly BookFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger<Book> _log;
    private readonly BookWorker _worker = new();
    private readonly Dictionary<string, Action<SqliteConnection>> _beginnings = [];
    private SqliteConnection? _open;
    private bool _isNew;
    private string? _trouble;

    /// <summary>The book of a state folder. It is opened by the first job.</summary>
    /// <param name="home">The state folder (<c>openclaw.home</c>).</param>
    /// <param name="time">The clock that names what is moved aside.</param>
    /// <param name="log">Where it tells what has happened to it.</param>
    public Book(string home, TimeProvider time, ILogger<Book> log) : this(home, time, log, BookSchema.Ours) { }

    internal Book(string home, TimeProvider time, ILogger<Book> log, BookSchema schema) => (_file, _time, _log) = (new BookFile(home, schema), time, log);

    /// <summary>The file is left alone, and what is kept ends with the process. For jobs.</summary>
    internal bool IsInMemory { get; private set; }

    /// <summary>How many jobs wait for their turn.</summary>
    internal int Waiting => _worker.Waiting;

    /// <summary>What is wrong with the book itself, told to whoever asks first; null when nothing is, or it was told.</summary>
    internal string? TakeTrouble() => Interlocked.Exchange(ref _trouble, null);

    /// <summary>Has a job done on the book. It may be done twice, the second time on a new book: what it did before is gone then.</summary>
    /// <exception cref="IOException">It cannot be read or written now; one line. The next job tries it again.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits any more; it may be done all the same.</exception>
    internal Task<T> Do<T>(Func<SqliteConnection, T> job, CancellationToken cancel) => _worker.Do(() => Run(job), cancel);

    // The daemon's own book has always been brought forward.
    Task<T> IBookQuestions.Ask<T>(Func<SqliteConnection, T> question, int since, T otherwise, CancellationToken cancel) => Do(question, cancel);

    /// <summary>Has this done, by jobs only, on each new book that takes the place of one that was lost.</summary>
    /// <param name="name">What has this name already is replaced.</param>
    /// <param name="what">What to do; it is done before the job that found the loss.</param>
    internal void OnNewBook(string name, Action<SqliteConnection> what) => _beginnings[name] = what;

    /// <summary>Ends what is under way, and closes the file with everything in it.</summary>
    public void Dispose()
    {
        _worker.End(Close);
        _worker.Dispose();
    }

    private T Run<T>(Func<SqliteConnection, T> job)
    {
        try
        {
            try
            {
                return job(Open());
            }
            catch (SqliteException damaged) when (damaged.IsCorrupt())
            {
                Replace(damaged.Words());
            }
            catch (BookUnreadableException foreign)
            {
                Replace(foreign.Message);
            }

            return job(Open());
        }
        catch (Exception failed)
        {
            // What lives in memory would end with its connection; a file's is opened anew by the next job.
            if (!IsInMemory) Close();
            throw failed switch
            {
                SqliteException fault => fault.About(_file.Path),
                UnauthorizedAccessException or BookUnreadableException => new IOException($"{_file.Path}: {failed.Message}"),
                _ => failed,
            };
        }
    }

    private SqliteConnection Open()
    {
        if (_open is not null && !IsInMemory && !File.Exists(_file.Path)) Miss();
        if (_open is not null) return _open;
        try
        {
            _open = _file.Open();
        }
        catch (BookRefusedException newer)
        {
            Tell($"{newer.Message}. Until then incidents and news are kept in memory only");
            (_open, IsInMemory) = (_file.InMemory(), true);
        }

        if (_isNew)
        {
            foreach (var begin in _beginnings.Values) begin(_open);
        }

        _isNew = false;
        return _open;
    }

    private void Miss()
    {
        Close();
        _file.Doubt();
        _isNew = true;
        Tell($"{_file.Path} has vanished while it was in use: a new book is begun");
    }

    private void Replace(string why)
    {
        Close();
        _file.Doubt();
        var aside = BookAside.Move(_file.Path, _time.GetUtcNow());
        _isNew = true;
        Tell($"{_file.Path} cannot be read ({why}): it was moved to {aside}, and a new book is begun");
    }

    private void Tell(string line)
    {
        _log.LogWarning("{Trouble}", line);
        Volatile.Write(ref _trouble, line);
    }

    private void Close()
    {
        if (_open is not { } closing) return;
        _open = null;
        try
        {
            // The last connection takes over what is in the log when it closes.
            closing.Dispose();
            _file.Leave();
        }
        catch (SqliteException fault)
        {
            _file.Doubt();
            _log.LogWarning("{File} was not closed in order: {Why}", _file.Path, fault.Words());
        }
    }
}
