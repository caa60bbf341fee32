using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Notifiers.Channels;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

public sealed class SlackBotNotifierSpecs : EditingChannelSpecs
{
    private const string Channel = "C0123456789";

    // By ts: the root of its thread, itself where it is none's.
    private readonly Dictionary<string, string> _sent = [];
    private string _channel = Channel;

    protected override IReadOnlyList<SinkAnswer> Gone => [Error("message_not_found"), Error("cant_update_message"), Error("edit_window_closed"), Error("is_inactive"), Error("an_error_of_tomorrow")];

    [Theory]
    [InlineData("ratelimited", false)]
    [InlineData("rate_limited", false)]
    [InlineData("service_unavailable", false)]
    [InlineData("request_timeout", false)]
    [InlineData("team_added_to_org", false)]
    [InlineData("internal_error", true)]
    [InlineData("fatal_error", true)]
    public async Task A_trouble_of_slack_s_that_passes_is_tried_later(string error, bool mayHaveArrived)
    {
        Sink.Answer(new SinkAnswer.Status(200, "7", $$"""{"ok":false,"error":"{{error}}"}"""), Error(error));
        var later = (await Deliver()).ShouldBeOfType<Delivery.TryLater>();
        (later.After, later.MayHaveArrived).ShouldBe((TimeSpan.FromSeconds(7), mayHaveArrived));
        (await Deliver()).ShouldBeOfType<Delivery.TryLater>().After.ShouldBeNull();
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("token_revoked")]
    [InlineData("account_inactive")]
    [InlineData("missing_scope")]
    [InlineData("not_in_channel")]
    [InlineData("channel_not_found")]
    [InlineData("is_archived")]
    [InlineData("msg_too_long")]
    public async Task What_its_owner_must_mend_is_refused_and_named(string error)
    {
        Sink.Answer(Error(error));
        var why = (await Deliver()).ShouldBeOfType<Delivery.Refused>().Why;
        why.ShouldContain(error);
        why.ShouldContain("OPENCLAW_ACTORS_SLACK_TOKEN");
    }

    [Fact]
    public async Task An_edit_with_a_token_that_is_no_longer_valid_is_not_told_anew()
    {
        var handle = await First();
        Sink.Answer(Error("token_revoked"));
        (await Deliver(News.Plain() with { Earlier = handle, Rings = false })).ShouldBeOfType<Delivery.Refused>();
        Sink.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_error_that_holds_what_was_sent_is_not_repeated()
    {
        Sink.Answer(Error($"no {Token}"));
        (await Deliver()).ShouldBeOfType<Delivery.Refused>();
    }

    [Fact]
    public async Task A_thread_hangs_on_its_first_message_and_is_shown_in_the_channel_too()
    {
        var first = await First();
        var second = await Handed(News.Plain() with { Key = "2", Earlier = first });
        await Handed(News.Plain() with { Key = "3", Earlier = second });
        Sink.Calls.Skip(1).Select(Answered).ShouldBe([IdOf(first), IdOf(first)]);
        ((bool)Sent["reply_broadcast"]!).ShouldBeTrue();
        Sink.Answer(Error("invalid_thread_ts"));
        IdOf(await Handed(News.Plain() with { Key = "4", Earlier = second })).ShouldNotBe(IdOf(second));
        Answered(Sink.Calls[^1]).ShouldBeNull();
    }

    [Fact]
    public async Task A_channel_by_name_is_edited_by_the_id_that_slack_gave()
    {
        _channel = "#alerts";
        var handle = await First();
        ((string)Sent["channel"]!).ShouldBe("#alerts");
        await Handed(News.Plain() with { Earlier = handle, Rings = false });
        ((string)Sent["channel"]!).ShouldBe(Channel);
    }

    protected override Task<ChannelSink> StartSink() => ChannelSink.Start(
        "/", Token,
        call =>
        {
            var (body, edits) = (JsonNode.Parse(call.Body)!, call.PathAndQuery == "/api/chat.update");
            var texts = body["blocks"]!.AsArray().Select(static b => (Type: (string)b!["type"]!, Kind: (string)b["text"]!["type"]!, Text: (string)b["text"]!["text"]!)).ToArray();
            return Rules(
                (call.Method == "POST" && (edits || call.PathAndQuery == "/api/chat.postMessage"), "unknown_method"),
                (call.Headers["authorization"] == $"Bearer {Token}", "invalid_auth"),
                (call.ContentType == "application/json; charset=utf-8", "invalid_charset"),
                ((string)body["channel"]! == Channel || (!edits && (string)body["channel"]! == "#alerts"), "channel_not_found"),
                (!edits || _sent.ContainsKey((string)body["ts"]!), "message_not_found"),
                (!edits || (body["thread_ts"] is null && (string)body["parse"]! == "none"), "arguments of another method, or names made links"),
                (body["thread_ts"] is null || _sent.GetValueOrDefault((string)body["thread_ts"]!) == (string)body["thread_ts"]!, "invalid_thread_ts"),
                (((string)body["text"]!).IndexOfAny(['<', '>']) < 0, "markup in the text"),
                (texts.All(static t => t.Kind == "plain_text" && t.Text.Length is > 0 and <= 3000), "a text empty or over 3000"),
                (texts.Where(static t => t.Type == "header").All(static t => t.Text.Length <= 150), "header over 150"));
        },
        call =>
        {
            var body = JsonNode.Parse(call.Body)!;
            var ts = (string?)body["ts"] ?? $"1764400000.{_sent.Count + 1:000000}";
            if (body["ts"] is null) _sent[ts] = (string?)body["thread_ts"] ?? ts;
            return new SinkAnswer.Status(200, Body: $$"""{"ok":true,"channel":"{{Channel}}","ts":"{{ts}}"}""");
        });

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new SlackBotNotifier(Tools(timeout), Server(webhook), new SecretText(Token), _channel, Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult(string.Join('\n', Sent["blocks"]!.AsArray().Select(static b => (string)b!["text"]!["text"]!)));

    protected override string? Edited(SinkCall call) => call.PathAndQuery == "/api/chat.update" ? (string)JsonNode.Parse(call.Body)!["ts"]! : null;

    protected override string? Answered(SinkCall call) => (string?)JsonNode.Parse(call.Body)!["thread_ts"];

    protected override string IdOf(string handle) => handle.Split(':')[1];

    // It is the body that says whether Slack has taken it.
    protected override void Odd(Delivery delivery) => delivery.ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeTrue();

    private static SinkAnswer.Status Error(string error) => new(200, Body: new JsonObject { ["ok"] = false, ["error"] = error }.ToJsonString());
}
