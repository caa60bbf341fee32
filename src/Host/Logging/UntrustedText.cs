using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Logging;

/// <summary>Makes text that came from files, processes and networks safe to show: no control characters, bounded, never cut inside a character that people see as one.</summary>
public static partial class UntrustedText
{
    private const string Ellipsis = "…";

    /// <summary>One line of at most <paramref name="limit"/> UTF-16 units; every run of white space and control characters becomes one blank.</summary>
    public static string OneLine(string text, int limit) => Clean(text, limit, keepLines: false);

    /// <summary>Lines of together at most <paramref name="limit"/> UTF-16 units; line breaks stay, other control characters become blanks.</summary>
    public static string Lines(string text, int limit) => Clean(text, limit, keepLines: true);

    /// <summary>The text cut to at most <paramref name="limit"/> UTF-16 units at a grapheme's edge, an ellipsis at the end when something was cut.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
            return text;
        var room = limit - Ellipsis.Length;
        if (room < 0)
            return "";
        var end = 0;
        // The first grapheme too large for the room may be a whole page of combining marks; then a character's edge has to do.
        while (end < room && StringInfo.GetNextTextElementLength(text.AsSpan(end, Math.Min(text.Length - end, room + 64))) is var length && end + length <= room)
            end += length;
        if (end == 0)
            end = room > 0 && char.IsHighSurrogate(text[room - 1]) ? room - 1 : room;
        return text[..end] + Ellipsis;
    }

    /// <summary>The text without what a program has written to colour a terminal, which would stay as "[31m" when its control characters are taken out.</summary>
    public static string WithoutColours(string text) => text.Contains('\e', StringComparison.Ordinal) ? Colours().Replace(text, "") : text;

    [GeneratedRegex(@"\e(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\a\e\n]{0,200}(?:\a|\e\\))", RegexOptions.CultureInvariant)]
    private static partial Regex Colours();

    private static string Clean(string text, int limit, bool keepLines)
    {
        // Four times the room is enough to judge by, and a text of a megabyte is not walked to its end.
        var span = text.AsSpan(0, (int)Math.Min(text.Length, Math.Max(limit, 16) * 4L));
        var clean = new StringBuilder(Math.Min(span.Length, limit + 16));
        foreach (var rune in span.EnumerateRunes())
        {
            if (keepLines && rune.Value == '\n')
                clean.Append('\n');
            else if (IsUnsafe(rune) || Rune.IsWhiteSpace(rune))
            {
                if (clean.Length > 0 && clean[^1] is not (' ' or '\n') || keepLines && rune.Value == ' ')
                    clean.Append(' ');
            }
            else
                clean.Append(rune);
        }
        var all = clean.ToString().Trim();
        return Cut(span.Length < text.Length ? all + Ellipsis : all, limit);
    }

    // Besides control characters: what reverses the direction of reading or hides text makes a line say something else than it holds.
    private static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        || rune.Value is 0xFFFD or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200B or 0xFEFF or (>= 0xE0000 and <= 0xE007F);
}
