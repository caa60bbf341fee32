using System.Globalization;

namespace OpenClaw.Host.Journal;

/// <summary>Moves what lies in the book's place and is no book out of the way, with all that belongs to it, so that it can still be looked at.</summary>
internal static class BookAside
{
    // A disk that damages every new book must not be filled with them.
    private const int Kept = 8;

    /// <summary>Moves it to <c>book.db.unreadable-UTC</c>.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be moved.</exception>
    public static string Move(string path, DateTimeOffset now)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.unreadable-{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
        while (File.Exists(aside)) aside += "x";
        // The log first: a new book that found the old one's log would take it for its own.
        foreach (var suffix in BookFile.Suffixes.Reverse().Where(suffix => File.Exists(path + suffix))) File.Move(path + suffix, aside + suffix, overwrite: true);
        ForgetOldest(path);
        return aside;
    }

    private static void ForgetOldest(string path)
    {
        var all = Directory.GetFiles(Path.GetDirectoryName(path)!, $"{BookFile.Name}.unreadable-*").Where(static file => file.EndsWith('Z') || file.EndsWith('x'));
        foreach (var old in all.OrderDescending(StringComparer.Ordinal).Skip(Kept))
            foreach (var suffix in BookFile.Suffixes) File.Delete(old + suffix);
    }
}
