using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// ntfy, at ntfy.sh or the owner's own server. The topic is the secret: whoever knows it can read and write. Published as JSON, since a header holds no title of any
/// language. Limit (docs.ntfy.sh/publish): a message above 4096 bytes becomes an attachment. A message is brought up to date by another one with its
/// <c>sequence_id</c> ("Updating notifications", since server 2.16 and the Android app 1.22; an older server shows it as one more message). No replies, no threads.
/// </summary>
internal sealed partial class NtfyNotifier : HttpChannel
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
    protected override bool ReadsAnswers => true;

    /// <inheritdoc/>
    public override bool Edits => true;

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var edited = Edited(news);
        var body = new JsonObject
        {
            ["topic"] = _topic.Reveal(),
            ["title"] = PlainNews.Title(news),
            ["message"] = PlainNews.Body(news, Limit),
            // 2 makes no sound: bringing up to date is not to disturb.
            ["priority"] = news.Severity switch { _ when edited is not null => 2, Severity.Critical => 5, Severity.Warning => 4, Severity.Resolved => 3, _ => 2 },
        };
        if (edited is not null) body["sequence_id"] = edited;
        var request = new HttpRequestMessage(HttpMethod.Post, _server.Reveal()) { Content = JsonBody.Of(body) };
        if (_token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Reveal());
        return request;
    }

    /// <inheritdoc/>
    protected override ChannelAnswer? Read(int status, JsonElement body, Announcement news) =>
        status is >= 200 and < 300 ? new ChannelAnswer.Taken(Sequence(Text(body, "sequence_id") ?? Text(body, "id")) ?? Edited(news)) : null;

    private static string? Edited(Announcement news) => news.Rings ? null : Sequence(news.Earlier);

    private static string? Sequence(string? text) => text is not null && Form().IsMatch(text) ? text : null;

    // The server's own rule; anything else is refused with 400.
    [GeneratedRegex(@"\A[-_A-Za-z0-9]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
