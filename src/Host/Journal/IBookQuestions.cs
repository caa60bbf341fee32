using Microsoft.Data.Sqlite;

namespace OpenClaw.Host.Journal;

/// <summary>Questions to the book: to the daemon's own, or to the one on disk, read-only.</summary>
internal interface IBookQuestions
{
    /// <summary>Asks. Where there is no book, or one that is too old to know the answer, it is <paramref name="otherwise"/>.</summary>
    /// <param name="question">The question; it writes nothing.</param>
    /// <param name="since">The schema that knew the answer first.</param>
    /// <param name="otherwise">The answer of a book that knows nothing.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <exception cref="IOException">It cannot be read now; one line.</exception>
    /// <exception cref="BookRefusedException">The file is no book for this program; one line.</exception>
    Task<T> Ask<T>(Func<SqliteConnection, T> question, int since, T otherwise, CancellationToken cancel);
}
