using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Telegram, by a bot of the owner's own (not the one that OpenClaw answers with). <c>sendMessage</c> without a parse mode: nothing in the text is markup. Limit
/// (core.telegram.org/bots/api): 4096 characters. The token is in the address, as Telegram wants it.
/// </summary>
internal sealed partial class TelegramNotifier(ChannelTools tools, Uri api, SecretText token, string chat, Severity floor)
    : HttpChannel(tools, "telegram", "Telegram", "Look at OPENCLAW_ACTORS_TELEGRAM_TOKEN and openclaw.notify.telegram.chat; the bot must be in that chat", floor)
{
    private const int Limit = 4096;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("telegram", [ChannelKind.Secret("telegram", "token"), new("notify.telegram.chat"), new("notify.telegram.api")], static read =>
    {
        if (read.Secret("token") is not { } token) return null;
        var (chat, api, floor) = (read.Needed("chat", "token", "Set it to the chat's id, for example 123456789 or @mychannel"), read.Url("api", "https://api.telegram.org"), read.Floor);
        return tools => new TelegramNotifier(tools, api, token, chat, floor);
    });

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news) => new(HttpMethod.Post, $"{api.AbsoluteUri.TrimEnd('/')}/bot{token.Reveal()}/sendMessage")
    {
        Content = JsonBody.Of(new JsonObject
        {
            ["chat_id"] = chat,
            // In a group a name with an at sign calls whoever bears it, also in plain text.
            ["text"] = Mention().Replace(PlainNews.Text(news, Limit), "＠"),
            ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
            ["disable_notification"] = news.Severity is Severity.Info,
        }),
    };

    /// <inheritdoc/>
    protected override double? WaitIn(JsonElement body) =>
        body.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object ? Number(parameters, "retry_after") : null;

    // Within a word it is an address or a package's version, and what is to be typed must stay as it is.
    [GeneratedRegex(@"(?<![\w])@(?=\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
