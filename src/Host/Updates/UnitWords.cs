using System.Text;

namespace OpenClaw.Host.Updates;

/// <summary>
/// The words of an <c>ExecStart=</c> line (systemd.service(5), "Command lines"): quotes hold words together, a backslash takes the next character
/// as it is, <c>%%</c> is a percent sign, and the signs before the program (<c>-@:+!</c>) are no part of it. OpenClaw 2026.9.6 writes its units so (dist, systemd-unit).
/// </summary>
internal static class UnitWords
{
    private static readonly char[] Signs = ['-', '@', ':', '+', '!', '|'];

    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, begun) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && i + 1 < line.Length) begun = Append(word, line[++i]);
            else if (quote == '\0' && !begun && c is ('"' or '\'')) (quote, begun) = (c, true);
            else if (quote != '\0' && c == quote) quote = '\0';
            else if (quote == '\0' && char.IsWhiteSpace(c)) begun = End(words, word, begun);
            else begun = Append(word, c);
        }

        End(words, word, begun);
        if (words.Count > 0) words[0] = words[0].TrimStart(Signs);
        return words;
    }

    private static bool Append(StringBuilder word, char c)
    {
        word.Append(c);
        return true;
    }

    private static bool End(List<string> words, StringBuilder word, bool begun)
    {
        if (begun) words.Add(word.ToString().Replace("%%", "%", StringComparison.Ordinal));
        word.Clear();
        return false;
    }
}
