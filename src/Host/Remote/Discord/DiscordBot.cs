using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Notifiers.Channels;

namespace OpenClaw.Host.Remote.Discord;

/// <summary>A bot at Discord: its gateway for what people write, its REST API for the answers. No port is opened.</summary>
/// <param name="clients">Makes the client named <see cref="RemoteRegistration.ClientName"/>.</param>
/// <param name="api">The API's address, its version included.</param>
/// <param name="token">The bot's token.</param>
/// <param name="time">The clock of the deadlines.</param>
internal sealed class DiscordBot(IHttpClientFactory clients, Uri api, SecretText token, TimeProvider time) : IDiscordGateway, IRemoteVoice
{
    /// <summary>The most UTF-16 units of what is shown before a code: with every second one escaped, and the code, it stays below Discord's 2000.</summary>
    public const int Room = 900;

    private const int LongestAnswer = 2000;
    private const int LargestBody = 256 * 1024;
    private const int SuppressEmbeds = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly BotApi _api = new(clients, "Discord", LargestBody, time);

    /// <inheritdoc/>
    public async Task<DiscordEntrance> Entrance(CancellationToken cancel)
    {
        var (status, body, failure) = await Call(HttpMethod.Get, "gateway/bot", null, cancel);
        using (body)
        {
            switch (status)
            {
                case null:
                    return new DiscordEntrance(null, RemoteBackoff.Longest, failure!);
                case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                    return new DiscordEntrance(null, null, "Discord does not take the bot's token. Look at OPENCLAW_ACTORS_DISCORD_BOT_TOKEN");
                case HttpStatusCode.TooManyRequests:
                    return new DiscordEntrance(null, Bounded(Number(body?.RootElement, "retry_after")), "Discord asks us to slow down");
                case HttpStatusCode.OK when Address(body) is { } url:
                    var limit = body!.RootElement.TryGetProperty("session_start_limit", out var found) ? found : default;
                    // So many sessions may be begun in a day; one more would cost the bot its token.
                    return Number(limit, "remaining") is <= 0
                        ? new DiscordEntrance(null, Bounded(Number(limit, "reset_after") / 1000), "Discord lets the bot begin no more sessions today")
                        : new DiscordEntrance(url);
                default:
                    return new DiscordEntrance(null, RemoteBackoff.Longest, string.Create(CultureInfo.InvariantCulture, $"Discord answered {(int)status} with something else than its gateway"));
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IDiscordLine> Connect(Uri where, CancellationToken cancel) =>
        await DiscordLine.Open(new UriBuilder(where) { Query = "v=10&encoding=json" }.Uri, Limit, time, cancel);

    /// <inheritdoc/>
    public async Task<string?> Answer(RemoteMessage to, string text, CancellationToken cancel)
    {
        // Nothing in the text is markup, calls anybody or unfolds a link.
        var (status, body, failure) = await Call(HttpMethod.Post, $"channels/{to.From.Chat}/messages", new JsonObject
        {
            ["content"] = DiscordLayout.Prose(text, LongestAnswer),
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray(), ["replied_user"] = false },
            ["message_reference"] = new JsonObject { ["message_id"] = to.Id, ["fail_if_not_exists"] = false },
            ["flags"] = SuppressEmbeds,
        }, cancel);
        using (body) return status is { } code ? (int)code is >= 200 and < 300 ? null : string.Create(CultureInfo.InvariantCulture, $"Discord answered {(int)code}") : failure;
    }

    private Task<(HttpStatusCode? Status, JsonDocument? Body, string? Failure)> Call(HttpMethod method, string path, JsonObject? arguments, CancellationToken cancel) => _api.Call(
        () =>
        {
            var request = new HttpRequestMessage(method, $"{api.AbsoluteUri.TrimEnd('/')}/{path}") { Content = arguments is null ? null : JsonBody.Of(arguments) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bot", token.Reveal());
            // Discord wants one of this form; where an address belongs, the program's name has to do.
            request.Headers.TryAddWithoutValidation("User-Agent", $"DiscordBot (openclaw-actors, {ProductVersion.Text})");
            return request;
        },
        Limit, cancel);

    private static Uri? Address(JsonDocument? body) =>
        body?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("url", out var text) && text.ValueKind == JsonValueKind.String
        && Uri.TryCreate(text.GetString(), UriKind.Absolute, out var url) && (url.Scheme == "wss" || (url.Scheme == "ws" && SettingsUrls.IsLoopback(url))) ? url : null;

    private static double? Number(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    private static TimeSpan Bounded(double? seconds) => seconds is not > 0 ? RemoteBackoff.Longest : seconds < LongestWait.TotalSeconds ? TimeSpan.FromSeconds(seconds.Value) : LongestWait;
}
