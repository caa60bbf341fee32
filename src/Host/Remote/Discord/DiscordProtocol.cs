using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenClaw.Host.Remote.Discord;

/// <summary>
/// The client's side of Discord's gateway (discord.com/developers/docs/events/gateway, version 10) as pure functions: what is to be sent, and what becomes of the connection.
/// </summary>
/// <param name="Token">The bot's token, for <c>identify</c> and <c>resume</c>.</param>
internal sealed record DiscordProtocol(Configuration.SecretText Token)
{
    /// <summary>The service's name.</summary>
    public const string Service = "discord";

    /// <summary>GUILD_MESSAGES, DIRECT_MESSAGES and MESSAGE_CONTENT: what is typed where the bot is, and nothing else. The last one is switched on in Discord's developer portal.</summary>
    public const int Intents = (1 << 9) | (1 << 12) | (1 << 15);

    /// <summary>Closed by us so that the session lives on; 1000 and 1001 would end it.</summary>
    public const int KeepsSession = 4000;

    private const int LongestText = RemoteCommands.LongestText + 1;

    // What no second try can mend: the token, shards, version and intents.
    private static readonly ImmutableHashSet<int> Hopeless = [4004, 4010, 4011, 4012, 4013, 4014];
    private static readonly ImmutableHashSet<int> SessionIsOver = [1000, 1001, 4007, 4009];

    /// <summary>The session that can be resumed; null for none.</summary>
    public string? Session { get; private init; }

    /// <summary>Where it is resumed; null for where sessions begin.</summary>
    public Uri? ResumeAt { get; private init; }

    /// <summary>The number of the last event.</summary>
    public long? Sequence { get; private init; }

    /// <summary>How often the heart is to beat; null before <c>hello</c>.</summary>
    public TimeSpan? Beat { get; private init; }

    /// <summary>A beat was sent that nobody has answered yet.</summary>
    public bool IsBeatOpen { get; private init; }

    /// <summary>A connection begins.</summary>
    public DiscordProtocol Connected() => this with { Beat = null, IsBeatOpen = false };

    /// <summary>The connection has ended.</summary>
    /// <param name="code">The close code; null for none.</param>
    /// <returns>The state after it, and why it is of no use to come back (one line); null when it is.</returns>
    public (DiscordProtocol Next, string? Hopeless) Closed(int? code)
    {
        if (code is { } end && Hopeless.Contains(end))
        {
            return (this, end switch
            {
                4004 => "Discord does not take the bot's token. Look at OPENCLAW_ACTORS_DISCORD_BOT_TOKEN",
                4014 => "Discord does not let the bot read messages. Switch on \"Message Content Intent\" for it in the developer portal",
                _ => string.Create(CultureInfo.InvariantCulture, $"Discord does not take us any more ({end})"),
            });
        }

        return (code is { } over && SessionIsOver.Contains(over) ? Forgotten() : this, null);
    }

    /// <summary>It is time for a beat.</summary>
    /// <returns>The state after it, and what is sent; null when the last one was not answered: then the connection is dead.</returns>
    public (DiscordProtocol Next, string? Send) TimeToBeat() => IsBeatOpen ? (this, null) : (this with { IsBeatOpen = true }, Heartbeat());

