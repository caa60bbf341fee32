namespace OpenClaw.Bench.Measuring;

/// <summary>One thing measured again and again in one run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Values">As they came.</param>
/// <param name="Reference">The name of the series of the same figure that this one is compared with; null for none.</param>
internal sealed record Series(string Name, string Unit, IReadOnlyList<double> Values, string? Reference = null)
{
    /// <summary>The least value: on a shared machine the best guess at an undisturbed one.</summary>
    public double Min => Values.Min();

    /// <summary>The value in the middle.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The 99th percentile; of fewer than 100 values that is the greatest.</summary>
    public double P99 => Quantile(0.99);

    /// <summary>The greatest value.</summary>
    public double Max => Values.Max();

    // Nearest rank: always a value that was measured.
    private double Quantile(double share)
    {
        var sorted = Values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
