using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Heartbeat;

/// <summary>The dead man's switch, <c>openclaw.notify.heartbeat</c>.</summary>
/// <param name="Url">OPENCLAW_ACTORS_HEARTBEAT_URL: where a success is told, a secret.</param>
/// <param name="Interval"><c>interval</c>: between two successes.</param>
/// <param name="FailAfter"><c>fail-after</c>: how long a channel may fail to deliver before the heartbeat fails too.</param>
public sealed record HeartbeatSettings(SecretText Url, TimeSpan Interval, TimeSpan FailAfter)
{
    private const string UrlKey = "notify.heartbeat.url";
    private const string IntervalKey = "notify.heartbeat.interval";
    private const string FailAfterKey = "notify.heartbeat.fail-after";
    private const string Example = "https://hc-ping.com/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";
    private const int ShortestToken = 8;

    // A check's period there is a minute at least, and no more than five pings a minute are taken.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);

    internal static IReadOnlyList<KnownKey> Keys { get; } =
        [new(UrlKey, "OPENCLAW_ACTORS_HEARTBEAT_URL", VariableOnly: true, Secret: true), new(IntervalKey), new(FailAfterKey)];

    /// <summary>Reads it; null: its owner does not use it.</summary>
    internal static HeartbeatSettings? Read(SettingsReader read)
    {
        var (interval, failAfter) = (read.Period(IntervalKey), read.Period(FailAfterKey));
        if (interval < ShortestInterval) throw SettingsReader.Wrong(read.Require(IntervalKey), "it must be a minute at least", "The shipped 5m lets death be noticed within a quarter of an hour");
        if (read.Find(UrlKey) is not { } given) return null;
        var url = SettingsUrls.Guarded(given, Example);
        var last = url.Segments[^1].Trim('/');
        if (last.Length == 0) throw SettingsReader.Wrong(given, "it names no check", $"Copy the check's ping URL, for example {Example}");
        if (last is "start" or "fail" or "log") throw SettingsReader.Wrong(given, $"it ends with /{last}, which is added where it is meant", "Copy the check's ping URL as it is shown");
        if (url.UserInfo.Length > 0) throw SettingsReader.Wrong(given, "an address must not hold a user or a password", "Remove what stands before the '@'");
        return new HeartbeatSettings(new SecretText(url.AbsoluteUri), interval, failAfter);
    }

    /// <summary>What must be masked of the address: the check's UUID; or the ping key before the check's name, as that name is no secret and may be ours.</summary>
    internal static IEnumerable<SecretText> Secrets(SettingsReader read)
    {
        if (read.Find(UrlKey) is not { } given) yield break;
        yield return new SecretText(given.Text);
        if (!Uri.TryCreate(given.Text, UriKind.Absolute, out var url)) yield break;
        yield return new SecretText(url.AbsoluteUri);
        var parts = url.Segments.Select(static s => s.Trim('/')).Where(static s => s.Length > 0).ToArray();
        var secret = parts.Length > 1 && !Guid.TryParse(parts[^1], out _) ? parts[^2] : parts.LastOrDefault();
        if (secret is { Length: >= ShortestToken }) yield return new SecretText(secret);
    }
}
