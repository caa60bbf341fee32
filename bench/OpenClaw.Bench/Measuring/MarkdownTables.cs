using System.Globalization;
using System.Text;

namespace OpenClaw.Bench.Measuring;

/// <summary>A run as Markdown: what <c>--markdown</c> writes, and parts of it for other pages.</summary>
internal static class MarkdownTables
{
    /// <summary>The whole run: a heading and tables for each figure.</summary>
    public static string Of(Report report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"{report.Machine}\n\n`bench {report.Command}`; daemon: {string.Join("; beside it ", report.Programs ?? [])}\n");
        if (report.Quick) page.Append("\n**Few samples, to see that it works: not to be quoted.**\n");
        foreach (var figure in report.Figures)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {figure.Name}\n\n");
            if (figure.Finding is not { } finding)
            {
                page.Append(CultureInfo.InvariantCulture, $"Not run: {figure.NotRun}\n");
                continue;
            }

            page.Append(Series(finding)).Append(Goals(finding));
            foreach (var count in finding.Counts) page.Append(CultureInfo.InvariantCulture, $"- {count.Name}: {count.Value}{(count.IsWrong ? $" (**wrong**: must be {count.MustBe})" : "")}\n");
            foreach (var note in finding.Notes) page.Append(CultureInfo.InvariantCulture, $"- {note}\n");
        }

        return page.ToString();
    }

    /// <summary>Every series with its spread, and an empty line.</summary>
    public static string Series(Finding finding) => finding.Series.Count == 0 ? "" :
        $"| | n | min | median | p99 | max | unit | median vs reference |\n|---|---|---|---|---|---|---|---|\n"
        + $"{string.Concat(finding.Series.Select(series => $"| {string.Join(" | ", PlainTable.Row(series, finding))} |\n"))}\n";

    /// <summary>The goals, what each came to, and whether it was met, and an empty line.</summary>
    public static string Goals(Finding finding) => finding.Goals.Count == 0 ? "" :
        $"| goal | came to | |\n|---|---|---|\n{string.Concat(finding.Goals.Select(static goal => $"| {goal.Text} | {goal.Was} | {(goal.IsMet ? "met" : "**not met**")} |\n"))}\n";
}
