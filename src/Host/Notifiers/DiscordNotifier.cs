using System.Net.Http.Headers;
using System.Text.Json;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers;

/// <summary>A Discord channel behind a webhook. The webhook's address is the secret: whoever has it can write.</summary>
public sealed class DiscordNotifier : HttpChannel
{
    private readonly SecretText _address;

    /// <summary>Creates the channel.</summary>
    /// <param name="tools">What it works with.</param>
    /// <param name="webhook">The webhook's address (DISCORD_WEBHOOK_URL).</param>
    /// <param name="floor">The least severe news it wants.</param>
    public DiscordNotifier(ChannelTools tools, SecretText webhook, Severity floor)
        : base(tools, "discord", "Discord", "Make a new webhook and set DISCORD_WEBHOOK_URL", floor)
    {
        // Without wait=true Discord says 204 before it knows whether it can show the message.
        var address = new UriBuilder(webhook.Reveal());
        address.Query = address.Query.Length > 1 ? address.Query[1..] + "&wait=true" : "wait=true";
        _address = new SecretText(address.Uri.AbsoluteUri);
    }

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(DiscordLayout.Of(news), DiscordJson.Default.DiscordMessage));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, _address.Reveal()) { Content = content };
    }

    /// <inheritdoc/>
    protected override double? WaitIn(JsonElement body) => Number(body, "retry_after");
}
