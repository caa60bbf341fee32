using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Slack, by an incoming webhook. Blocks of <c>plain_text</c>: nothing in them is a mention, a link or markup. Limits (api.slack.com/reference/block-kit): 150
/// characters in a header, 3000 in a section.
/// </summary>
internal sealed class SlackNotifier(ChannelTools tools, SecretText url, Severity floor)
    : HttpChannel(tools, "slack", "Slack", "Make a new incoming webhook and set OPENCLAW_ACTORS_SLACK_URL", floor)
{
    private const int HeaderLimit = 150;
    private const int SectionLimit = 3000;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("slack", [ChannelKind.Secret("slack", "url")], static read =>
        read.SecretUrl("url", "https://hooks.slack.com/services/T0/B0/XXXX") is { } url && read.Floor is var floor ? tools => new SlackNotifier(tools, url, floor) : null);

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var title = Logging.UntrustedText.Cut(PlainNews.Title(news), HeaderLimit);
        return new HttpRequestMessage(HttpMethod.Post, url.Reveal())
        {
            Content = JsonBody.Of(new JsonObject
            {
                // What a notification shows, and screens that know no blocks. In it the three characters that could begin something are escaped.
                ["text"] = title.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal),
                ["blocks"] = new JsonArray(Block("header", title), Block("section", PlainNews.Body(news, SectionLimit))),
                ["unfurl_links"] = false,
                ["unfurl_media"] = false,
            }),
        };
    }

    private static JsonObject Block(string type, string text) => new() { ["type"] = type, ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false } };
}
