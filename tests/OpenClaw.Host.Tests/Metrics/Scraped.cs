using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>One scrape, read as Prometheus reads it.</summary>
/// <param name="Text">As it came.</param>
/// <param name="Types">By family: its type.</param>
/// <param name="Values">By series, its labels in the order of their names: its value.</param>
internal sealed partial record Scraped(string Text, IReadOnlyDictionary<string, string> Types, IDictionary<string, double> Values)
{
    /// <summary>The names of all series.</summary>
    public IEnumerable<string> Names => Values.Keys.Select(static k => k.Split('{')[0]).Distinct();

    public static Scraped Of(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var types = lines.Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static l => l.Split(' ')).ToDictionary(static w => w[2], static w => w[3]);
        var values = lines.Where(static l => !l.StartsWith('#')).Select(static l => Sample().Match(l)).ToDictionary(static m => Sorted(m.Groups[1].Value), static m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
        return new Scraped(text, types, values);
    }

    /// <summary>The names of the labels of a family's series.</summary>
    public IReadOnlySet<string> LabelsOf(string name) =>
        Values.Keys.Where(k => k == name || k.StartsWith($"{name}{{", StringComparison.Ordinal)).SelectMany(static k => Label().Matches(k)).Select(static m => m.Groups[1].Value).ToHashSet();

    // No value of ours holds a comma.
    private static string Sorted(string series) =>
        series.TrimEnd('}').Split('{') is [var name, { Length: > 0 } labels] ? $"{name}{{{string.Join(',', labels.Split(',').Order(StringComparer.Ordinal))}}}" : series.Split('{')[0];

    [GeneratedRegex(@"\A([a-z_0-9]+(?:\{.*\})?) ([^ ]+)(?: \d+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sample();

    [GeneratedRegex(@"([a-z_]+)=""", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
