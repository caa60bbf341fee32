using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Notifiers.Channels;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>The contract for a channel that is an <see cref="HttpChannel"/>, against a remote side that knows the published rules of its API.</summary>
public abstract class ChannelSpecs : ChannelSpecs<ChannelSink>
{
    protected JsonNode Sent => JsonNode.Parse(Sink.Calls[^1].Body)!;
}

/// <summary>The same with a remote side of its own kind.</summary>
public abstract class ChannelSpecs<TSink> : HttpNotifierContractSpecs<TSink>
    where TSink : WebhookSink
{
    protected const string Token = "c2VjcmV0LW9mLWEtc3RhbmQtaW4x";

    private readonly RecordedLogs _logs = new();
    private ServiceProvider? _services;

    public override async ValueTask DisposeAsync()
    {
        _logs.All.ShouldNotContain(Token);
        if (_services is not null) await _services.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Sink.Answer(new SinkAnswer.Status(302));
        (await Deliver()).ShouldBeOfType<Delivery.Refused>();
        Sink.Calls.Count.ShouldBe(1);
    }

    protected static SecretText Secret(Uri url) => new(url.AbsoluteUri);

    protected static Uri Server(Uri url) => new(url.GetLeftPart(UriPartial.Authority));

    protected static IEnumerable<string> Rules(params (bool IsKept, string Rule)[] rules) => rules.Where(static r => !r.IsKept).Select(static r => r.Rule);

    /// <summary>Whether an object has none but these fields, where an API's schema is closed.</summary>
    protected static bool Known(JsonNode node, params string[] fields) => node.AsObject().All(field => fields.Contains(field.Key));

    protected ChannelTools Tools(TimeSpan timeout)
    {
        _services ??= new ServiceCollection().AddLogging(l => l.AddProvider(_logs).SetMinimumLevel(LogLevel.Trace)).AddChannelClient().BuildServiceProvider();
        return new ChannelTools(_services.GetRequiredService<IHttpClientFactory>(), timeout, TimeProvider.System);
    }
}

public sealed class SlackNotifierSpecs : ChannelSpecs
{
    protected override Task<ChannelSink> StartSink() => ChannelSink.Start($"/services/T0/B0/{Token}", Token, static call =>
    {
        var body = JsonNode.Parse(call.Body)!;
        var texts = body["blocks"]!.AsArray().Select(static b => (Type: (string)b!["type"]!, Kind: (string)b["text"]!["type"]!, Text: (string)b["text"]!["text"]!)).ToArray();
        return Rules(
            (((string)body["text"]!).IndexOfAny(['<', '>']) < 0, "markup in the text"),
            (texts.All(static t => t.Kind == "plain_text" && t.Text.Length is > 0 and <= 3000), "a text empty or over 3000"),
            (texts.Where(static t => t.Type == "header").All(static t => t.Text.Length <= 150), "header over 150"));
    });

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new SlackNotifier(Tools(timeout), Secret(webhook), Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult(string.Join('\n', Sent["blocks"]!.AsArray().Select(static b => (string)b!["text"]!["text"]!)));
}

public sealed class TelegramNotifierSpecs : EditingChannelSpecs
{
    private int _sent;

    protected override IReadOnlyList<SinkAnswer> Gone => [Bad("message to edit not found"), Bad("message can't be edited"), Bad("MESSAGE_ID_INVALID")];

