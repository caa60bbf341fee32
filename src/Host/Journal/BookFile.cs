using Microsoft.Data.Sqlite;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Journal;

/// <summary>The book's file: <c>HOME/book.db</c> with its <c>-wal</c> and <c>-shm</c>, each for its owner only.</summary>
/// <param name="home">The state folder; it is there, or the book cannot be opened.</param>
/// <param name="schema">The schema to bring it to.</param>
internal sealed class BookFile(string home, BookSchema schema)
{
    /// <summary>The file's name.</summary>
    public const string Name = "book.db";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int PatienceSeconds = 5;

    private bool _isSound;
    private (long Length, DateTime Written)? _left;

    /// <summary>All that SQLite may put beside it.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = ["", "-wal", "-shm", "-journal"];

    /// <summary>How many bytes the book of a state folder has, all that SQLite has put beside it included.</summary>
    public static long SizeIn(string home) =>
        Suffixes.Select(suffix => new FileInfo(System.IO.Path.Combine(home, Name + suffix))).Sum(static file => file.Exists ? file.Length : 0);

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(home, Name);

    /// <summary>Whether there is anything to read.</summary>
    public bool HasContent => new FileInfo(Path) is { Exists: true, Length: > 0 };

    /// <summary>
    /// Opens it for writing; it is looked at before anything is written, and begun when there is none. It is looked through as a whole only when somebody else
    /// may have put it there: on a disk that is full each job opens it anew, and a book of years takes its time.
    /// </summary>
    /// <exception cref="BookUnreadableException">It is no book.</exception>
    /// <exception cref="BookRefusedException">It is newer than this program; it was left as it is.</exception>
    /// <exception cref="SqliteException">It cannot be opened or written, or its content is damaged.</exception>
    /// <exception cref="IOException">The folder is gone, or something else is in its place.</exception>
    public SqliteConnection Open()
    {
        if (Directory.Exists(Path)) throw new IOException($"{Path} is a folder");
        if (HasContent)
        {
            using var look = OpenToRead();
            if (_left is null || _left != Look()) Check(look);
        }
        else if (!File.Exists(Path))
        {
            // Not through SQLite, which would give it whatever mode the umask leaves.
            using var made = new FileStream(Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        }

        _isSound = true;
        foreach (var part in Suffixes.Select(suffix => Path + suffix).Where(File.Exists)) File.SetUnixFileMode(part, OwnerOnly);
        return Prepared(Connect(Path, SqliteOpenMode.ReadWrite), "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 4194304");
    }

    /// <summary>It was closed as it is now: nobody but us has written it since it was looked through.</summary>
    public void Leave() => _left = _isSound ? Look() : null;

    /// <summary>It was found to be damaged, or gone: whatever is there next is looked through.</summary>
    public void Doubt() => (_isSound, _left) = (false, null);

    /// <summary>A book that ends with the process.</summary>
    public SqliteConnection InMemory() => Prepared(Connect(":memory:", SqliteOpenMode.Memory), "");

    /// <summary>Opens it for reading, also beside a daemon that writes.</summary>
    /// <exception cref="BookUnreadableException">It is no book.</exception>
    /// <exception cref="BookRefusedException">It is newer than this program.</exception>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public SqliteConnection OpenToRead()
    {
        var db = Connect(Path, SqliteOpenMode.ReadOnly);
        try
        {
            var version = BookSchema.VersionOf(db);
            return version <= schema.Version ? db : throw new BookRefusedException(
                $"{Path} has schema {version} and this program knows up to {schema.Version}: update openclaw-actors, or move the file out of the way");
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    private void Check(SqliteConnection db)
    {
        Doubt();
        if (db.Text("PRAGMA quick_check(1)") is { } said and not "ok") throw new BookUnreadableException(UntrustedText.OneLine(said, 200));
    }

    private (long Length, DateTime Written)? Look() => new FileInfo(Path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : null;

    private SqliteConnection Prepared(SqliteConnection db, string pragmas)
    {
        try
        {
            db.Run(pragmas);
            schema.Bring(db);
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        // No pool: a connection that is given back must be closed, as its file may be moved.
        var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = PatienceSeconds }.ToString());
        try
        {
            db.Open();
            db.Run("PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }
}
