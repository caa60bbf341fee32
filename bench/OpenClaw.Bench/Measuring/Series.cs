namespace OpenClaw.Bench.Measuring;

/// <summary>One thing measured again and again in one run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Values">As they came. Infinity stands for what did not happen as long as it was waited for.</param>
/// <param name="Reference">The name of the series of the same figure that this one is compared with; null for none.</param>
internal sealed record Series(string Name, string Unit, IReadOnlyList<double> Values, string? Reference = null)
{
    /// <summary>It is somebody else's figure: told of beside ours, and never judged when runs are compared.</summary>
    public bool IsOthers { get; init; }

    /// <summary>The least value: on a shared machine the best guess at an undisturbed one.</summary>
    public double Min => Values.Min();

    /// <summary>The value in the middle; of an even number the mean of the two.</summary>
    public double Median => (Sorted[(Values.Count - 1) / 2] + Sorted[Values.Count / 2]) / 2;

    /// <summary>The 99th percentile by nearest rank: a value that was measured, of fewer than 100 the greatest.</summary>
    public double P99 => Sorted[(int)Math.Ceiling(0.99 * Values.Count) - 1];

    /// <summary>The greatest value.</summary>
    public double Max => Values.Max();

    private double[] Sorted => [.. Values.Order()];
}
