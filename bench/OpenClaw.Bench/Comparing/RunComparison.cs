using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Comparing;

/// <summary>
/// Two runs, by the ratios of their series to the references of the same run: the machine cancels out. What is worse by more than both runs' own spread is a
/// regression; so is a count that must not be, and a figure that could be taken before and cannot be taken now.
/// </summary>
/// <param name="before">What was recorded.</param>
/// <param name="now">What is judged.</param>
internal sealed class RunComparison(IReadOnlyList<FigureReport> before, IReadOnlyList<FigureReport> now)
{
    // A median of so few says little: then half as much again must be lost, else a tenth.
    private const int FewSamples = 5;
    private const double LeastOfFew = 1.5;
    private const double Least = 1.1;

    // A reference of hardly anything makes a ratio of chance.
    private const double Nothing = 1e-9;

    /// <summary>Every series of ours that both runs have, with its verdict.</summary>
    public IReadOnlyList<ComparedSeries> Series { get; } =
    [
        .. from figure in now
           let old = before.FirstOrDefault(other => other.Name == figure.Name)?.Finding
           where old is not null && figure.Finding is not null
           from series in figure.Finding!.Series
           where !series.IsOthers && series.Values.Count > 0
           let known = old!.Series.FirstOrDefault(other => other.Name == series.Name && other.Values.Count > 0)
           where known is not null
           let compared = Compare(figure.Name, known!, old!, series, figure.Finding!)
           where compared is not null
           select compared,
    ];

    /// <summary>What was measured before and is not any more, of figures that both runs have: its name, and its figure's before it.</summary>
    public IReadOnlyList<string> Gone => Missing(before, now);

    /// <summary>What is measured now and was not before.</summary>
    public IReadOnlyList<string> New => Missing(now, before);

    /// <summary>What is wrong whatever the times are, one line each.</summary>
    public IReadOnlyList<string> Broken =>
    [
        .. now.Where(figure => figure.Finding is null && before.Any(other => other.Name == figure.Name && other.Finding is not null))
            .Select(static figure => $"{figure.Name}: could not be taken: {figure.NotRun}"),
        .. from figure in now
           where figure.Finding is not null
           from count in figure.Finding!.Counts
           where count.IsWrong
           select $"{figure.Name}: {count.Name} is {count.Value} and must be {count.MustBe}",
    ];

    private static IReadOnlyList<string> Missing(IReadOnlyList<FigureReport> from, IReadOnlyList<FigureReport> to) =>
    [
        .. from figure in @from
           let other = to.FirstOrDefault(one => one.Name == figure.Name)?.Finding
           where other is not null && figure.Finding is not null
           from series in figure.Finding!.Series
           where !series.IsOthers && series.Values.Count > 0 && !other!.Series.Any(one => one.Name == series.Name && one.Values.Count > 0)
           select $"{figure.Name}: {series.Name}",
    ];

    private static ComparedSeries? Compare(string figure, Series old, Finding oldFinding, Series now, Finding finding)
    {
        // What needs no reference is what does not depend on the machine: bytes.
        if (now.Unit == "B" && now.Reference is null) return Judged(figure, now, Range.Of(old, null), Range.Of(now, null), Least);
        if (Reference(old, oldFinding) is not { } oldReference || Reference(now, finding) is not { } reference) return null;
        var few = Math.Min(old.Values.Count, now.Values.Count) < FewSamples || Math.Min(oldReference.Values.Count, reference.Values.Count) < FewSamples;
        return Judged(figure, now, Range.Of(old, oldReference), Range.Of(now, reference), few ? LeastOfFew : Least);
    }

    private static ComparedSeries Judged(string figure, Series series, Range old, Range now, double least) =>
        new(figure, series.Name, old.Median, now.Median, IsWorse(old, now, least), IsWorse(now, old, least));

    private static bool IsWorse(Range old, Range now, double least) => !double.IsInfinity(old.Median) && (double.IsInfinity(now.Median) || (now.Low > old.High && now.Median > old.Median * least));

    private static Series? Reference(Series series, Finding finding) =>
        series.Reference is { } name && finding.Series.FirstOrDefault(other => other.Name == name) is { Values.Count: > 0 } reference && reference.Median > Nothing ? reference : null;

    /// <summary>A ratio and how far it may be off: from quarter to quarter of what was measured, the reference's against it.</summary>
    private sealed record Range(double Low, double Median, double High)
    {
        public static Range Of(Series series, Series? reference) => reference is null
            ? new(Quantile(series, 0.25), series.Median, Quantile(series, 0.75))
            : new(Quantile(series, 0.25) / Quantile(reference, 0.75), series.Median / reference.Median, Quantile(series, 0.75) / Math.Max(Quantile(reference, 0.25), Nothing));

        // By nearest rank, inwards: of a single value it is that value.
        private static double Quantile(Series series, double share) => series.Values.Order().ElementAt((int)Math.Round(share * (series.Values.Count - 1), MidpointRounding.AwayFromZero));
    }
}

/// <summary>A series in both runs.</summary>
/// <param name="Figure">Its figure.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">Its ratio in the recorded run; bytes where there is no reference.</param>
/// <param name="Now">Its ratio now.</param>
/// <param name="IsWorse">Worse by more than the spread.</param>
/// <param name="IsBetter">Better by more than the spread.</param>
internal sealed record ComparedSeries(string Figure, string Name, double Before, double Now, bool IsWorse, bool IsBetter);
