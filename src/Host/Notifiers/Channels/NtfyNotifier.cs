using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// ntfy, at ntfy.sh or the owner's own server. The topic is the secret: whoever knows it can read and write. Published as JSON, since a header holds no title of any
/// language. Limit (docs.ntfy.sh/publish): a message above 4096 bytes becomes an attachment.
/// </summary>
internal sealed class NtfyNotifier : HttpChannel
{
    // No character takes more than three bytes for each of its UTF-16 units.
    private const int Limit = 4096 / 3;

    private readonly SecretText _server;
    private readonly SecretText _topic;
    private readonly SecretText? _token;

    /// <summary>Creates the channel.</summary>
    public NtfyNotifier(ChannelTools tools, SecretText url, SecretText? token, Severity floor)
        : base(tools, "ntfy", "ntfy", "Look at OPENCLAW_ACTORS_NTFY_URL and OPENCLAW_ACTORS_NTFY_TOKEN", floor)
    {
        var address = new Uri(url.Reveal());
        _server = new SecretText(address.GetLeftPart(UriPartial.Authority));
        _topic = new SecretText(address.AbsolutePath.Trim('/'));
        _token = token;
    }

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("ntfy", [ChannelKind.Secret("ntfy", "url"), ChannelKind.Secret("ntfy", "token")], static read =>
    {
        if (read.SecretUrl("url", "https://ntfy.sh/a-topic-that-nobody-can-guess") is not { } url) return null;
        if (new Uri(url.Reveal()).AbsolutePath.Trim('/') is "" or { Length: > 64 }) throw read.Wrong("url", "it names no topic", "Write the topic behind the server, for example https://ntfy.sh/a-topic-that-nobody-can-guess");
        var (token, floor) = (read.Secret("token"), read.Floor);
        return tools => new NtfyNotifier(tools, url, token, floor);
    });

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _server.Reveal())
        {
            Content = JsonBody.Of(new JsonObject
            {
                ["topic"] = _topic.Reveal(),
                ["title"] = PlainNews.Title(news),
                ["message"] = PlainNews.Body(news, Limit),
                ["priority"] = news.Severity switch { Severity.Critical => 5, Severity.Warning => 4, Severity.Resolved => 3, _ => 2 },
            }),
        };
        if (_token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Reveal());
        return request;
    }
}
