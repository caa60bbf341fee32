namespace OpenClaw.Host.Cli;

/// <summary>Rows of a label and a text, for a terminal of any width or a pipe: the text is broken at blanks and goes on below itself.</summary>
internal static class TextRows
{
    /// <summary>The width where there is no terminal.</summary>
    public const int DefaultWidth = 80;

    private const int Narrowest = 30;
    private const int Widest = 120;

    /// <summary>The width of the terminal that this is written to; <see cref="DefaultWidth"/> when it is none.</summary>
    public static int WidthOf(TextWriter output)
    {
        var profile = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(output) }).Profile;
        return profile.Out.IsTerminal ? Math.Clamp(profile.Width, Narrowest, Widest) : DefaultWidth;
    }

    /// <summary>The rows as lines; a label that was just there is not repeated.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<(string Label, string Text)> rows, int width)
    {
        if (rows.Count == 0) yield break;
        var column = Math.Min(rows.Max(static r => r.Label.Length) + 2, width / 2);
        var last = "";
        foreach (var (label, text) in rows)
        {
            var head = label == last ? "" : label;
            last = label;
            foreach (var line in Wrap(text, width - column))
            {
                yield return (head.Length < column ? head.PadRight(column) : head[..(column - 1)] + " ") + line;
                head = "";
            }
        }
    }

    /// <summary>The text in lines of at most this width; a longer word is cut.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => word.Length <= width ? [word] : word.Chunk(width).Select(static part => new string(part))))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
