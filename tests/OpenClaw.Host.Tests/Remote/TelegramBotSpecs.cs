using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Remote.Telegram;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>The adapter to Telegram's Bot API.</summary>
public sealed class TelegramBotSpecs : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly RecordedLogs _logs = new();
    private readonly FakeTimeProvider _time = new(Now);
    private TelegramChats _chats = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _chats = await TelegramChats.Start();
        _services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_logs).SetMinimumLevel(LogLevel.Trace)).AddRemoteClient().BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        _logs.All.ShouldNotContain(TelegramChats.Token);
        _chats.Violations.ShouldBeEmpty();
        await _services.DisposeAsync();
        await _chats.DisposeAsync();
    }

    [Fact]
    public async Task It_hears_what_people_type_and_nothing_else()
    {
        _chats.Write(1, -100, "status", Now);
        _chats.Write(1, 1, "a bot's", Now, new JsonObject { ["from"] = new JsonObject { ["id"] = 1, ["is_bot"] = true } });
        _chats.Write(1, 1, "forwarded", Now, new JsonObject { ["forward_origin"] = new JsonObject { ["type"] = "user" } });
        _chats.Write(1, 1, "in a channel's name", Now, new JsonObject { ["sender_chat"] = new JsonObject { ["id"] = -100 } });
        _chats.Write(1, 1, "through a bot", Now, new JsonObject { ["via_bot"] = new JsonObject { ["id"] = 5 } });
        _chats.Add(new JsonObject { ["edited_message"] = new JsonObject { ["message_id"] = 3, ["date"] = 1, ["text"] = "restart", ["chat"] = new JsonObject { ["id"] = 1 }, ["from"] = new JsonObject { ["id"] = 1, ["is_bot"] = false } } });
        _chats.Add(new JsonObject { ["message"] = new JsonObject { ["message_id"] = 3, ["photo"] = new JsonArray() } });
        _chats.Add(new JsonObject { ["message"] = new JsonObject { ["message_id"] = "x", ["date"] = 1e30, ["text"] = 5, ["chat"] = 1, ["from"] = new JsonArray() } });
        var last = _chats.Add(new JsonObject { ["message"] = "nonsense" });

        var updates = (await Bot().Next(null, TelegramActor.LongPoll, CancellationToken.None)).ShouldBeOfType<TelegramAnswer.Updates>();
        updates.Messages.ShouldBe([new RemoteMessage(new RemoteSender("telegram", "-100", "1"), "41", "status", Now)]);
        updates.Last.ShouldBe(last);
        _chats.Asked[0].ToJsonString().ShouldBe("""{"timeout":50,"limit":20,"allowed_updates":["message"]}""");
    }

    [Fact]
    public async Task A_text_of_any_length_is_kept_only_as_far_as_a_command_can_be()
    {
        _chats.Write(1, 1, new string('x', 4096), Now);
        (await Bot().Next(null, TelegramActor.LongPoll, CancellationToken.None)).ShouldBeOfType<TelegramAnswer.Updates>().Messages[0].Text.Length.ShouldBe(RemoteCommands.LongestText + 1);
    }

    [Theory]
    [InlineData(409, """{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}""", "Conflict { IsWebhook = False }")]
    [InlineData(409, """{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}""", "Conflict { IsWebhook = True }")]
    [InlineData(401, """{"ok":false,"error_code":401,"description":"Unauthorized"}""", "Unauthorized { }")]
    [InlineData(404, """{"ok":false,"error_code":404,"description":"Not Found"}""", "Unauthorized { }")]
    [InlineData(429, """{"ok":false,"error_code":429,"parameters":{"retry_after":17}}""", "SlowDown { For = 00:00:17 }")]
    [InlineData(429, """{"ok":false,"parameters":{"retry_after":99999999}}""", "SlowDown { For = 01:00:00 }")]
    [InlineData(429, "<html>", "SlowDown { For = 00:01:00 }")]
    [InlineData(502, "<html>bad gateway</html>", "Failed { Why = Telegram answered 502 with something else than updates }")]
    [InlineData(200, "<html>a login page</html>", "Failed { Why = Telegram answered 200 with something else than updates }")]
    [InlineData(200, "[]", "Failed { Why = Telegram answered 200 with something else than updates }")]
    public async Task What_the_service_says_is_understood(int status, string body, string answer)
    {
        _chats.Answer(status, body);
        (await Bot().Next(null, TelegramActor.LongPoll, CancellationToken.None)).ToString().ShouldBe(answer);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_an_answer_without_its_address()
    {
        var url = _chats.Url;
        await _chats.DisposeAsync();
        (await Bot(url).Next(null, TelegramActor.LongPoll, CancellationToken.None)).ShouldBe(new TelegramAnswer.Failed("Telegram could not be reached (ConnectionError)"));
    }

    [Fact]
    public async Task A_request_that_is_held_open_for_too_long_is_given_up()
    {
        var waiting = Bot().Next(null, TelegramActor.LongPoll, CancellationToken.None);
        await Eventually.Holds(() => _chats.Open == 1, "it is held open");
        _time.Advance(TelegramActor.LongPoll + TimeSpan.FromSeconds(14));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await waiting.Soon()).ShouldBe(new TelegramAnswer.Failed("Telegram did not answer within 65 s"));
    }

    [Fact]
    public async Task The_end_of_the_daemon_ends_it()
    {
        using var end = new CancellationTokenSource();
        var waiting = Bot().Next(null, TelegramActor.LongPoll, end.Token);
        await Eventually.Holds(() => _chats.Open == 1, "it is held open");
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public async Task An_answer_is_a_reply_without_markup_links_or_calls_and_never_too_long()
    {
        var to = new RemoteMessage(new RemoteSender("telegram", "-100", "1"), "41", "status", Now);
        (await Bot().Answer(to, "@everyone <b>*bold*</b> [x](http://evil) me@home " + new string('x', 10_000), CancellationToken.None)).ShouldBeNull();
        var sent = _chats.Sent.ShouldHaveSingleItem();
        ((string?)sent["text"]).ShouldNotBeNull().ShouldStartWith("＠everyone <b>*bold*</b> [x](http://evil) me@home xxx");
        ((string?)sent["chat_id"]).ShouldBe("-100");
        sent["reply_parameters"]!.ToJsonString().ShouldBe("""{"message_id":41,"allow_sending_without_reply":true}""");
        sent["link_preview_options"]!.ToJsonString().ShouldBe("""{"is_disabled":true}""");
    }

    [Fact]
    public async Task An_answer_that_is_not_taken_says_why_without_the_token()
    {
        var to = new RemoteMessage(new RemoteSender("telegram", "-100", "1"), "41", "status", Now);
        (await new TelegramBot(_services.GetRequiredService<IHttpClientFactory>(), _chats.Url, new SecretText("1:another"), _time).Answer(to, "text", CancellationToken.None)).ShouldBe("Telegram answered 401");
    }

    [Fact]
    public void The_bots_id_is_the_first_part_of_its_token() => Bot().Bot.ShouldBe("123456789");

    private TelegramBot Bot(Uri? url = null) => new(_services.GetRequiredService<IHttpClientFactory>(), url ?? _chats.Url, new SecretText(TelegramChats.Token), _time);
}
