using System.Text.Json.Serialization;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Digests;

namespace OpenClaw.Host.Cli;

/// <summary><c>digest --json</c>. Names stay; new ones may come. What each means: docs/digest.md.</summary>
internal sealed record DigestJson(
    int Version, DateTimeOffset From, DateTimeOffset To, DateTimeOffset At, string? Gateway, DigestIncidentsJson Incidents, IReadOnlyList<DigestCauseJson> Causes, IReadOnlyList<DigestOutcomeJson> Outcomes,
    DigestSpreadJson? Detection, DigestSpreadJson? Recovery, DigestIncidentJson? Longest, IReadOnlyList<DigestGatewayJson> Gateways, IReadOnlyList<DoctorCost> Doctors,
    IReadOnlyList<ChannelCount> Alerts, int OpenCount, IReadOnlyList<DigestIncidentJson> Open, IReadOnlyList<TellingJson>? Sent)
{
    /// <summary>Of a digest, and what became of it on the channels; null: it was not sent.</summary>
    public static DigestJson Of(Digest x, IReadOnlyList<TellingJson>? sent) => new(
        1, x.From, x.To, x.At, x.Gateway?.Value, DigestIncidentsJson.Of(x), [.. x.Causes.Select(static c => new DigestCauseJson(c.Cause, c.Count))],
        [.. x.Groups.Where(static g => g.Outcome is not null).GroupBy(static g => g.Outcome!, StringComparer.Ordinal).Select(static g => new DigestOutcomeJson(g.Key, g.Sum(static one => one.Count))).OrderByDescending(static o => o.Count).ThenBy(static o => o.Outcome, StringComparer.Ordinal)],
        DigestSpreadJson.Of(x.Detection), DigestSpreadJson.Of(x.Recovery), DigestIncidentJson.Of(x.Longest),
        [.. x.Gateways.Select(static g => new DigestGatewayJson(g.Gateway, g.WatchedSince, g.Down.TotalSeconds, g.Share))], x.Doctors, x.Alerts, x.OpenCount, [.. x.Open.Select(static o => DigestIncidentJson.Of(o)!)], sent);
}

/// <summary>How many incidents, and how they ended.</summary>
internal sealed record DigestIncidentsJson(int Opened, int Open, int HealedWithoutHuman, int AfterHumanCall, int RecoveredByItself, int StoppedByOwner, double? Autonomy)
{
    /// <summary>Of a digest.</summary>
    public static DigestIncidentsJson Of(Digest x) => new(x.Opened, x.Ended(null), x.HealedAlone, x.AfterHumanCall, x.Ended(Outcome.RecoveredByItself), x.Ended(Outcome.StoppedByOwner), x.Autonomy);
}

/// <summary>What gateways were found to be.</summary>
internal sealed record DigestCauseJson(string Cause, int Count);

/// <summary>How incidents ended.</summary>
internal sealed record DigestOutcomeJson(string Outcome, int Count);

/// <summary>How lengths are spread, in seconds.</summary>
internal sealed record DigestSpreadJson(int Count, double MedianSeconds, double P95Seconds, double MaxSeconds)
{
    /// <summary>Of a spread.</summary>
    public static DigestSpreadJson? Of(DigestSpread? x) => x is null ? null : new(x.Count, x.Median.TotalSeconds, x.P95.TotalSeconds, x.Max.TotalSeconds);
}

/// <summary>One incident.</summary>
internal sealed record DigestIncidentJson(string Id, string Gateway, string Cause, string Tier, int Calls, DateTimeOffset Since, double Seconds, bool IsOpen)
{
    /// <summary>Of an incident.</summary>
    public static DigestIncidentJson? Of(DigestIncident? x) => x is null ? null : new(x.Id, x.Gateway, x.Cause, x.Tier, x.Calls, x.Since, x.Lasted.TotalSeconds, x.IsOpen);
}

/// <summary>One gateway.</summary>
internal sealed record DigestGatewayJson(string Gateway, DateTimeOffset? WatchedSince, double DownSeconds, double? Uptime);

/// <summary><c>notify test --json</c>.</summary>
internal sealed record TellingListJson(IReadOnlyList<TellingJson> Channels);

/// <summary>Source-generated JSON of <c>digest</c> and <c>notify test</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DigestJson))]
[JsonSerializable(typeof(TellingListJson))]
internal sealed partial class DigestJsonContext : JsonSerializerContext;
