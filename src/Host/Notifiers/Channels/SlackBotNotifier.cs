using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Slack, by a bot's token with the scope <c>chat:write</c> (Web API: <c>chat.postMessage</c>, <c>chat.update</c>). A message is edited; one that must be noticed is in the
/// thread of the first, and shown in the channel too (<c>reply_broadcast</c>). The handle is <c>CHANNEL:TS</c>, in a thread <c>CHANNEL:TS:ROOT</c>. Slack answers 200 to
/// what it refuses: whether it was taken is in the body.
/// </summary>
internal sealed partial class SlackBotNotifier(ChannelTools tools, Uri api, SecretText token, string channel, Severity floor)
    : HttpChannel(tools, "slack", "Slack", "Look at OPENCLAW_ACTORS_SLACK_TOKEN (a bot's, with the scope chat:write) and openclaw.notify.slack.channel; the app must be in that channel", floor)
{
    /// <inheritdoc/>
    protected override bool ReadsAnswers => true;

    /// <inheritdoc/>
    public override bool Edits => true;

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news)
    {
        var (earlier, edits) = (Place(news), IsEdit(news));
        var message = SlackLayout.Of(news);
        message["channel"] = edits ? earlier!.Channel : channel;
        if (edits)
        {
            // chat.update would make links of names in the text otherwise, as chat.postMessage does not.
            (message["ts"], message["parse"]) = (earlier!.Ts, "none");
        }
        else
        {
            (message["unfurl_links"], message["unfurl_media"]) = (false, false);
            if (earlier is not null) (message["thread_ts"], message["reply_broadcast"]) = (earlier.Root, true);
        }

        return new HttpRequestMessage(HttpMethod.Post, $"{api.AbsoluteUri.TrimEnd('/')}/api/{(edits ? "chat.update" : "chat.postMessage")}")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal()) },
            Content = JsonBody.Of(message),
        };
    }

    /// <inheritdoc/>
    protected override ChannelAnswer? Read(int status, JsonElement body, Announcement news)
    {
        if (status is < 200 or >= 300) return null;
        if (Part(body, "ok").ValueKind == JsonValueKind.True) return new ChannelAnswer.Taken(IsEdit(news) ? news.Earlier : Handle(Text(body, "channel"), Text(body, "ts"), Place(news)));
        return Text(body, "error") switch
        {
            // Something in between answered, or the answer broke off: nobody knows.
            null => new ChannelAnswer.Later("something that is no answer of Slack's API", true),
            "ratelimited" or "rate_limited" => new ChannelAnswer.Later("ratelimited", false),
            // "It's possible some aspect of the operation succeeded."
            "internal_error" or "fatal_error" => new ChannelAnswer.Later("internal_error", true),
            "service_unavailable" or "request_timeout" or "team_added_to_org" or "org_login_required" or "external_channel_migrating" => new ChannelAnswer.Later("service_unavailable", false),
            "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired" or "missing_scope" or "not_allowed_token_type" => Refusal(body),
            // message_not_found, cant_update_message, edit_window_closed, invalid_thread_ts and some more: whatever hinders the edit or the thread, the news itself may pass.
            _ when news.Earlier is not null => new ChannelAnswer.Gone(),
            "msg_too_long" or "no_text" or "invalid_blocks" or "invalid_blocks_format" or "msg_blocks_too_long" or "too_many_attachments" => Refusal(body) with { IsChannelDead = false },
            _ => Refusal(body),
        };
    }

    private static ChannelAnswer.Refused Refusal(JsonElement body) => new(Text(body, "error") is { } error && Code().IsMatch(error) ? error : "with an error that is none of Slack's");

    private static string? Handle(string? channel, string? ts, Message? earlier)
    {
        var handle = earlier is null ? $"{channel}:{ts}" : $"{channel}:{ts}:{earlier.Root}";
        return Form().IsMatch(handle) ? handle : null;
    }

    private bool IsEdit(Announcement news) => !news.Rings && Place(news) is not null;

    // One in another channel than the owner's is left alone. A name says nothing about that: Slack answers with ids only.
    private Message? Place(Announcement news)
    {
        if (news.Earlier is null || Form().Match(news.Earlier) is not { Success: true } match) return null;
        var (at, ts, root) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        return Id().IsMatch(channel) && at != channel ? null : new Message(at, ts, root.Length == 0 ? ts : root);
    }

    [GeneratedRegex(@"\A([CDG][A-Z0-9]{1,30}):([0-9]{1,12}\.[0-9]{1,12})(?::([0-9]{1,12}\.[0-9]{1,12}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A[CDG][A-Z0-9]{7,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[a-z_]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    private sealed record Message(string Channel, string Ts, string Root);
}
