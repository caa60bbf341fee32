using System.Globalization;
using System.Text.Json;

namespace OpenClaw.Host.Remote.Telegram;

/// <summary>Reads what <c>getUpdates</c> answers. What is odd is passed over; its number counts all the same, so that it does not come again.</summary>
internal static class TelegramMessages
{
    /// <summary>The service's name.</summary>
    public const string Service = "telegram";

    // A message has at most 4096 characters; a longer text than any command need not be kept.
    private const int LongestText = RemoteCommands.LongestText + 1;

    /// <summary>The updates of a whole answer; null when it is none.</summary>
    public static TelegramAnswer.Updates? Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Array) return null;
        long? last = null;
        var messages = new List<RemoteMessage>();
        foreach (var update in result.EnumerateArray())
        {
            if (Number(update, "update_id") is not { } number) continue;
            last = Math.Max(last ?? number, number);
            if (Message(update) is { } message) messages.Add(message);
        }

        return new TelegramAnswer.Updates(last, messages);
    }

    // Only what a person has typed there now: nothing edited, forwarded, sent through a bot or in a channel's name.
    private static RemoteMessage? Message(JsonElement update) =>
        Object(update, "message") is { } message && Text(message, "text") is { } text
        && Number(message, "message_id") is { } id && Number(message, "date") is { } date && date is > 0 and < 253_402_300_799
        && Object(message, "chat") is { } chat && Number(chat, "id") is { } chatId && Object(message, "from") is { } from && Number(from, "id") is { } userId
        && !(from.TryGetProperty("is_bot", out var bot) && bot.ValueKind != JsonValueKind.False)
        && !Foreign.Any(name => message.TryGetProperty(name, out _))
            ? new RemoteMessage(
                new RemoteSender(Service, Plain(chatId), Plain(userId)), Plain(id), text.Length > LongestText ? text[..LongestText] : text, DateTimeOffset.FromUnixTimeSeconds(date))
            : null;

    private static readonly string[] Foreign = ["forward_origin", "forward_date", "via_bot", "sender_chat", "sender_business_bot", "edit_date"];

    private static JsonElement? Object(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
}
