using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// A Matrix room that is not encrypted, by an access token (spec.matrix.org, client-server API v3). The transaction's id is made of the news' key: what is sent twice is
/// shown once. Nobody is mentioned, whatever the text says. Limit: 64 kB an event.
/// </summary>
internal sealed class MatrixNotifier(ChannelTools tools, Uri server, SecretText token, string room, Severity floor)
    : HttpChannel(tools, "matrix", "Matrix", "Look at OPENCLAW_ACTORS_MATRIX_TOKEN and openclaw.notify.matrix.room; the account must be in that room", floor)
{
    private const int Limit = 8000;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("matrix", [ChannelKind.Secret("matrix", "token"), new("notify.matrix.server"), new("notify.matrix.room")], static read =>
    {
        if (read.Secret("token") is not { } token) return null;
        _ = read.Needed("server", "token", "Set it to the homeserver's address, for example https://matrix.org");
        var (server, room, floor) = (read.Url("server", "https://matrix.org"), read.Needed("room", "token", "Set it to the room's id, for example !abc:matrix.org"), read.Floor);
        return tools => new MatrixNotifier(tools, server, token, room, floor);
    });

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        return new HttpRequestMessage(HttpMethod.Put, $"{server.AbsoluteUri.TrimEnd('/')}/_matrix/client/v3/rooms/{Uri.EscapeDataString(room)}/send/m.room.message/{IdempotencyKey(news)}")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal()) },
            Content = JsonBody.Of(new JsonObject
            {
                ["msgtype"] = news.Severity is Severity.Critical or Severity.Warning ? "m.text" : "m.notice",
                ["body"] = PlainNews.Text(news, Limit),
                ["m.mentions"] = new JsonObject(),
            }),
        };
    }

    /// <inheritdoc/>
    protected override double? WaitIn(JsonElement body) => Number(body, "retry_after_ms") / 1000;
}
