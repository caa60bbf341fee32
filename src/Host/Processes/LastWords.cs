using System.Text;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Processes;

/// <summary>What a gateway wrote last before it ended: most often the reason, and the first thing that its owner or a doctor wants to read. Untrusted text, redacted.</summary>
internal static class LastWords
{
    private const int TailBytes = 8 * 1024;
    private const int LongTailBytes = 64 * 1024;
    private const int Lines = 3;
    private const int LongestLine = 200;

    /// <summary>The last lines of a text, in one line; empty when there are none.</summary>
    public static string Of(string text)
    {
        var lines = UntrustedText.WithoutColours(text).Split('\n').Select(static line => UntrustedText.OneLine(line, LongestLine)).Where(static line => line.Length > 0).TakeLast(Lines);
        return Redactor.Redact(string.Join(" | ", lines));
    }

    /// <summary>The last lines of a file, in one line; empty when it has none or cannot be read.</summary>
    public static string OfFile(string path)
    {
        try
        {
            return Of(Tail(path, TailBytes));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The end of a file as it is, 64 KiB at most: untrusted, not redacted yet.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string TailOf(string path) => Tail(path, LongTailBytes);

    /// <summary>As a part of the evidence.</summary>
    public static string Quote(string words) => words.Length == 0 ? "" : $"; last words: \"{words}\"";

    private static string Tail(string path, int bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, bytes), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
