using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Remote.Discord;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>A Discord bot over a real websocket: heard, kept alive, resumed, and given up only where nothing can help.</summary>
public sealed class DiscordActorSpecs : IAsyncLifetime
{
    private const int Beat = 1;
    private const int Identify = 2;
    private const int Resume = 6;

    private readonly RecordedLogs _logs = new();
    private readonly Talk _talk = new(users: "1", chats: "20");
    private DiscordWorld _world = null!;
    private ServiceProvider _services = null!;
    private DiscordBot _bot = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await DiscordWorld.Start();
        _services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_logs).SetMinimumLevel(LogLevel.Trace)).AddRemoteClient().BuildServiceProvider();
        _bot = Bot(DiscordWorld.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _talk.DisposeAsync();
        _logs.All.ShouldNotContain(DiscordWorld.Token);
        _world.Violations.ShouldBeEmpty();
        await _services.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_from_the_first_word_to_the_deed()
    {
        await Listening();
        await Write("ack", user: "666");
        await Write("ack");
        await Sent(1);
        var offer = _world.Sent[0];
        ((string?)offer["channel"], (int?)offer["flags"], (string?)offer["message_reference"]!["message_id"]).ShouldBe(("20", 4, "1300000000000000002"));
        ((string?)offer["content"]).ShouldNotBeNull().ShouldEndWith("send 000001 within 2 minutes.");
        await Write("000001");
        await Sent(2);
        _talk.Deeds.ShouldBe([Talk.Order]);
    }

    [Fact]
    public async Task The_heart_beats_as_Discord_wants_it()
    {
        await Listening();
        await Eventually.Holds(() => Passed(10) && _world.Count(Beat) >= 3, "three beats");
        _world.Count(Identify).ShouldBe(1, "each was answered");
    }

    [Fact]
    public async Task A_connection_on_which_nobody_answers_is_made_anew_and_the_session_resumed_with_what_was_missed()
    {
        await Listening();
        _world.AnswersBeats = false;
        await Eventually.Holds(() => Passed(10) && _world.Count(Resume) >= 1, "it resumes");
        _world.AnswersBeats = true;
        _world.Count(Identify).ShouldBe(1);
        await Write("status");
        await Sent(1);
    }

    [Fact]
    public async Task What_was_written_while_the_line_was_down_is_heard_when_it_is_there_again()
    {
        await Listening();
        await _world.Close(4000);
        await Write("status");
        await Eventually.Holds(() => Passed(1) && _world.Sent.Count == 1, "it is answered");
        (_world.Count(Resume), _world.Count(Identify)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_session_that_cannot_be_resumed_is_begun_anew()
    {
        await Listening();
        _world.Resumes = false;
        await _world.Close(4000);
        await Eventually.Holds(() => Passed(1) && _world.Ready == 2, "its session is begun again");
        await Eventually.Holds(async () =>
        {
            await Write("status");
            return _world.Sent.Count >= 1;
        }, "it is answered");
    }

    [Fact]
    public async Task When_Discord_asks_for_it_the_connection_is_made_anew()
    {
        await Listening();
        await _world.Send(new() { ["op"] = 7 });
        await Eventually.Holds(() => Passed(1) && _world.Count(Resume) == 1, "it resumes");
    }

    [Fact]
    public async Task A_bot_that_may_not_read_is_tried_again_every_hour_and_no_more_often()
    {
        _world.Refuses = 4014;
        Listen(_bot);
        await Eventually.Holds(() => _world.Ended == 1, "it is sent away");
        var minutes = 0;
        await Eventually.Holds(() => _world.Count(Identify) == 2 || (Passed(60) && ++minutes < 0), "it is tried again");
        minutes.ShouldBeGreaterThanOrEqualTo(59);
    }

    [Theory]
    [InlineData("another", 1000, "Discord does not take the bot's token. Look at OPENCLAW_ACTORS_DISCORD_BOT_TOKEN", null)]
    [InlineData(DiscordWorld.Token, 0, "Discord lets the bot begin no more sessions today", 4.0)]
    public async Task Where_no_session_may_begin_that_is_known_before_it_is_tried(string token, int remaining, string why, double? hours)
    {
        _world.Remaining = remaining;
        (await Bot(token).Entrance(CancellationToken.None)).ShouldBe(new DiscordEntrance(null, hours is { } wait ? TimeSpan.FromHours(wait) : null, why));
    }

    [Fact]
    public async Task Discord_out_of_reach_is_an_answer_without_an_address()
    {
        var api = _world.Api;
        await _world.DisposeAsync();
        (await new DiscordBot(_services.GetRequiredService<IHttpClientFactory>(), api, new SecretText(DiscordWorld.Token), TimeProvider.System).Entrance(CancellationToken.None)).Why.ShouldBe("Discord could not be reached (ConnectionError)");
        (await Should.ThrowAsync<IOException>(() => _bot.Connect(new Uri($"ws://127.0.0.1:{api.Port}/gateway"), CancellationToken.None))).Message.ShouldNotContain("127.0.0.1");
        _world = await DiscordWorld.Start();
    }

    [Fact]
    public async Task An_answer_calls_nobody_and_is_never_too_long()
    {
        var to = new RemoteMessage(new RemoteSender("discord", "20", "1"), "10", "status", Talk.Start);
        (await _bot.Answer(to, "@everyone <@1> **bold** " + new string('_', 5000), CancellationToken.None)).ShouldBeNull();
        ((string?)_world.Sent[0]["content"]).ShouldNotBeNull().ShouldStartWith(@"@everyone \<@1\> \*\*bold\*\* \_");
        (await Bot("another").Answer(to, "text", CancellationToken.None)).ShouldBe("Discord answered 401");
    }

    private DiscordBot Bot(string token) => new(_services.GetRequiredService<IHttpClientFactory>(), _world.Api, new SecretText(token), TimeProvider.System);

    private Task Listening()
    {
        Listen(_bot);
        return Eventually.Holds(() => _world.Ready == 1, "its session has begun");
    }

    private void Listen(DiscordBot bot)
    {
        var talk = _talk.Parts with { Voice = bot };
        var ear = new DiscordEar(bot, new DiscordProtocol(new SecretText(DiscordWorld.Token)), Props.Create(() => new RemoteTalkActor(talk))) { Chance = static () => 0.5 };
        _talk.System.ActorOf(Props.Create(() => new DiscordActor(ear)));
    }

    private Task Write(string text, string user = "1") => _world.Write(user, "20", text, _talk.Clock.GetUtcNow());

    private Task Sent(int answers) => Eventually.Holds(() => _world.Sent.Count == answers, $"answer {answers}");

    // Time goes on between two looks.
    private bool Passed(int seconds)
    {
        _talk.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return true;
    }
}