    [Fact]
    public async Task A_wait_in_the_body_is_kept_and_nobody_is_called_by_name()
    {
        Sink.Answer(new SinkAnswer.Status(429, Body: """{"ok":false,"error_code":429,"parameters":{"retry_after":7}}"""));
        (await Deliver()).ShouldBeOfType<Delivery.TryLater>().After.ShouldBe(TimeSpan.FromSeconds(7));
        await Create().Deliver(News.Plain() with { Body = "@everybody npm install openclaw@2026.9.6" }, CancellationToken.None);
        (await Arrived()).ShouldContain("＠everybody npm install openclaw@2026.9.6");
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_done()
    {
        var handle = await First();
        Sink.Answer(Bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"));
        (await Handed(News.Plain() with { Earlier = handle, Rings = false })).ShouldBe(handle);
        Sink.Calls.Count.ShouldBe(2);
    }

    protected override Task<ChannelSink> StartSink() => ChannelSink.Start(
        "/", Token,
        call =>
        {
            var (body, edits) = (JsonNode.Parse(call.Body)!, call.PathAndQuery == $"/bot{Token}/editMessageText");
            return Rules(
                (edits || call.PathAndQuery == $"/bot{Token}/sendMessage", "no such method"),
                (!edits || (int)body["message_id"]! <= _sent, "message to edit not found"),
                (!edits || body["reply_parameters"] is null, "an edit answers nothing"),
                (body["reply_parameters"] is not { } reply || ((int)reply["message_id"]! <= _sent && (bool)reply["allow_sending_without_reply"]!), "message to be replied not found"),
                ((string)body["chat_id"]! == "42", "chat not found"),
                (((string)body["text"]!).Length is > 0 and <= 4096, "message is empty or too long"),
                (body["parse_mode"] is null, "markup"));
        },
        call => new SinkAnswer.Status(200, Body: $$$"""{"ok":true,"result":{"message_id":{{{(int?)JsonNode.Parse(call.Body)!["message_id"] ?? ++_sent}}}}}"""));

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new TelegramNotifier(Tools(timeout), Server(webhook), new SecretText(Token), "42", Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult((string)Sent["text"]!);

    protected override string? Edited(SinkCall call) => JsonNode.Parse(call.Body)!["message_id"]?.ToString();

    protected override string? Answered(SinkCall call) => JsonNode.Parse(call.Body)!["reply_parameters"]?["message_id"]?.ToString();

    protected override string IdOf(string handle) => handle.Split('/')[1];

    private static SinkAnswer.Status Bad(string why) => new(400, Body: new JsonObject { ["ok"] = false, ["error_code"] = 400, ["description"] = $"Bad Request: {why}" }.ToJsonString());
}

public sealed class NtfyNotifierSpecs : EditingChannelSpecs
{
    private int _sent;

    // It keeps no account of what it has sent: a sequence that nobody knows is a new message.
    protected override IReadOnlyList<SinkAnswer> Gone => [];

    protected override bool CanAnswer => false;

    [Fact]
    public async Task A_server_that_knows_no_sequences_has_sent_one_more_message_and_that_is_the_handle()
    {
        var handle = await First();
        Sink.Answer(new SinkAnswer.Status(200, Body: """{"id":"hwQ2YpKdmg","event":"message"}"""));
        (await Handed(News.Plain() with { Earlier = handle, Rings = false })).ShouldBe("hwQ2YpKdmg");
        ((int)Sent["priority"]!).ShouldBe(2, "no sound");
    }

    protected override Task<ChannelSink> StartSink() => ChannelSink.Start(
        $"/{Token}", Token,
        static call =>
        {
            var body = JsonNode.Parse(call.Body)!;
            return Rules(
                (call.PathAndQuery == "/" && (string)body["topic"]! == Token, "no topic"),
                (call.Headers["authorization"] == "Bearer tk_second", "not allowed"),
                (body["sequence_id"] is not { } sequence || Regex.IsMatch((string)sequence!, "^[-_A-Za-z0-9]{1,64}$"), "sequence ID invalid"),
                (Encoding.UTF8.GetByteCount((string)body["message"]!) is > 0 and <= 4096, "an attachment"),
                ((int)body["priority"]! is >= 1 and <= 5, "priority"));
        },
        call =>
        {
            var (id, sequence) = ($"id{++_sent}", (string?)JsonNode.Parse(call.Body)!["sequence_id"]);
            return new SinkAnswer.Status(200, Body: new JsonObject { ["id"] = id, ["sequence_id"] = sequence ?? id, ["event"] = "message" }.ToJsonString());
        });

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new NtfyNotifier(Tools(timeout), Secret(webhook), new SecretText("tk_second"), Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult($"{Sent["title"]}\n{Sent["message"]}");

    protected override string? Edited(SinkCall call) => (string?)JsonNode.Parse(call.Body)!["sequence_id"];

    protected override string IdOf(string handle) => handle;

    protected override bool MayBeOurs(string handle) => Regex.IsMatch(handle, @"\A[-_A-Za-z0-9]{1,64}\z");
}

public sealed class PushoverNotifierSpecs : ChannelSpecs
{
    protected override Task<ChannelSink> StartSink() => ChannelSink.Start("/", Token, static call =>
    {
        var form = HttpUtility.ParseQueryString(call.Body);
        return Rules(
            (call.PathAndQuery == "/1/messages.json", "path"),
            (form["token"] == Token && form["user"] == "the-user", "token or user"),
            (form["message"] is { Length: > 0 and <= 1024 }, "message empty or over 1024"),
            (form["title"] is { Length: <= 250 }, "title over 250"),
            (form["priority"] is "-2" or "-1" or "0" or "1", "priority"));
    });

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new PushoverNotifier(Tools(timeout), Server(webhook), new SecretText(Token), new SecretText("the-user"), Severity.Warning);

    protected override Task<string> Arrived()
    {
        var form = HttpUtility.ParseQueryString(Sink.Calls[^1].Body);
        return Task.FromResult($"{form["title"]}\n{form["message"]}");
    }
}

public sealed class GotifyNotifierSpecs : ChannelSpecs
{
    protected override Task<ChannelSink> StartSink() => ChannelSink.Start("/behind/a-proxy", Token, static call =>
    {
        var body = JsonNode.Parse(call.Body)!;
        return Rules(
            (call.Method == "POST" && call.PathAndQuery == "/behind/a-proxy/message", "path"),
            (call.Headers["x-gotify-key"] == Token, "you need to provide a valid access token"),
            (call.Headers["content-type"].StartsWith("application/json", StringComparison.Ordinal), "extras are taken in JSON only"),
            (Encoding.UTF8.GetByteCount((string)body["message"]!) is > 0 and <= 65_535, "message empty or over the column"),
            (((string)body["title"]!).Length > 0, "title"),
            ((int)body["priority"]! is >= 0 and <= 10, "priority"),
            ((string)body["extras"]!["client::display"]!["contentType"]! == "text/plain", "markup"));
    });

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new GotifyNotifier(Tools(timeout), webhook, new SecretText(Token), Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult($"{Sent["title"]}\n{Sent["message"]}");
}

public sealed class PagerDutyNotifierSpecs : ChannelSpecs
{
    [Fact]
    public async Task One_incident_is_triggered_and_resolved_under_one_key()
    {
        await Create().Deliver(News.Plain(), CancellationToken.None);
        await Create().Deliver(News.Plain(Severity.Resolved) with { Key = "main-20261123-031504/resolved" }, CancellationToken.None);
        var (first, last) = (JsonNode.Parse(Sink.Calls[0].Body)!, Sent);
        ((string)first["event_action"]!, (string)last["event_action"]!).ShouldBe(("trigger", "resolve"));
        ((string)last["dedup_key"]!).ShouldBe((string)first["dedup_key"]!);
        Create().Groups.ShouldBeFalse("each incident is one of theirs");
    }

    protected override Task<ChannelSink> StartSink() => ChannelSink.Start(
        "/", Token,
        static call =>
        {
            var (body, payload) = (JsonNode.Parse(call.Body)!, JsonNode.Parse(call.Body)!["payload"]!);
            return Rules(
                (call.PathAndQuery == "/v2/enqueue" && (string)body["routing_key"]! == Token, "routing_key"),
                ((string)body["event_action"]! is "trigger" or "resolve", "event_action"),
                (((string)body["dedup_key"]!).Length is > 0 and <= 255, "dedup_key"),
                (((string)payload["summary"]!).Length is > 0 and <= 1024, "summary"),
                (((string)payload["source"]!).Length > 0, "source"),
                ((string)payload["severity"]! is "critical" or "warning" or "error" or "info", "severity"),
                (DateTimeOffset.TryParse((string)payload["timestamp"]!, out _), "timestamp"),
                (Known(body, "routing_key", "event_action", "dedup_key", "payload", "client", "client_url", "links", "images"), "an unknown field"),
                (Known(payload, "summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details"), "an unknown field of the payload"),
                (Encoding.UTF8.GetByteCount(call.Body) <= 512 * 1024, "over 512 kB"));
        },
        new SinkAnswer.Status(202, Body: """{"status":"success"}"""));

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new PagerDutyNotifier(Tools(timeout), Server(webhook), new SecretText(Token), Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult($"{Sent["payload"]!["summary"]}\n{Sent["payload"]!["custom_details"]!["text"]}");
}

public sealed class TeamsNotifierSpecs : ChannelSpecs
{
    protected override Task<ChannelSink> StartSink() => ChannelSink.Start(
        $"/workflows/{Token}", Token,
        static call =>
        {
            var card = JsonNode.Parse(call.Body)!["attachments"]![0]!;
            return Rules(
                (Encoding.UTF8.GetByteCount(call.Body) <= 28 * 1024, "over 28 kB"),
                ((string)JsonNode.Parse(call.Body)!["type"]! == "message", "no message"),
                ((string)card["content"]!["type"]! == "AdaptiveCard" && (string)card["content"]!["version"]! is "1.0" or "1.1" or "1.2" or "1.3" or "1.4" or "1.5", "no card that Teams shows"),
                (card["content"]!["body"]!.AsArray().All(static b => b!["inlines"]!.AsArray().All(static i => i is JsonValue || (string)i!["type"]! == "TextRun")), "an inline that is no text run"),
                ((string)card["contentType"]! == "application/vnd.microsoft.card.adaptive", "no card"),
                (card["content"]!["body"]!.AsArray().All(static b => (string)b!["type"]! == "RichTextBlock" && b["inlines"]![0]!["text"]!.ToString().Length > 0), "a block with markup, or without text"));
        },
        new SinkAnswer.Status(202));

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new TeamsNotifier(Tools(timeout), Secret(webhook), Severity.Warning);

    protected override Task<string> Arrived() =>
        Task.FromResult(string.Join('\n', Sent["attachments"]![0]!["content"]!["body"]!.AsArray().Select(static b => (string)b!["inlines"]![0]!["text"]!)));
}

public sealed class MatrixNotifierSpecs : EditingChannelSpecs
{
    // By transaction: the event, and whether it has a relation.
    private readonly Dictionary<string, (string Event, bool Related)> _sent = [];

    protected override IReadOnlyList<SinkAnswer> Gone => [Bad(400, "M_UNKNOWN"), Bad(404, "M_NOT_FOUND")];

    [Fact]
    public async Task A_thread_hangs_on_its_first_message_whichever_is_answered()
    {
        var first = await First();
        var second = await Handed(News.Plain() with { Key = "2", Earlier = first });
        await Handed(News.Plain() with { Key = "3", Earlier = second });
        Sink.Calls.Skip(1).Select(Answered).ShouldBe([IdOf(first), IdOf(first)]);
        ((string)Sent["m.relates_to"]!["m.in_reply_to"]!["event_id"]!).ShouldBe(IdOf(second));
        ((bool)Sent["m.relates_to"]!["is_falling_back"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task An_edit_that_is_sent_twice_is_one_event_there()
    {
        var edit = News.Plain() with { Key = "2", Earlier = await First(), Rings = false };
        await Handed(edit);
        await Handed(edit);
        _sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_sent_twice_is_one_event_there()
    {
        await Deliver();
        await Deliver();
        await Create().Deliver(News.Plain() with { Key = "another" }, CancellationToken.None);
        Sink.Calls.Select(static c => c.PathAndQuery).Distinct().Count().ShouldBe(2);
    }

    protected override Task<ChannelSink> StartSink() => ChannelSink.Start(
        "/", Token,
        call =>
        {
            var (body, relation) = (JsonNode.Parse(call.Body)!, JsonNode.Parse(call.Body)!["m.relates_to"]);
            var related = _sent.Values.FirstOrDefault(e => e.Event == (string?)relation?["event_id"]);
            return Rules(
                (relation is null || related.Event is not null, "M_NOT_FOUND"),
                ((string?)relation?["rel_type"] is not "m.thread" || !related.Related, "M_UNKNOWN: no thread off an event with a relation"),
                ((string?)relation?["rel_type"] is not "m.replace" || ((string)body["m.new_content"]!["msgtype"]! is "m.text" or "m.notice" && body["m.new_content"]!["m.mentions"]!.AsObject().Count == 0), "m.new_content"),
                (call.Method == "PUT" && call.PathAndQuery.StartsWith("/_matrix/client/v3/rooms/", StringComparison.Ordinal), "path"),
                (call.Headers["authorization"] == $"Bearer {Token}", "M_UNKNOWN_TOKEN"),
                ((string)body["msgtype"]! is "m.text" or "m.notice", "msgtype"),
                (body["m.mentions"]!.AsObject().Count == 0, "mentions"),
                (Encoding.UTF8.GetByteCount(call.Body) < 64 * 1024, "M_TOO_LARGE"));
        },
        call =>
        {
            // An edit is no thread's, but nobody can answer it or edit it either.
            if (!_sent.TryGetValue(call.PathAndQuery, out var sent)) _sent[call.PathAndQuery] = sent = ($"${_sent.Count + 1}:example.org", JsonNode.Parse(call.Body)!["m.relates_to"] is not null);
            return new SinkAnswer.Status(200, Body: $$"""{"event_id":"{{sent.Event}}"}""");
        });

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new MatrixNotifier(Tools(timeout), Server(webhook), new SecretText(Token), "!abc:example.org", Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult((string)(Sent["m.new_content"] ?? Sent)["body"]!);

    protected override string? Edited(SinkCall call) => Related(call, "m.replace");

    protected override string? Answered(SinkCall call) => Related(call, "m.thread");

    protected override string IdOf(string handle) => handle.Split(' ')[1];

    private static string? Related(SinkCall call, string type) =>
        JsonNode.Parse(call.Body)!["m.relates_to"] is { } relation && (string)relation["rel_type"]! == type ? (string)relation["event_id"]! : null;

    private static SinkAnswer.Status Bad(int status, string code) => new(status, Body: new JsonObject { ["errcode"] = code }.ToJsonString());
}

public sealed class WebhookNotifierSpecs : ChannelSpecs
{
    private string? _template;

    [Fact]
    public async Task It_is_signed_over_time_and_body_and_carries_the_key()
    {
        await Deliver();
        await Deliver();
        var call = Sink.Calls[^1];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("signing-secret"), Encoding.UTF8.GetBytes($"{call.Headers["x-openclaw-timestamp"]}.{call.Body}"));
        call.Headers["x-openclaw-signature"].ShouldBe($"sha256={Convert.ToHexStringLower(expected)}");
        Sink.Calls.Select(static c => c.Headers["idempotency-key"]).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_says_what_a_program_must_know_of_the_news()
    {
        await Create().Deliver(News.Plain() with { Rings = false, Signature = "unreachable/port-taken", Folded = 3, Missed = 12, MayBeRepeat = true }, CancellationToken.None);
        ((bool)Sent["rings"]!, (string)Sent["signature"]!, (int)Sent["folded"]!, (int)Sent["missed"]!).ShouldBe((false, "unreachable/port-taken", 3, 12));
        ((string)Sent["report"]!).ShouldBe("openclaw-actors incidents main-20261123-031504");
        Create().Groups.ShouldBeFalse("a program is not disturbed");
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task News_cannot_break_out_of_their_place_in_a_template(string text)
    {
        _template = """{"kind":"alert","parts":["{title}","{text}"],"level":"{severity}","n":1,"nothing":null,"{title}":"{unknown}"}""";
        (await Create().Deliver(News.Hostile(text), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        var sent = Sent.AsObject();
        sent.Select(static p => p.Key).ShouldBe(["kind", "parts", "level", "n", "nothing", "{title}"]);
        sent["parts"]!.AsArray().Count.ShouldBe(2);
        ((string)sent["level"]!, (string)sent["{title}"]!).ShouldBe(("critical", "{unknown}"));
    }

    protected override Task<ChannelSink> StartSink() => ChannelSink.Start($"/hooks/{Token}", Token, static call => Rules((JsonNode.Parse(call.Body) is JsonObject, "no JSON")));

    protected override INotifier Create(Uri webhook, TimeSpan timeout) =>
        new WebhookNotifier(Tools(timeout), Secret(webhook), new SecretText("signing-secret"), _template is null ? null : JsonNode.Parse(_template), Severity.Warning);

    protected override Task<string> Arrived() => Task.FromResult(string.Join('\n', Texts(Sent)));

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(static p => Texts(p.Value)),
        JsonArray all => all.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
