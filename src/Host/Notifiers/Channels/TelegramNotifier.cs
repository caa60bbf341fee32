using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Telegram, by a bot of the owner's own (not the one that OpenClaw answers with). <c>sendMessage</c> without a parse mode: nothing in the text is markup. Limit
/// (core.telegram.org/bots/api): 4096 characters. The token is in the address, as Telegram wants it. A message is edited by <c>editMessageText</c>; one that must be
/// noticed is a new one that answers the earlier one. The handle is <c>CHAT/MESSAGE</c>, as a message's number counts in its chat only.
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
    protected override bool ReadsAnswers => true;

    /// <inheritdoc/>
    public override bool Edits => true;

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var (earlier, edits) = (Message(news.Earlier), IsEdit(news));
        var body = new JsonObject
        {
            ["chat_id"] = chat,
            // In a group a name with an at sign calls whoever bears it, also in plain text.
            ["text"] = Mention().Replace(PlainNews.Text(news, Limit), "＠"),
            ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
        };
        if (edits) body["message_id"] = earlier;
        else body["disable_notification"] = news.Severity is Severity.Info;
        if (earlier is not null && !edits) body["reply_parameters"] = new JsonObject { ["message_id"] = earlier, ["allow_sending_without_reply"] = true };
        return new HttpRequestMessage(HttpMethod.Post, $"{api.AbsoluteUri.TrimEnd('/')}/bot{token.Reveal()}/{(edits ? "editMessageText" : "sendMessage")}") { Content = JsonBody.Of(body) };
    }

    /// <inheritdoc/>
    protected override ChannelAnswer? Read(int status, JsonElement body, Announcement news)
    {
        if (status is >= 200 and < 300) return new ChannelAnswer.Taken(IsEdit(news) ? news.Earlier : Handle(Number(Part(body, "result"), "message_id")));
        if (status != 400 || Text(body, "description") is not { } why) return null;
        if (Says("chat not found") || Says("upgraded to a supergroup") || Says("group chat was deactivated") || Says("not enough rights")) return new ChannelAnswer.Refused("this chat is not there for the bot (any more)");
        if (!IsEdit(news)) return null;
        // No codes: the descriptions are all there is (github.com/TelegramBotAPI/errors; tdlib/td, MessagesManager).
        if (Says("message is not modified")) return new ChannelAnswer.Taken(news.Earlier);
        return Says("message to edit not found") || Says("message can't be edited") || Says("MESSAGE_ID_INVALID") || Says("MESSAGE_AUTHOR_REQUIRED") ? new ChannelAnswer.Gone() : null;
        bool Says(string words) => why.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    protected override double? WaitIn(JsonElement body) => Number(Part(body, "parameters"), "retry_after");

    private bool IsEdit(Announcement news) => !news.Rings && Message(news.Earlier) is not null;

    private string? Handle(double? message) => message is >= 1 and <= int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"{chat}/{(int)message}") : null;

    private int? Message(string? handle) =>
        handle is not null && handle.StartsWith($"{chat}/", StringComparison.Ordinal)
        && int.TryParse(handle.AsSpan(chat.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var message) && message > 0 ? message : null;

    // Within a word it is an address or a package's version, and what is to be typed must stay as it is.
    [GeneratedRegex(@"(?<![\w])@(?=\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
