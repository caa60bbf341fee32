using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers;

/// <summary>
/// A Discord channel behind a webhook. The webhook's address is the secret: whoever has it can write. Its messages can be edited by the same address
/// (discord.com/developers/docs/resources/webhook, "Edit Webhook Message"); the handle is the message's id. They can answer none: "Execute Webhook" knows no
/// <c>message_reference</c>, which "Create Message" of bots has, so news that must be noticed are a message of their own.
/// </summary>
public sealed class DiscordNotifier : HttpChannel
{
    // Of the list of JSON error codes: unknown message; edited too often; another's message, as the webhook is a new one; in a thread that is archived.
    private static readonly double[] Gone = [10008, 30046, 50005, 50083];

    private readonly SecretText _address;
    private readonly Func<string, SecretText> _message;

    /// <summary>Creates the channel.</summary>
    /// <param name="tools">What it works with.</param>
    /// <param name="webhook">The webhook's address (DISCORD_WEBHOOK_URL).</param>
    /// <param name="floor">The least severe news it wants.</param>
    public DiscordNotifier(ChannelTools tools, SecretText webhook, Severity floor)
        : base(tools, "discord", "Discord", "Make a new webhook and set DISCORD_WEBHOOK_URL", floor)
    {
        // Without wait=true Discord says 204 before it knows whether it can show the message.
        var address = new UriBuilder(webhook.Reveal());
        var (path, query) = (address.Path.TrimEnd('/'), address.Query);
        address.Query = query.Length > 1 ? query[1..] + "&wait=true" : "wait=true";
        _address = new SecretText(address.Uri.AbsoluteUri);
        // With the thread, when the address names one: without it a message in there is not found.
        _message = id => new SecretText(new UriBuilder(webhook.Reveal()) { Path = $"{path}/messages/{id}", Query = query }.Uri.AbsoluteUri);
    }

    /// <inheritdoc/>
    protected override bool ReadsAnswers => true;

    /// <inheritdoc/>
    public override bool Edits => true;

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(DiscordLayout.Of(news), DiscordJson.Default.DiscordMessage));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Edited(news) is { } id
            ? new HttpRequestMessage(HttpMethod.Patch, _message(id).Reveal()) { Content = content }
            : new HttpRequestMessage(HttpMethod.Post, _address.Reveal()) { Content = content };
    }

    /// <inheritdoc/>
    protected override ChannelAnswer? Read(int status, JsonElement body, Announcement news) => status switch
    {
        >= 200 and < 300 => new ChannelAnswer.Taken(Edited(news) ?? Id(Text(body, "id"))),
        _ when Number(body, "code") is { } code && Gone.Contains(code) => new ChannelAnswer.Gone(),
        _ => null,
    };

    /// <inheritdoc/>
    protected override double? WaitIn(JsonElement body) => Number(body, "retry_after");

    private static string? Edited(Announcement news) => news.Rings ? null : Id(news.Earlier);

    // It becomes part of the address: a number and nothing else.
    private static string? Id(string? text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id.ToString(CultureInfo.InvariantCulture) : null;
}
