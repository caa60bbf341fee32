using System.Globalization;
using Microsoft.Data.Sqlite;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Journal;

/// <summary>What SQLite's errors mean for the book.</summary>
internal static class BookFaults
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotPermitted = 23;
    private const int NoDatabase = 26;

    /// <summary>What is in the file is no book, or no more; anything else may pass by itself.</summary>
    public static bool IsCorrupt(this SqliteException fault) => fault.SqliteErrorCode is Corrupt or NoDatabase;

    /// <summary>The error in a few words.</summary>
    public static string Words(this SqliteException fault) => fault.SqliteErrorCode switch
    {
        Full => "the disk is full",
        ReadOnly => "it can only be read",
        InputOutput => string.Create(CultureInfo.InvariantCulture, $"the disk has failed (SQLite error {fault.SqliteExtendedErrorCode})"),
        CannotOpen => "it cannot be opened",
        Permission or NotPermitted => "it may not be opened",
        Busy or Locked => "another program holds it",
        Corrupt => "its content is damaged",
        NoDatabase => "it is no SQLite file",
        _ => UntrustedText.OneLine(fault.Message, 200),
    };

    /// <summary>The error as our own: one line that names the file.</summary>
    public static IOException About(this SqliteException fault, string path) => new($"{path}: {fault.Words()}");
}

/// <summary>The file is no book that could ever be read: it is moved aside.</summary>
internal sealed class BookUnreadableException(string why) : Exception(why);

/// <summary>The book is not for this program, and is left as it is. The message is one line: what, where and how to mend it.</summary>
public sealed class BookRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">The line for the owner.</param>
    public BookRefusedException(string line) : base(line) { }
}
