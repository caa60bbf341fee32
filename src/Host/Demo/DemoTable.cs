using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OpenClaw.Host.Demo;

/// <summary>The table at the end: what broke, which tier healed it and how long it took.</summary>
internal static class DemoTable
{
    private const int TableFrom = 78;

    /// <summary>The report for a screen of this width: a table where it fits, else a few lines for each act.</summary>
    public static IRenderable Draw(DemoReport report, int width)
    {
        var complaints = report.Results.SelectMany(r => r.Complaints.Select(c => new Text($"act {r.Act.Number}: {c}", new Style(Color.Red))));
        var verdict = report.ExitCode == 0
            ? new Text($"All {report.Results.Count} acts went as they should, in {DemoLine.Seconds(report.Took)}.", new Style(Color.Green))
            : new Text($"{report.Results.Count(r => !r.IsGood)} of {report.Results.Count} acts did not go as they should.", new Style(Color.Red));
        return new Rows([width >= TableFrom ? Table(report) : Cards(report), .. complaints, verdict]);
    }

    private static Table Table(DemoReport report)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumn("what broke").AddColumn("healed by");
        foreach (var name in (string[])["seen after", "well after", "Discord"]) table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        table.AddColumn("verdict");
        foreach (var r in report.Results)
            table.AddRow(
                new Text(r.Act.Title), new Text(DemoLine.Healer(r)), new Text(DemoLine.Seconds(r.Detected)), new Text(DemoLine.Seconds(r.Recovered)),
                new Text(Messages(r)), Verdict(r));
        return table;
    }

    private static Rows Cards(DemoReport report) => new(report.Results.SelectMany(r => new IRenderable[]
    {
        new Text($"{r.Act.Number}. {r.Act.Title}", new Style(decoration: Decoration.Bold)),
        new Text($"   healed by tier {DemoLine.Healer(r)}"),
        new Text($"   seen after {DemoLine.Seconds(r.Detected)}, well after {DemoLine.Seconds(r.Recovered)}"),
        new Paragraph().Append($"   Discord got {Messages(r)}: ").Append(r.IsGood ? "ok" : "WRONG", VerdictStyle(r)),
    }));

    private static string Messages(ActResult result) => result.Messages.ToString(CultureInfo.InvariantCulture);

    private static Text Verdict(ActResult result) => new(result.IsGood ? "ok" : "WRONG", VerdictStyle(result));

    private static Style VerdictStyle(ActResult result) => new(result.IsGood ? Color.Green : Color.Red);
}
