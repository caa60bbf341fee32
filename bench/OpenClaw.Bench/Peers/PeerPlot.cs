using System.Globalization;
using System.Security;
using System.Text;
using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Peers;

/// <summary>Small multiples, one line a supervisor: least, median and greatest on a logarithmic scale. Readable on a light page and on a dark one.</summary>
internal static class PeerPlot
{
    private const int Left = 160;
    private const int PanelWidth = 210;
    private const int Scale = 150;
    private const int Top = 56;
    private const int LineHeight = 22;

    // The neutral grey of the text holds against white and black alike; the page's own scheme only makes it better.
    private const string Style =
        """
        text { font: 12px system-ui, sans-serif; fill: #57606a }
        .title { font-weight: 600 }
        .ours { font-weight: 600; fill: #0969da }
        line { stroke: #8c959f; stroke-width: 1 }
        .grid { stroke: #8c959f; stroke-opacity: .3 }
        .range { stroke-width: 3 }
        circle { fill: #57606a }
        .ours-mark { fill: #0969da; stroke: #0969da }
        @media (prefers-color-scheme: dark) {
          text { fill: #9198a1 } circle { fill: #9198a1 }
          .ours { fill: #4493f8 } .ours-mark { fill: #4493f8; stroke: #4493f8 }
        }
        """;

    private static readonly (string Row, string Unit)[] Panels = [(PeerRows.Kill, "s"), (PeerRows.Hang, "s"), (PeerRows.Sick, "s"), (PeerRows.Cpu, "ms/min"), (PeerRows.Resident, "MB")];

    /// <summary>The plot.</summary>
    public static string Of(IReadOnlyList<IPeer> peers, Finding finding)
    {
        // What was not measured in this run has no panel.
        var panels = Panels.Where(panel => peers.Any(peer => finding.Series.Any(series => series.Name == PeerRows.Title(panel.Row, peer)))).ToArray();
        var (width, height) = (Left + panels.Length * PanelWidth, Top + peers.Count * LineHeight + 16);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">""").Append('\n');
        svg.Append("<title>Recovery times and CPU at rest of each supervisor</title>\n<style>\n").Append(Style).Append("\n</style>\n");
        for (var i = 0; i < peers.Count; i++) Text(svg, Left - 12, Y(i) + 4, peers[i].Name, "end", peers[i].IsOurs ? "ours" : null);
        for (var panel = 0; panel < panels.Length; panel++) Panel(svg, Left + panel * PanelWidth, panels[panel], peers, finding);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, int x, (string Row, string Unit) panel, IReadOnlyList<IPeer> peers, Finding finding)
    {
        Text(svg, x, 16, $"{panel.Row}, {panel.Unit}", "start", "title");
        var all = peers.Select(peer => finding.Series.FirstOrDefault(series => series.Name == PeerRows.Title(panel.Row, peer))).ToArray();
        var positive = all.OfType<Series>().SelectMany(static series => series.Values).Where(static value => value > 0 && double.IsFinite(value)).ToArray();
        if (positive.Length == 0) positive = [1];
        var (low, high) = (Math.Floor(Math.Log10(positive.Min())), Math.Max(Math.Ceiling(Math.Log10(positive.Max())), Math.Floor(Math.Log10(positive.Min())) + 1));
        for (var decade = low; decade <= high; decade++)
        {
            Line(svg, At(Math.Pow(10, decade)), Top - 12, At(Math.Pow(10, decade)), Y(peers.Count - 1) + 10, "grid");
            Text(svg, At(Math.Pow(10, decade)), Top - 18, Math.Pow(10, decade).ToString("0.####", CultureInfo.InvariantCulture), "middle", null);
        }

        for (var i = 0; i < peers.Count; i++)
        {
            if (all[i] is not { } series) continue;
            var mark = peers[i].IsOurs ? "ours-mark" : null;
            if (double.IsInfinity(series.Median)) Text(svg, x + Scale + 8, Y(i) + 4, "never", "start", peers[i].IsOurs ? "ours" : null);
            else
            {
                Line(svg, At(series.Min), Y(i), At(double.IsFinite(series.Max) ? series.Max : positive.Max()), Y(i), mark is null ? "range" : $"range {mark}");
                svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{At(series.Median):0.#}" cy="{Y(i)}" r="4"{Class(mark)}/>""").Append('\n');
            }
        }

        // What is nothing at all stands at the left end.
        double At(double value) => x + Scale * (value <= 0 ? 0 : Math.Clamp((Math.Log10(value) - low) / (high - low), 0, 1));
    }

    private static int Y(int line) => Top + line * LineHeight;

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string kind) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" class="{kind}"/>""").Append('\n');

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string? kind) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}"{Class(kind)}>{SecurityElement.Escape(text)}</text>""").Append('\n');

    private static string Class(string? kind) => kind is null ? "" : $" class=\"{kind}\"";
}
