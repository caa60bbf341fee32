using System.CommandLine;
using System.Text.Json;
using OpenClaw.Bench.Comparing;
using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Cli;

/// <summary><c>compare</c>: a run beside the last recorded one.</summary>
internal static class CompareVerb
{
    private static readonly Argument<FileInfo> Run = new("run") { Description = "What --json has written." };
    private static readonly Option<FileInfo?> With = new("--with") { Description = "The recorded run; by default what bench/recorded has of the same figures, the last of each." };

    /// <summary>The verb. Its exit code is 1 when something is worse by more than the spread, 2 when there is nothing to compare.</summary>
    public static Command Build()
    {
        var command = new Command("compare", "A run beside a recorded one, by the ratios to their references: says what is worse by more than the spread.") { Run, With };
        command.SetAction((parsed, _) => Compare(parsed.GetValue(Run)!.FullName, parsed.GetValue(With)?.FullName, RecordedRuns.Folder, Console.Out, Console.Error));
        return command;
    }

    /// <summary>Compares a run's file with a recorded one, or with what a folder has of its figures. Returns the exit code.</summary>
    internal static async Task<int> Compare(string run, string? recorded, string folder, TextWriter output, TextWriter errors)
    {
        Report now;
        IReadOnlyList<Report> before;
        try
        {
            now = await Report.Read(run);
            before = recorded is null ? await RecordedRuns.Last(now.Figures.Select(static figure => figure.Name), folder) : [await Report.Read(recorded)];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException)
        {
            return Nothing(errors, $"a run cannot be read: {unread.Message}");
        }

        if (before.Count == 0)
            return Nothing(errors, $"no recorded run in {folder} has any of these figures: record one with --json {folder}/YYYY-MM-DD.json");
        foreach (var one in before) Introduce("recorded", one, output);
        Introduce("now", now, output);
        if (before.Any(one => one.Machine.Processor != now.Machine.Processor || one.Machine.Cores != now.Machine.Cores))
            output.WriteLine("Another machine: ratios carry over from one to another only roughly.");
        var comparison = new RunComparison([.. before.SelectMany(static one => one.Figures)], now.Figures);
        foreach (var figure in comparison.Series.GroupBy(static series => series.Figure)) Print(figure, output);
        foreach (var added in comparison.New) output.WriteLine($"new    {added}");
        foreach (var gone in comparison.Gone) output.WriteLine($"gone   {gone}");
        foreach (var broken in comparison.Broken) output.WriteLine($"BROKEN {broken}");
        if (comparison.Series.Count == 0 && comparison.Broken.Count == 0) return Nothing(errors, "the runs have nothing in common that could be compared");
        var worse = comparison.Series.Count(static series => series.IsWorse);
        var better = comparison.Series.Count(static series => series.IsBetter);
        output.WriteLine($"\n{comparison.Series.Count} compared, {worse} worse by more than the spread, {better} better, {comparison.New.Count} new, {comparison.Gone.Count} gone, {comparison.Broken.Count} broken");
        return worse + comparison.Broken.Count > 0 ? 1 : 0;
    }

    private static void Introduce(string what, Report run, TextWriter output) =>
        output.WriteLine($"{what,-8}  {run.Machine}{(run.Quick ? "  (quick)" : "")}: {string.Join(", ", run.Figures.Select(static figure => figure.Name))}");

    private static void Print(IGrouping<string, ComparedSeries> figure, TextWriter output)
    {
        output.WriteLine($"\n{figure.Key}");
        foreach (var series in figure)
            output.WriteLine($"  {PlainTable.Number(series.Before),8} -> {PlainTable.Number(series.Now),-8} {(series.IsWorse ? "WORSE " : series.IsBetter ? "better" : "      ")} {series.Name}");
    }

    private static int Nothing(TextWriter errors, string why)
    {
        errors.WriteLine(why);
        return 2;
    }
}
