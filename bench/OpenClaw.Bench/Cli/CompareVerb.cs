using System.CommandLine;
using System.Text.Json;
using OpenClaw.Bench.Comparing;
using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Cli;

/// <summary><c>compare</c>: a run beside the last recorded one.</summary>
internal static class CompareVerb
{
    private static readonly Argument<FileInfo> Run = new("run") { Description = "What --json has written." };
    private static readonly Option<FileInfo?> With = new("--with") { Description = "The recorded run; by default the last in bench/recorded." };

    /// <summary>The verb. Its exit code is 1 when something is worse by more than the spread, 2 when there is nothing to compare.</summary>
    public static Command Build()
    {
        var command = new Command("compare", "A run beside a recorded one, by the ratios to their references: says what is worse by more than the spread.") { Run, With };
        command.SetAction((parsed, _) => Compare(parsed.GetValue(Run)!.FullName, parsed.GetValue(With)?.FullName ?? RecordedRuns.Last(), Console.Out, Console.Error));
        return command;
    }

    private static async Task<int> Compare(string run, string? recorded, TextWriter output, TextWriter errors)
    {
        if (recorded is null) return Nothing(errors, $"there is no recorded run in {RecordedRuns.Folder}: record one with --json {RecordedRuns.Folder}/YYYY-MM-DD.json");
        Report before, now;
        try
        {
            (before, now) = (await Report.Read(recorded), await Report.Read(run));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException)
        {
            return Nothing(errors, $"a run cannot be read: {unread.Message}");
        }

        output.WriteLine($"recorded  {before.Machine}{(before.Quick ? "  (quick)" : "")}");
        output.WriteLine($"now       {now.Machine}{(now.Quick ? "  (quick)" : "")}");
        if (before.Machine.Processor != now.Machine.Processor || before.Machine.Cores != now.Machine.Cores) output.WriteLine("Another machine: ratios carry over from one to another only roughly.");
        var comparison = new RunComparison(before, now);
        foreach (var figure in comparison.Series.GroupBy(static series => series.Figure)) Print(figure, output);
        foreach (var broken in comparison.Broken) output.WriteLine($"BROKEN {broken}");
        if (comparison.Series.Count == 0 && comparison.Broken.Count == 0) return Nothing(errors, "the two runs have nothing in common that could be compared");
        var worse = comparison.Series.Count(static series => series.IsWorse);
        output.WriteLine($"{comparison.Series.Count} compared, {worse} worse by more than the spread, {comparison.Series.Count(static series => series.IsBetter)} better, {comparison.Broken.Count} broken");
        return worse + comparison.Broken.Count > 0 ? 1 : 0;
    }

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
