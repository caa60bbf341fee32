using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Metrics;

/// <summary>Metrics and traces, <c>openclaw.telemetry</c>. The scrape is the surface's and needs no setting.</summary>
public sealed record TelemetrySettings
{
    internal const string HeadersVariable = "OTEL_EXPORTER_OTLP_HEADERS";

    private const string EndpointKey = "telemetry.otlp.endpoint";
    private const string IntervalKey = "telemetry.otlp.interval";
    private const string HeadersKey = "telemetry.otlp.headers";
    private const string Example = "http://127.0.0.1:4318";
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    internal static IReadOnlyList<KnownKey> Keys { get; } = [new(EndpointKey), new(IntervalKey), new(HeadersKey, HeadersVariable, VariableOnly: true, Secret: true)];

    /// <summary><c>otlp</c>; null: nothing is sent anywhere.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>Reads them.</summary>
    internal static TelemetrySettings Read(SettingsReader read)
    {
        var interval = read.Period(IntervalKey);
        if (interval < ShortestInterval || interval > LongestInterval) throw SettingsReader.Wrong(read.Require(IntervalKey), "it must be from 1s to 1d", "The shipped 60s is what collectors expect");
        if (read.Find(EndpointKey) is not { } given) return new TelemetrySettings();
        var url = SettingsUrls.Guarded(given, Example);
        if (url.UserInfo.Length > 0) throw SettingsReader.Wrong(given, "an address must not hold a user or a password", $"Put them into {HeadersVariable} as authorization=Basic%20...");
        if (url.Query.Length > 0 || url.Fragment.Length > 0) throw SettingsReader.Wrong(given, "it must end before any '?' or '#', as /v1/metrics and /v1/traces are added to it", $"Write for example \"{Example}\"");
        var headers = read.Find(HeadersKey);
        if (headers is not null && Pairs(headers.Text).Any(static p => p is null)) throw SettingsReader.Wrong(headers, "expected name=value pairs with commas between them", "Write for example authorization=Bearer%20TOKEN");
        return new TelemetrySettings { Otlp = new OtlpSettings(url, interval, headers is null ? null : new SecretText(headers.Text)) };
    }

    /// <summary>What must be masked: the headers as they are written, and each value alone, as it is sent.</summary>
    internal static IEnumerable<SecretText> Secrets(SettingsReader read)
    {
        if (read.Find(HeadersKey) is not { } headers) yield break;
        yield return new SecretText(headers.Text);
        foreach (var (_, value) in Pairs(headers.Text).OfType<(string Name, string Value)>())
        {
            yield return new SecretText(value);
            // Behind its scheme (Bearer, Basic) the token stands alone.
            if (value.Split(' ') is [_, .., { Length: > 0 } token]) yield return new SecretText(token);
        }
    }

    // W3C baggage's form, as OpenTelemetry's specification of the variable has it; null for what is no pair.
    private static IEnumerable<(string Name, string Value)?> Pairs(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static (string, string)? (pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && pair[..at].Trim() is { } name && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? (name, Uri.UnescapeDataString(pair[(at + 1)..].Trim()))
            : null);
}

/// <summary>OTLP over HTTP, <c>openclaw.telemetry.otlp</c>.</summary>
/// <param name="Endpoint"><c>endpoint</c>: the collector's address, without <c>/v1/…</c>.</param>
/// <param name="Interval"><c>interval</c>: between two deliveries of the metrics.</param>
/// <param name="Headers">OTEL_EXPORTER_OTLP_HEADERS, a secret; null for none.</param>
public sealed record OtlpSettings(Uri Endpoint, TimeSpan Interval, SecretText? Headers)
{
    /// <summary>Where a signal goes: <c>metrics</c> or <c>traces</c>.</summary>
    internal Uri For(string signal) => new($"{Endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
}
