using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers.Channels;

namespace OpenClaw.Host.Remote.Telegram;

/// <summary>
/// A bot at Telegram's Bot API (core.telegram.org/bots/api): waits for messages and answers them. The token is in each address, so no exception of the HTTP client is ever
/// passed on.
/// </summary>
/// <param name="clients">Makes the client named <see cref="RemoteRegistration.ClientName"/>.</param>
/// <param name="api">The API's address.</param>
/// <param name="token">The bot's token.</param>
/// <param name="time">The clock of the deadlines.</param>
internal sealed partial class TelegramBot(IHttpClientFactory clients, Uri api, SecretText token, TimeProvider time) : ITelegramUpdates, IRemoteVoice
{
    private const int MostUpdates = 20;
    private const int LongestAnswer = 4096;
    private const int LargestBody = 1024 * 1024;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestSlowDown = TimeSpan.FromHours(1);

    private readonly BotApi _api = new(clients, "Telegram", LargestBody, time);

    /// <inheritdoc/>
    public string Bot { get; } = token.Reveal().Split(':')[0] is { Length: <= 20 } id && id.All(char.IsAsciiDigit) ? id : "unknown";

    /// <inheritdoc/>
    public async Task<TelegramAnswer> Next(long? offset, TimeSpan wait, CancellationToken cancel)
    {
        var asked = new JsonObject { ["timeout"] = (int)wait.TotalSeconds, ["limit"] = MostUpdates, ["allowed_updates"] = new JsonArray("message") };
        if (offset is { } first) asked["offset"] = first;
        var (status, body, failure) = await Call("getUpdates", asked, wait + Grace, cancel);
        using (body)
        {
            return status switch
            {
                null => new TelegramAnswer.Failed(failure!),
                HttpStatusCode.OK when body is not null && TelegramMessages.Read(body.RootElement) is { } updates => updates,
                HttpStatusCode.Conflict => new TelegramAnswer.Conflict(Description(body).Contains("webhook", StringComparison.OrdinalIgnoreCase)),
                // A token of the wrong form is an address that nobody knows.
                HttpStatusCode.Unauthorized or HttpStatusCode.NotFound => new TelegramAnswer.Unauthorized(),
                HttpStatusCode.TooManyRequests => new TelegramAnswer.SlowDown(Wait(body)),
                _ => new TelegramAnswer.Failed(string.Create(CultureInfo.InvariantCulture, $"Telegram answered {(int)status} with something else than updates")),
            };
        }
    }

    /// <inheritdoc/>
    public async Task<string?> Answer(RemoteMessage to, string text, CancellationToken cancel)
    {
        // No parse mode: nothing in the text is markup. Not protected (protect_content): what is to be typed on the host must be copied from here.
        var (status, body, failure) = await Call("sendMessage", new JsonObject
        {
            ["chat_id"] = to.From.Chat,
            ["text"] = Mention().Replace(UntrustedText.Lines(text, LongestAnswer), "＠"),
            ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
            ["reply_parameters"] = new JsonObject { ["message_id"] = long.Parse(to.Id, CultureInfo.InvariantCulture), ["allow_sending_without_reply"] = true },
        }, Grace, cancel);
        using (body) return status == HttpStatusCode.OK ? null : failure ?? string.Create(CultureInfo.InvariantCulture, $"Telegram answered {(int)status!}");
    }

    private Task<(HttpStatusCode? Status, JsonDocument? Body, string? Failure)> Call(string method, JsonObject arguments, TimeSpan limit, CancellationToken cancel) => _api.Call(
        () => new HttpRequestMessage(HttpMethod.Post, $"{api.AbsoluteUri.TrimEnd('/')}/bot{token.Reveal()}/{method}") { Content = JsonBody.Of(arguments) }, limit, cancel);

    private static string Description(JsonDocument? body) =>
        body?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static TimeSpan Wait(JsonDocument? body) =>
        body?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object
        && parameters.TryGetProperty("retry_after", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out var wait) && wait > 0
            ? wait < LongestSlowDown.TotalSeconds ? TimeSpan.FromSeconds(wait) : LongestSlowDown
            : RemoteBackoff.Longest;

    // In a group a name with an at sign calls whoever bears it.
    [GeneratedRegex(@"(?<![\w])@(?=\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
