using System.Globalization;
using System.Text.Json;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Pushover. Limits (pushover.net/api): 250 characters of title, 1024 of message. A critical message has high priority, which passes quiet hours; the emergency one,
/// which repeats until it is acknowledged, is not used: reminders are ours.
/// </summary>
internal sealed class PushoverNotifier(ChannelTools tools, Uri api, SecretText token, SecretText user, Severity floor)
    : HttpChannel(tools, "pushover", "Pushover", "Look at OPENCLAW_ACTORS_PUSHOVER_TOKEN and OPENCLAW_ACTORS_PUSHOVER_USER", floor)
{
    private const int Limit = 1024;

    /// <inheritdoc/>
    protected override bool ReadsAnswers => true;

    /// <inheritdoc/>
    // It says 400 to a wrong token or user as well as to a message that it does not like, and names which.
    protected override ChannelAnswer? Read(int status, JsonElement body, Announcement news) =>
        status == 400 && (Text(body, "token") == "invalid" || Text(body, "user") == "invalid") ? new ChannelAnswer.Refused("token or user is invalid") : null;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("pushover", [ChannelKind.Secret("pushover", "token"), ChannelKind.Secret("pushover", "user"), new("notify.pushover.api")], static read =>
    {
        if (read.Secret("token") is not { } token) return null;
        var (user, api, floor) = (read.NeededSecret("user", "token"), read.Url("api", "https://api.pushover.net"), read.Floor);
        return tools => new PushoverNotifier(tools, api, token, user, floor);
    });

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news) => new(HttpMethod.Post, $"{api.AbsoluteUri.TrimEnd('/')}/1/messages.json")
    {
        Content = new FormUrlEncodedContent(
        [
            new("token", token.Reveal()),
            new("user", user.Reveal()),
            new("title", PlainNews.Title(news)),
            new("message", PlainNews.Body(news, Limit)),
            new("priority", news.Severity switch { Severity.Critical => "1", Severity.Info => "-1", _ => "0" }),
            new("timestamp", news.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ]),
    };
}
