namespace OpenClaw.Host.Metrics;

/// <summary>How an instrument behaves.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, from 0 at the daemon's start.</summary>
    Counter,

    /// <summary>What is so now.</summary>
    Gauge,

    /// <summary>How many lay within which bounds, and their sum.</summary>
    Histogram,
}

/// <summary>One instrument, as docs/metrics.md has it.</summary>
/// <param name="Name">Its name in OpenTelemetry.</param>
/// <param name="Kind">How it behaves.</param>
/// <param name="Unit">UCUM; in braces what is counted; <c>usd</c> for US dollars; null for a flag and for the original's names, which carry theirs.</param>
/// <param name="Meaning">One line for people.</param>
/// <param name="Labels">Its labels. Their values are names that the owner has configured and words of ours, never a text from outside: there is a bound to how many there are.</param>
internal sealed record Metric(string Name, MetricKind Kind, string? Unit, string Meaning, params IReadOnlyList<string> Labels)
{
    /// <summary>Its name in a Prometheus scrape: underscores, the unit, and <c>_total</c> for a counter (OpenTelemetry's specification of that exporter).</summary>
    public string Exposed => $"{Name.Replace('.', '_')}{Unit switch { "s" => "_seconds", "By" => "_bytes", "usd" => "_usd", _ => "" }}{(Kind == MetricKind.Counter ? "_total" : "")}";
}
