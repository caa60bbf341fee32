using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Tests;

/// <summary>Runs as the benchmarks write them, in a folder of their own.</summary>
internal sealed class Runs : IDisposable
{
    /// <summary>The name of the series that is judged.</summary>
    public const string Ours = "start to adopted";

    /// <summary>The name of its reference.</summary>
    public const string Bare = "start to version";

    private static readonly Machine Here = new("2026-11-30 09:00 UTC", 2, "a processor", "a kernel", "a runtime", "0.10 0.20 0.30 1/100 1");

    /// <summary>Where they lie.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("bench-specs-").FullName;

    /// <summary>A figure: a reference, and what is compared with it. Both vary by a hundredth from sample to sample.</summary>
    /// <param name="name">Its verb.</param>
    /// <param name="bare">The reference's median.</param>
    /// <param name="ours">The other's.</param>
    /// <param name="samples">Samples of each.</param>
    public static FigureReport Figure(string name, double bare, double ours, int samples = 7) =>
        Figure(name, new Series(Bare, "ms", Around(bare, samples)), new Series(Ours, "ms", Around(ours, samples), Bare));

    /// <summary>A figure of these series.</summary>
    public static FigureReport Figure(string name, params Series[] series) => new(name, 1, new Finding(series), null);

    /// <summary>A figure that could not be taken.</summary>
    public static FigureReport NotTaken(string name, string why) => new(name, 1, null, why);

    /// <summary>Values around a middle.</summary>
    public static IReadOnlyList<double> Around(double middle, int samples) => [.. Enumerable.Range(0, samples).Select(i => middle * (1 + (i - (samples - 1) / 2.0) / 100))];

    /// <summary>Writes a run as <c>--json</c> does; gives its path.</summary>
    public async Task<string> Write(string name, params FigureReport[] figures)
    {
        var path = Path.Combine(Folder, name);
        await new Report(Here, Quick: false, figures) { Command = "all", Programs = ["openclaw-actors (JIT, 0.1 MB)"] }.Write(path);
        return path;
    }

    /// <summary>Writes any text; gives its path.</summary>
    public string WriteText(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
