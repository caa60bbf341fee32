using System.Globalization;
using System.Text;

namespace OpenClaw.Host.Doctors;

/// <summary>Makes foreign text fit to be shown: no escape sequences, no text-direction tricks, bounded.</summary>
internal static class PlainText
{
    /// <summary>One line: every run of white space becomes one blank.</summary>
    public static string Line(string? text, int limit = 500)
    {
        var line = new StringBuilder();
        foreach (var c in Clean(text, newlines: false))
        {
            if (!char.IsWhiteSpace(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            if (line.Length > limit) return $"{line.ToString(0, limit).TrimEnd()}...";
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Several lines; what is cut off is counted, so that nobody takes a part for the whole.</summary>
    public static string Block(string? text, int limit = 20_000)
    {
        var block = string.Concat(Clean(text, newlines: true));
        return block.Length <= limit ? block : $"{block[..limit]}\n... ({(block.Length - limit).ToString(CultureInfo.InvariantCulture)} more characters)";
    }

    private static IEnumerable<char> Clean(string? text, bool newlines)
    {
        foreach (var c in text ?? "")
        {
            if (c is '\n' or '\t') yield return newlines || c == '\t' ? c : ' ';
            else if (!char.IsControl(c) && !IsDirectionOverride(c)) yield return c;
            else if (c != '\r' || !newlines) yield return ' ';
        }
    }

    // These reorder what a reader sees ("Trojan Source"); they have no place in a log.
    private static bool IsDirectionOverride(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}
