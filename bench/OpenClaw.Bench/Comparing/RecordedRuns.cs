namespace OpenClaw.Bench.Comparing;

/// <summary>The runs that were recorded: <c>bench/recorded/*.json</c>, by their names, which begin with the day.</summary>
internal static class RecordedRuns
{
    /// <summary>Where they are: in the source tree that this program was built from.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory[..AppContext.BaseDirectory.LastIndexOf("OpenClaw.Bench", StringComparison.Ordinal)], "recorded"));

    /// <summary>The last one; null when there is none.</summary>
    public static string? Last() => Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).LastOrDefault() : null;
}