    /// <summary>Something came.</summary>
    /// <param name="payload">What came; untrusted.</param>
    public (DiscordProtocol Next, DiscordStep Step) Hear(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || Number(payload, "op") is not { } op) return (this, new DiscordStep());
        var data = payload.TryGetProperty("d", out var d) ? d : default;
        switch (op)
        {
            case 10 when Number(data, "heartbeat_interval") is { } interval and > 0 and < 3_600_000:
                return (this with { Beat = TimeSpan.FromMilliseconds(interval) }, new DiscordStep { Send = Session is null ? Identify() : Resume(), BeginsToBeat = true });
            case 1:
                return (this with { IsBeatOpen = true }, new DiscordStep { Send = Heartbeat() });
            case 11:
                return (this with { IsBeatOpen = false }, new DiscordStep());
            case 7:
                return (this, new DiscordStep { Reconnects = true });
            case 9:
                return (data.ValueKind == JsonValueKind.True ? this : Forgotten(), new DiscordStep { Reconnects = true, IsRefused = true });
            case 0:
                return Dispatched(this with { Sequence = Number(payload, "s") ?? Sequence }, Text(payload, "t"), data);
            default:
                return (this, new DiscordStep());
        }
    }

    private static (DiscordProtocol, DiscordStep) Dispatched(DiscordProtocol state, string? kind, JsonElement data) => kind switch
    {
        "READY" => (state with { Session = Text(data, "session_id"), ResumeAt = Address(Text(data, "resume_gateway_url")) }, new DiscordStep { IsReady = true }),
        "RESUMED" => (state, new DiscordStep { IsReady = true }),
        "MESSAGE_CREATE" => (state, new DiscordStep { Message = Message(data) }),
        _ => (state, new DiscordStep()),
    };

    // Only what a person has typed there now: no bot's, no webhook's, nothing forwarded and nothing of Discord's own.
    private static RemoteMessage? Message(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && Id(data, "id") is { } id && Id(data, "channel_id") is { } channel && Text(data, "content") is { Length: > 0 } text
        && Number(data, "type") is 0 or 19 && !data.TryGetProperty("webhook_id", out _) && !data.TryGetProperty("message_snapshots", out _)
        && data.TryGetProperty("author", out var author) && author.ValueKind == JsonValueKind.Object && Id(author, "id") is { } user
        && !(author.TryGetProperty("bot", out var bot) && bot.ValueKind != JsonValueKind.False) && !(author.TryGetProperty("system", out var system) && system.ValueKind != JsonValueKind.False)
        && Text(data, "timestamp") is { } stamp && DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new RemoteMessage(new RemoteSender(Service, channel, user), id, text.Length > LongestText ? text[..LongestText] : text, at)
            : null;

    private DiscordProtocol Forgotten() => this with { Session = null, ResumeAt = null, Sequence = null };

    private string Heartbeat() => new JsonObject { ["op"] = 1, ["d"] = Sequence }.ToJsonString();

    private string Identify() => new JsonObject
    {
        ["op"] = 2,
        ["d"] = new JsonObject
        {
            ["token"] = Token.Reveal(),
            ["intents"] = Intents,
            ["properties"] = new JsonObject { ["os"] = OperatingSystem.IsMacOS() ? "macos" : "linux", ["browser"] = "openclaw-actors", ["device"] = "openclaw-actors" },
        },
    }.ToJsonString();

    private string Resume() => new JsonObject { ["op"] = 6, ["d"] = new JsonObject { ["token"] = Token.Reveal(), ["session_id"] = Session, ["seq"] = Sequence } }.ToJsonString();

    // The token is sent there: never without encryption but to this machine.
    private static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "wss" || (url.Scheme == "ws" && Configuration.SettingsUrls.IsLoopback(url))) ? url : null;

    private static string? Id(JsonElement element, string name) => Text(element, name) is { Length: > 0 and <= 20 } id && id.All(char.IsAsciiDigit) ? id : null;

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What is to be done about something that came.</summary>
internal sealed record DiscordStep
{
    /// <summary>To be sent; null for nothing.</summary>
    public string? Send { get; init; }

    /// <summary>The heart begins to beat, the first time after a part of the interval that is left to chance.</summary>
    public bool BeginsToBeat { get; init; }

    /// <summary>The connection is to be closed and made anew.</summary>
    public bool Reconnects { get; init; }

    /// <summary>The session was refused: Discord wants 1 to 5 s before the next try.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The session is there (again).</summary>
    public bool IsReady { get; init; }

    /// <summary>Somebody has written; null when nobody has.</summary>
    public RemoteMessage? Message { get; init; }
}
