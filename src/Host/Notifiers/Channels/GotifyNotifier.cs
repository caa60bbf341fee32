using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Gotify, on the owner's own server, by an application's token (gotify.net/docs/pushmsg, and /msgextras for the plain text). It publishes no limit; on MySQL its columns hold 65,535 bytes.
/// What its Android app does with a priority is in that one's README: from 1 an icon, from 4 a sound, from 8 vibration too. A message cannot be edited.
/// </summary>
internal sealed class GotifyNotifier(ChannelTools tools, Uri server, SecretText token, Severity floor)
    : HttpChannel(tools, "gotify", "Gotify", "Look at OPENCLAW_ACTORS_GOTIFY_TOKEN, which must be an application's (a client's cannot send), and openclaw.notify.gotify.server", floor)
{
    private const int Limit = 8000;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("gotify", [ChannelKind.Secret("gotify", "token"), new("notify.gotify.server")], static read =>
    {
        if (read.Secret("token") is not { } token) return null;
        _ = read.Needed("server", "token", "Set it to the server's address, for example https://gotify.example.org");
        var (server, floor) = (read.Url("server", "https://gotify.example.org"), read.Floor);
        return tools => new GotifyNotifier(tools, server, token, floor);
    });

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news) => new(HttpMethod.Post, $"{server.AbsoluteUri.TrimEnd('/')}/message")
    {
        Headers = { { "X-Gotify-Key", token.Reveal() } },
        Content = JsonBody.Of(new JsonObject
        {
            ["title"] = PlainNews.Title(news),
            ["message"] = PlainNews.Body(news, Limit),
            ["priority"] = news.Severity switch { Severity.Critical => 10, Severity.Warning => 5, Severity.Resolved => 4, _ => 2 },
            ["extras"] = new JsonObject { ["client::display"] = new JsonObject { ["contentType"] = "text/plain" } },
        }),
    };
}
