using System.Globalization;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// PagerDuty, Events API v2: an incident of ours is one of theirs (<c>dedup_key</c>), triggered once, brought up to date by what follows, and resolved by its end.
/// Limits (developer.pagerduty.com): 1024 characters of summary, 255 of dedup_key, 512 kB.
/// </summary>
internal sealed class PagerDutyNotifier(ChannelTools tools, Uri api, SecretText key, Severity floor)
    : HttpChannel(tools, "pagerduty", "PagerDuty", "Look at OPENCLAW_ACTORS_PAGERDUTY_KEY: it is the integration key of an Events API v2 integration", floor)
{
    private const int SummaryLimit = 1024;
    private const int KeyLimit = 255;
    private const int DetailLimit = 20_000;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("pagerduty", [ChannelKind.Secret("pagerduty", "key"), new("notify.pagerduty.api")], static read =>
    {
        if (read.Secret("key") is not { } key) return null;
        var (api, floor) = (read.Url("api", "https://events.pagerduty.com"), read.Floor);
        return tools => new PagerDutyNotifier(tools, api, key, floor);
    });

    /// <inheritdoc/>
    public override bool Groups => false;

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news) => new(HttpMethod.Post, $"{api.AbsoluteUri.TrimEnd('/')}/v2/enqueue")
    {
        Content = JsonBody.Of(new JsonObject
        {
            ["routing_key"] = key.Reveal(),
            ["event_action"] = news.Severity == Severity.Resolved ? "resolve" : "trigger",
            ["dedup_key"] = DedupKey(news),
            ["payload"] = new JsonObject
            {
                ["summary"] = UntrustedText.Cut(PlainNews.Title(news), SummaryLimit),
                ["source"] = UntrustedText.OneLine(news.Gateway.Value, KeyLimit) is { Length: > 0 } source ? source : "openclaw",
                ["severity"] = news.Severity switch { Severity.Critical => "critical", Severity.Warning => "warning", _ => "info" },
                ["timestamp"] = news.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["component"] = "openclaw-gateway",
                ["custom_details"] = new JsonObject { ["text"] = PlainNews.Body(news, DetailLimit), ["your_turn"] = UntrustedText.Lines(news.YourTurn ?? PlainNews.Nothing, DetailLimit) },
            },
        }),
    };

    private static string DedupKey(Announcement news) =>
        UntrustedText.OneLine(news.Incident?.Value ?? "", KeyLimit) is { Length: > 0 } incident ? incident : UntrustedText.OneLine(news.Key, KeyLimit);
}
