using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary>How output is shown where it goes: colours for a person at a terminal, plain text for a pipe, a file, <c>TERM=dumb</c>, <c>NO_COLOR</c> and <c>--no-color</c>.</summary>
internal static class Terminal
{
    /// <summary>A table needs so many columns to be read; below that, what would be a row is lines.</summary>
    public const int WideEnough = 100;

    // A file or a pipe has no width; Spectre would fold the lines to 80 columns.
    private const int WidthOfPipe = 200;

    /// <summary><c>--no-color</c> was given.</summary>
    public static bool NoColor { get; set; }

    /// <summary>A console on this writer, without any escape where none is wanted.</summary>
    /// <param name="output">The writer.</param>
    /// <param name="widthOfPipe">How wide what is no terminal is taken to be.</param>
    public static IAnsiConsole Of(TextWriter output, int widthOfPipe = WidthOfPipe)
    {
        var target = new AnsiConsoleOutput(output);
        if (target.IsTerminal && MayPaint) return AnsiConsole.Create(new() { Out = target });
        // Without ANSI Spectre would paint through the console of .NET, which writes escapes by itself.
        if (target.IsTerminal) return AnsiConsole.Create(new() { Out = new EscapeFilter(target), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        var console = AnsiConsole.Create(new() { Out = target, Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = widthOfPipe;
        return console;
    }

    /// <summary>Writes a line; on a terminal it is broken at blanks and goes on below itself, as a terminal would break it within words. What it begins with stays its margin.</summary>
    public static void Tell(TextWriter output, string line)
    {
        var width = IsTerminal(output) ? TextRows.WidthOf(output) : int.MaxValue;
        if (line.Length <= width)
        {
            output.WriteLine(line);
            return;
        }

        var margin = Math.Min(line.Length - line.TrimStart().Length, width / 2);
        foreach (var part in TextRows.Wrap(line.TrimStart(), width - margin)) output.WriteLine(new string(' ', margin) + part);
    }

    /// <summary>A person sits at it, and it may be painted.</summary>
    public static bool IsLively(TextWriter output) => MayPaint && IsTerminal(output);

    /// <summary>A person sits at it.</summary>
    public static bool IsTerminal(TextWriter output) => new AnsiConsoleOutput(output).IsTerminal;

    /// <summary>Whether a table can be read there.</summary>
    public static bool IsWide(IAnsiConsole console) => console.Profile.Width >= WideEnough;

    /// <summary>Has the console of .NET write no escapes of its own, which it does for a keypad as soon as it is asked for its width. For verbs that start no program in this terminal.</summary>
    public static void KeepPlain()
    {
        if (!MayPaint) Environment.SetEnvironmentVariable("TERM", "dumb");
    }

    // https://no-color.org: whatever its value, unless it is empty.
    private static bool MayPaint => !NoColor && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
