using System.Globalization;
using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Peers;

/// <summary>The page about a comparison: Markdown, and a plot beside it.</summary>
/// <param name="compared">What was compared.</param>
/// <param name="run">The run: where and when, what was typed, which programs.</param>
internal sealed class PeerPage(IReadOnlyList<IPeer> compared, Report run)
{
    /// <summary>Writes the page, and the plot under the same name with <c>.svg</c>.</summary>
    public async Task Write(string path, Finding finding)
    {
        var plot = Path.ChangeExtension(path, ".svg");
        await File.WriteAllTextAsync(plot, PeerPlot.Of(compared, finding));
        await File.WriteAllTextAsync(path, Page(finding, Path.GetFileName(plot)));
    }

    private string Page(Finding finding, string plot)
    {
        var cold = finding.Series.FirstOrDefault(static series => series.Name == PeerRows.Cold);
        return
            $"""
            # The daemon beside other supervisors

            Written by `dotnet run -c Release --project bench/OpenClaw.Bench -- {run.Command}`; [bench/README.md](../bench/README.md) says how it is measured.
            Every one keeps the same trivial child, one after another and in turns, in one run. {run.Machine}. The daemon: {string.Join("; beside it ", run.Programs ?? [])}.
            {(run.Quick ? "\n**Few samples, to see that it works: not to be quoted.**\n" : "")}
            Times are from the fault to the answer 200 from another process, median (least to 99th percentile, which of fewer than 100 is the greatest), in seconds. The child's own cold start is in each of them:
            {(cold is null ? "not measured" : $"{PlainTable.Number(cold.Median)} s ({PlainTable.Number(cold.Min)} to {PlainTable.Number(cold.Max)}, n = {cold.Values.Count})")}.
            "never": not as long as it was waited for; how long that was stands below.

            ![Medians of each supervisor, logarithmic]({plot})

            {Table("What it uses while all is well", PeerRows.All.Where(static row => row.IsUse), finding)}
            {Table("How soon a fault is over", PeerRows.All.Where(static row => row.Name is PeerRows.Kill or PeerRows.Hang or PeerRows.Sick), finding)}
            {Table("A child that dies at once", PeerRows.All.Where(static row => row.Name is PeerRows.FirstMinute or PeerRows.SecondMinute or PeerRows.SelfMended or PeerRows.Mended), finding)}
            {Table("The supervisor itself is killed with -9, and started again", PeerRows.All.Where(static row => row.Name.StartsWith("supervisor killed", StringComparison.Ordinal)), finding)}
            ## What was hoped for

            {MarkdownTables.Goals(finding)}
            ## Every series

            {MarkdownTables.Series(finding)}
            ## How they were set up, and what could not be taken

            {string.Join('\n', finding.Notes.Select(static note => $"- {note}"))}

            """;
    }

    private string Table(string title, IEnumerable<PeerRow> rows, Finding finding)
    {
        var asked = rows.Where(row => compared.Any(peer => Find(finding, row, peer) is not null)).ToArray();
        if (asked.Length == 0) return "";
        var lines = compared.Select(peer => $"| {(peer.IsOurs ? $"**{peer.Name}**" : peer.Name)} | {string.Join(" | ", asked.Select(row => Cell(row, Find(finding, row, peer))))} |");
        return $"""
            ## {title}

            | | {string.Join(" | ", asked.Select(static row => Head(row)))} |
            |---|{string.Concat(asked.Select(static _ => "---|"))}
            {string.Join('\n', lines)}

            """;
    }

    private static Series? Find(Finding finding, PeerRow row, IPeer peer) => finding.Series.FirstOrDefault(series => series.Name == PeerRows.Title(row.Name, peer));

    private static string Head(PeerRow row)
    {
        var name = row.Name[(row.Name.LastIndexOf(": ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..];
        return row.Unit is "" or "yes=1" ? name : $"{name}, {row.Unit}";
    }

    private static string Cell(PeerRow row, Series? series) => series switch
    {
        null => "not taken",
        { Values: var values } when row.Unit == "yes=1" && values.Distinct().Count() > 1 => $"{values.Count(static v => v == 1).ToString(CultureInfo.InvariantCulture)} of {values.Count}",
        { Values: var values } when row.Unit == "yes=1" => values[0] == 1 ? "yes" : "no",
        { Values.Count: 1 } => PlainTable.Number(series.Median),
        _ => $"{PlainTable.Number(series.Median)} ({PlainTable.Number(series.Min)} to {PlainTable.Number(series.P99)}, n = {series.Values.Count})",
    };
}
