using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// A Matrix room that is not encrypted, by an access token (spec.matrix.org, client-server API v3). The transaction's id is made of the news' key: what is sent twice is
/// shown once. Nobody is mentioned, whatever the text says. Limit: 64 kB an event. A message is edited by one that replaces it (<c>m.replace</c>); one that must be
/// noticed is in the thread of the first (<c>m.thread</c>). That a message is gone is not said: an edit of it is taken, and shown by no client.
/// </summary>
internal sealed partial class MatrixNotifier(ChannelTools tools, Uri server, SecretText token, string room, Severity floor)
    : HttpChannel(tools, "matrix", "Matrix", "Look at OPENCLAW_ACTORS_MATRIX_TOKEN and openclaw.notify.matrix.room; the account must be in that room", floor)
{
    private const int Limit = 8000;

    // An edit holds its text twice; the one for clients that know no edits is the short one.
    private const int FallbackLimit = 1500;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("matrix", [ChannelKind.Secret("matrix", "token"), new("notify.matrix.server"), new("notify.matrix.room")], static read =>
    {
        if (read.Secret("token") is not { } token) return null;
        _ = read.Needed("server", "token", "Set it to the homeserver's address, for example https://matrix.org");
        var (server, room, floor) = (read.Url("server", "https://matrix.org"), read.Needed("room", "token", "Set it to the room's id, for example !abc:matrix.org"), read.Floor);
        return tools => new MatrixNotifier(tools, server, token, room, floor);
    });

    /// <inheritdoc/>
    protected override bool ReadsAnswers => true;

    /// <inheritdoc/>
    public override bool Edits => true;

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        return new HttpRequestMessage(HttpMethod.Put, $"{server.AbsoluteUri.TrimEnd('/')}/_matrix/client/v3/rooms/{Uri.EscapeDataString(room)}/send/m.room.message/{IdempotencyKey(news)}")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal()) },
            Content = JsonBody.Of(Content(news)),
        };
    }

    /// <inheritdoc/>
    protected override ChannelAnswer? Read(int status, JsonElement body, Announcement news) => status switch
    {
        // An edit of an edit is none: the message is found by its own event, whatever was edited since.
        >= 200 and < 300 => new ChannelAnswer.Taken(Edited(news) is not null ? news.Earlier : Handle(Text(body, "event_id"), Place.Of(news.Earlier, room))),
        // The spec's answer to a thread off an event that cannot have one; servers know others for an event that they do not have.
        400 or 404 when Text(body, "errcode") is "M_UNKNOWN" or "M_INVALID_PARAM" or "M_NOT_FOUND" => new ChannelAnswer.Gone(),
        _ => null,
    };

    /// <inheritdoc/>
    protected override double? WaitIn(JsonElement body) => Number(body, "retry_after_ms") / 1000;

    private static JsonObject Message(Announcement news, string body) => new()
    {
        ["msgtype"] = news.Severity is Severity.Critical or Severity.Warning ? "m.text" : "m.notice",
        ["body"] = body,
        ["m.mentions"] = new JsonObject(),
    };

    private JsonObject Content(Announcement news)
    {
        if (Edited(news) is { } edited)
        {
            var edit = Message(news, $"* {PlainNews.Text(news, FallbackLimit)}");
            edit["m.new_content"] = Message(news, PlainNews.Text(news, Limit));
            edit["m.relates_to"] = new JsonObject { ["rel_type"] = "m.replace", ["event_id"] = edited.Event };
            return edit;
        }

        var message = Message(news, PlainNews.Text(news, Limit));
        if (Place.Of(news.Earlier, room) is { } earlier)
        {
            message["m.relates_to"] = new JsonObject
            {
                ["rel_type"] = "m.thread",
                ["event_id"] = earlier.Root,
                // For clients that know no threads.
                ["m.in_reply_to"] = new JsonObject { ["event_id"] = earlier.Event },
                ["is_falling_back"] = true,
            };
        }

        return message;
    }

    private Place? Edited(Announcement news) => news.Rings ? null : Place.Of(news.Earlier, room);

    private string? Handle(string? sent, Place? earlier) => sent is null || !Id().IsMatch(sent) ? null : earlier is null ? $"{room} {sent}" : $"{room} {sent} {earlier.Root}";

    [GeneratedRegex(@"\A\$[!-~]{1,254}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    // Of a handle, "ROOM EVENT" or "ROOM EVENT ROOT": a thread hangs on its root, and no relation reaches into another room.
    private sealed record Place(string Event, string Root)
    {
        public static Place? Of(string? handle, string room) =>
            handle?.Split(' ') is [var at, .. var ids] && at == room && ids is [_] or [_, _] && ids.All(static id => Id().IsMatch(id)) ? new Place(ids[0], ids[^1]) : null;
    }
}
