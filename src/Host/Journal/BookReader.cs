using Microsoft.Data.Sqlite;

namespace OpenClaw.Host.Journal;

/// <summary>The book on disk, read-only and on a connection of its own for each question: while a daemon writes, and while none runs. Nothing is created where there is none.</summary>
/// <param name="home">The state folder (<c>openclaw.home</c>).</param>
internal sealed class BookReader(string home) : IBookQuestions
{
    private readonly BookFile _file = new(home, BookSchema.Ours);

    /// <inheritdoc/>
    // On a thread of the pool: whoever asks may be an actor, and a disk may hang.
    public Task<T> Ask<T>(Func<SqliteConnection, T> question, int since, T otherwise, CancellationToken cancel) =>
        Task.Run(() => AskHere(question, since, otherwise), cancel).WaitAsync(cancel);

    private T AskHere<T>(Func<SqliteConnection, T> question, int since, T otherwise)
    {
        try
        {
            if (!_file.HasContent) return otherwise;
            using var db = _file.OpenToRead();
            return BookSchema.VersionOf(db) < since ? otherwise : question(db);
        }
        catch (SqliteException fault) when (!fault.IsCorrupt())
        {
            throw fault.About(_file.Path);
        }
        catch (SqliteException damaged)
        {
            throw Refused(damaged.Words());
        }
        catch (BookUnreadableException foreign)
        {
            throw Refused(foreign.Message);
        }
    }

    private BookRefusedException Refused(string why) => new($"{_file.Path} cannot be read ({why}): a daemon that starts moves it aside and begins a new book");
}
