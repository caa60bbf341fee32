namespace OpenClaw.Bench.Measuring;

/// <summary>What a figure came to.</summary>
/// <param name="Series">What was measured.</param>
internal sealed record Finding(IReadOnlyList<Series> Series)
{
    /// <summary>What was counted besides.</summary>
    public IReadOnlyList<Count> Counts { get; init; } = [];

    /// <summary>What else is worth knowing, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was hoped for. A missed one is printed, it is no failure: the machine may have been busy.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];
}

/// <summary>Something counted.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">How many.</param>
/// <param name="MustBe">How many there must be whatever the machine does: anything else is a defect. Null: any number will do.</param>
internal sealed record Count(string Name, long Value, long? MustBe = null)
{
    /// <summary>It is not what it must be.</summary>
    public bool IsWrong => MustBe is { } right && Value != right;
}

/// <summary>A goal of a figure.</summary>
/// <param name="Text">What was hoped for.</param>
/// <param name="IsMet">Whether this run met it.</param>
/// <param name="Was">What it came to, with its unit; null where the text says it.</param>
internal sealed record Goal(string Text, bool IsMet, string? Was = null)
{
    /// <summary>A goal for the median of a series.</summary>
    public static Goal AtMost(double limit, Series series, string? text = null) =>
        new(text ?? $"{series.Name}: at most {PlainTable.Number(limit)} {series.Unit}, median", series.Median <= limit, $"{PlainTable.Number(series.Median)} {series.Unit}");
}
