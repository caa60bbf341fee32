using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Slack, by an incoming webhook: it can neither edit nor answer, and gives no handle ("Sending messages using incoming webhooks": it answers <c>ok</c> and no more). With a
/// bot's token beside it, or alone, Slack is <see cref="SlackBotNotifier"/>.
/// </summary>
internal sealed class SlackNotifier(ChannelTools tools, SecretText url, Severity floor)
    : HttpChannel(tools, "slack", "Slack", "Make a new incoming webhook and set OPENCLAW_ACTORS_SLACK_URL", floor)
{
    /// <summary>Its settings, and those of the bot.</summary>
    public static ChannelKind Kind { get; } = new(
        "slack", [ChannelKind.Secret("slack", "url"), ChannelKind.Secret("slack", "token"), new("notify.slack.channel"), new("notify.slack.api")], static read =>
        {
            var url = read.SecretUrl("url", "https://hooks.slack.com/services/T0/B0/XXXX");
            if (read.Secret("token") is { } token)
            {
                var (channel, api, bots) = (read.Needed("channel", "token", "Set it to the channel's id, for example C0123456789"), read.Url("api", "https://slack.com"), read.Floor);
                return tools => new SlackBotNotifier(tools, api, token, channel, bots);
            }

            return url is not null && read.Floor is var floor ? tools => new SlackNotifier(tools, url, floor) : null;
        });

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var message = SlackLayout.Of(news);
        (message["unfurl_links"], message["unfurl_media"]) = (false, false);
        return new HttpRequestMessage(HttpMethod.Post, url.Reveal()) { Content = JsonBody.Of(message) };
    }
}
