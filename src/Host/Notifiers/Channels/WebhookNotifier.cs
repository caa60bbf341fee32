using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Any program of the owner's that takes JSON. The body is ours, or a template of the owner's: JSON whose texts hold <c>{title}</c>, <c>{text}</c> and the like, filled in
/// text by text, so that no news can break out of its place. With a secret each request is signed: <c>X-OpenClaw-Signature: sha256=HEX</c>, the HMAC of
/// <c>TIMESTAMP.BODY</c> with <c>X-OpenClaw-Timestamp</c>; <c>Idempotency-Key</c> is the news' key.
/// </summary>
internal sealed partial class WebhookNotifier(ChannelTools tools, SecretText url, SecretText? secret, JsonNode? template, Severity floor)
    : HttpChannel(tools, "webhook", "The webhook", "Look at OPENCLAW_ACTORS_WEBHOOK_URL", floor)
{
    private const int TextLimit = 8000;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("webhook", [ChannelKind.Secret("webhook", "url"), ChannelKind.Secret("webhook", "secret"), new("notify.webhook.template")], static read =>
    {
        if (read.SecretUrl("url", "https://example.org/hooks/openclaw") is not { } url) return null;
        var (secret, template, floor) = (read.Secret("secret"), Template(read), read.Floor);
        return tools => new WebhookNotifier(tools, url, secret, template, floor);
    });

    /// <inheritdoc/>
    public override bool Groups => false;

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var body = (template is null ? Own(news) : Fill(template, news)).ToJsonString();
        var request = new HttpRequestMessage(HttpMethod.Post, url.Reveal()) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", IdempotencyKey(news));
        if (secret is not null)
        {
            var stamp = Tools.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), Encoding.UTF8.GetBytes($"{stamp}.{body}"));
            request.Headers.Add("X-OpenClaw-Timestamp", stamp);
            request.Headers.Add("X-OpenClaw-Signature", $"sha256={Convert.ToHexStringLower(signature)}");
        }

        return request;
    }

    private static JsonNode? Template(ChannelReader read)
    {
        if (read.Text("template") is not { } text) return null;
        try
        {
            return JsonNode.Parse(text) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw read.Wrong("template", "it is no JSON", "Write for example \"\"\"{\"text\": \"{title}: {text}\"}\"\"\"");
        }
    }

    private static JsonObject Own(Announcement news) => new()
    {
        ["version"] = 1,
        ["key"] = Value("key", news),
        ["gateway"] = Value("gateway", news),
        ["incident"] = news.Incident is null ? null : Value("incident", news),
        ["severity"] = Value("severity", news),
        ["title"] = Value("title", news),
        ["body"] = UntrustedText.Lines(news.Body, TextLimit),
        ["evidence"] = new JsonArray([.. news.Evidence.Take(100).Select(static line => JsonValue.Create(UntrustedText.OneLine(line, 1000)))]),
        ["yourTurn"] = news.YourTurn is null ? null : Value("yourTurn", news),
        ["at"] = Value("at", news),
        ["rings"] = news.Rings,
        ["signature"] = news.Signature is { } signature ? UntrustedText.OneLine(signature, 200) : null,
        ["folded"] = news.Folded,
        ["missed"] = news.Missed,
        ["report"] = PlainNews.Report(news),
        ["note"] = Note(news),
    };

    private static string? Note(Announcement news)
    {
        IEnumerable<string> said = [.. news.MayBeRepeat ? ["this may have reached you before"] : Array.Empty<string>(), .. PlainNews.Besides(news)];
        return string.Join('\n', said) is { Length: > 0 } note ? note : null;
    }

    private static JsonNode Fill(JsonNode node, Announcement news) => node switch
    {
        JsonObject all => new JsonObject(all.Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : Fill(p.Value, news)))),
        JsonArray all => new JsonArray([.. all.Select(item => item is null ? null : Fill(item, news))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Place().Replace(text, place => Value(place.Groups[1].Value, news))),
        _ => node.DeepClone(),
    };

    private static string Value(string place, Announcement news) => place switch
    {
        "title" => UntrustedText.OneLine(news.Title, 500),
        "text" => PlainNews.Body(news, TextLimit),
        "gateway" => UntrustedText.OneLine(news.Gateway.Value, 200),
        "incident" => UntrustedText.OneLine(news.Incident?.Value ?? "", 200),
        "severity" => news.Severity.ToString().ToLowerInvariant(),
        "yourTurn" => UntrustedText.Lines(news.YourTurn ?? "", TextLimit),
        "at" => news.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ => UntrustedText.OneLine(news.Key, 500),
    };

    [GeneratedRegex(@"\{(title|text|gateway|incident|severity|yourTurn|at|key)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
