using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenClaw.EndToEnd.Tests.Docs;

/// <summary>Where a block of a page is run.</summary>
internal enum DocsPlace
{
    /// <summary>In the sandbox, as the owner.</summary>
    Sandbox,

    /// <summary>On this machine, in a copy of the sources and a home of its own; what it puts into that home is carried into the sandbox.</summary>
    Host,

    /// <summary>Nowhere: <see cref="DocsBlock.Reason"/> says why.</summary>
    Nowhere,
}

/// <summary>One fenced <c>sh</c> block of a page, and what a comment before it says of how it is checked.</summary>
/// <param name="Page">The page's path below the sources.</param>
/// <param name="Line">The line of its first command.</param>
/// <param name="Text">Its commands, word for word.</param>
/// <param name="Place">Where it is run.</param>
/// <param name="Reason">Why not in the sandbox; empty when it is.</param>
/// <param name="StopAfter">It is ended by Ctrl-C as soon as it has printed this; null: it ends by itself.</param>
internal sealed partial record DocsBlock(string Page, int Line, string Text, DocsPlace Place, string Reason, string? StopAfter)
{
    /// <summary>What its last command ends with: 0, or what <c># exits N</c> says.</summary>
    public int ExitCode => Exits().Match(Text) is { Success: true } said ? int.Parse(said.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    /// <summary>What must be in its output, by <c># prints …</c>: white space counts once, capitals do not count, <c>…</c> stands for anything.</summary>
    public IReadOnlyList<string> Prints => [.. PrintsComment().Matches(Text).Select(static m => m.Groups[1].Value.Trim())];

    /// <summary>Those of <see cref="Prints"/> that an output does not have.</summary>
    public IReadOnlyList<string> Missing(string output)
    {
        var plain = Blanks().Replace(output, " ");
        return [.. Prints.Where(text => !Regex.IsMatch(plain, string.Join(".*?", Blanks().Replace(text, " ").Split('…').Select(static part => Regex.Escape(part.Trim()))), RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line}";

    /// <summary>The blocks of a page, in order.</summary>
    public static IReadOnlyList<DocsBlock> Of(string root, string page)
    {
        var (lines, blocks, mark) = (File.ReadAllLines(Path.Combine(root, page)), new List<DocsBlock>(), "");
        for (var i = 0; i < lines.Length; i++)
        {
            if (Mark().Match(lines[i]) is { Success: true } found) mark = found.Groups[1].Value.Trim();
            else if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, static line => line.StartsWith("```", StringComparison.Ordinal));
                if (lines[i] == "```sh") blocks.Add(One(page, i + 2, string.Join('\n', lines[(i + 1)..end]), mark));
                (i, mark) = (end, "");
            }
            else if (lines[i].Length > 0) mark = "";
        }

        return blocks;
    }

    private static DocsBlock One(string page, int line, string text, string mark)
    {
        if (mark.Length == 0) return new(page, line, text, DocsPlace.Sandbox, "", null);
        if (mark.StartsWith("not run, ", StringComparison.Ordinal)) return new(page, line, text, DocsPlace.Nowhere, mark["not run, ".Length..], null);
        if (mark.StartsWith("host, ", StringComparison.Ordinal)) return new(page, line, text, DocsPlace.Host, mark["host, ".Length..], null);
        const string stop = "Ctrl-C after it prints ";
        return mark.StartsWith(stop, StringComparison.Ordinal) ? new(page, line, text, DocsPlace.Sandbox, "", mark[stop.Length..]) : throw new InvalidDataException($"{page}:{line}: nobody knows what \"{mark}\" means");
    }

    [GeneratedRegex(@"^<!-- docs: (.+) -->$", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^# prints (.+)$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex PrintsComment();

    [GeneratedRegex(@"^# exits (\d+)$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Exits();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
