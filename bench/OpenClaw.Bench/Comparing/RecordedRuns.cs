using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Comparing;

/// <summary>The runs that were recorded: <c>bench/recorded/*.json</c>, by their names, which begin with the day.</summary>
internal static class RecordedRuns
{
    /// <summary>Where they are: in the source tree that this program was built from.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory[..AppContext.BaseDirectory.LastIndexOf("OpenClaw.Bench", StringComparison.Ordinal)], "recorded"));

    /// <summary>The runs that have these figures, each figure from the last one that has it; none where nothing was recorded.</summary>
    /// <param name="figures">Their names.</param>
    /// <param name="folder">Where the runs are.</param>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="System.Text.Json.JsonException">One is no report.</exception>
    public static async Task<IReadOnlyList<Report>> Last(IEnumerable<string> figures, string folder)
    {
        var (wanted, runs) = (figures.ToHashSet(StringComparer.Ordinal), new List<Report>());
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").OrderDescending(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            var run = await Report.Read(file);
            FigureReport[] found = [.. run.Figures.Where(figure => figure.Finding is not null && wanted.Remove(figure.Name))];
            if (found.Length > 0) runs.Add(run with { Figures = found });
        }

        return runs;
    }
}
