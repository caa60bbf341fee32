using System.Globalization;

namespace OpenClaw.Bench.Measuring;

/// <summary>Prints findings as aligned plain text.</summary>
internal static class PlainTable
{
    private static readonly string[] Head = ["", "n", "min", "median", "p99", "max", "unit", "median vs reference"];

    /// <summary>Prints one figure.</summary>
    public static void Print(FigureReport figure, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{figure.Name} ({figure.Seconds:0} s)");
        if (figure.Finding is not { } finding)
        {
            output.WriteLine($"  not run: {figure.NotRun}");
            return;
        }

        if (finding.Series.Count > 0) PrintAligned([Head, .. finding.Series.Select(series => Row(series, finding))], output);
        foreach (var count in finding.Counts)
            output.WriteLine($"  {count.Name}: {count.Value}{(count.IsWrong ? $"  WRONG: must be {count.MustBe}" : "")}");
        foreach (var note in finding.Notes) output.WriteLine($"  {note}");
        foreach (var goal in finding.Goals)
            output.WriteLine($"  goal {(goal.IsMet ? "met" : "missed")}: {goal.Text}{(goal.Was is { } was ? $": {was}" : "")}");
    }

    /// <summary>A series as the cells of a line; the table's head is theirs.</summary>
    internal static string[] Row(Series series, Finding finding) =>
    [
        series.Name, series.Values.Count.ToString(CultureInfo.InvariantCulture),
        Number(series.Min), Number(series.Median), Number(series.P99), Number(series.Max), series.Unit, Compared(series, finding),
    ];

    private static string Compared(Series series, Finding finding)
    {
        if (series.Reference is not { } name) return finding.Series.Any(other => other.Reference == series.Name) ? "reference" : "";
        var reference = finding.Series.First(other => other.Name == name).Median;
        return reference == 0 ? $"{name} is 0" : double.IsInfinity(series.Median) || double.IsInfinity(reference) ? "" : $"{Number(series.Median / reference)} x {name}";
    }

    // Four digits that count: a hundredth of a millisecond and a minute stand in the same column.
    internal static string Number(double value) => Math.Abs(value) switch
    {
        double.PositiveInfinity => "never",
        0 => "0",
        < 0.1 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.000", CultureInfo.InvariantCulture),
        < 1000 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };

    private static void PrintAligned(IReadOnlyList<string[]> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            // Words to the left, numbers to the right.
            var cells = row.Select((cell, column) => column is 0 or 6 or 7 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            output.WriteLine($"  {string.Join("  ", cells).TrimEnd()}");
        }
    }
}
