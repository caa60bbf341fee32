using System.Collections.Concurrent;
using System.Threading.Channels;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Remote.Telegram;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>The long poll: what is heard, what is never heard twice, and what is done when it cannot be heard.</summary>
public sealed class TelegramActorSpecs : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("telegram-");
    private readonly Talk _talk = new();
    private readonly ConcurrentQueue<string> _owner = new();
    private readonly Scripted _bot = new();

    private TelegramMark Mark => new(_home.FullName, "123456789");

    [Fact]
    public async Task A_conversation_over_the_real_protocol_from_the_first_start_to_a_restart()
    {
        await using var chats = await TelegramChats.Start();
        await using var services = new ServiceCollection().AddRemoteClient().BuildServiceProvider();
        TelegramBot Bot() => new(services.GetRequiredService<IHttpClientFactory>(), chats.Url, new SecretText(TelegramChats.Token), _talk.Clock);
        var bot = Bot();
        chats.Write(1, 1, "restart", Talk.Start.AddDays(-3));
        chats.Write(1, 1, "restart", Talk.Start);

        var first = Listen(bot, bot);
        await Eventually.Holds(() => chats.Open == 1 && chats.Waiting == 0, "it listens, and the backlog is forgotten");
        chats.Write(666, 666, "restart", Talk.Start);
        chats.Write(1, 1, "ack", Talk.Start);
        await Eventually.Holds(() => chats.Sent.Count == 1, "it is offered");
        ((string?)chats.Sent[0]["text"]).ShouldNotBeNull().ShouldEndWith("send 000001 within 2 minutes.");
        await Eventually.Holds(() => chats.Waiting == 0 && chats.Open == 1, "it was confirmed that it was heard");

        // Killed between what it has taken and what it has done, and started again: what was heard does not come again.
        await first.GracefulStop(TimeSpan.FromSeconds(20));
        chats.Write(1, 1, "000001", Talk.Start);
        Listen(bot, bot);
        await Eventually.Holds(() => chats.Sent.Count == 2, "it answers");
        ((string?)chats.Sent[1]["text"]).ShouldNotBeNull().ShouldContain("this daemon was started after it");
        _talk.Deeds.ShouldBeEmpty();
        await Eventually.Holds(() => chats.Open == 1, "one request is open and nothing else");
        chats.Violations.ShouldBeEmpty();
        chats.Sent.ShouldAllBe(static s => (string?)s["chat_id"] == "1");
    }

    [Fact]
    public async Task A_first_start_looks_at_nothing_that_was_written_before()
    {
        Listen(_bot);
        var (offset, wait) = await _bot.Asked();
        (offset, wait).ShouldBe((-1L, TimeSpan.Zero));
        _bot.Answer(Updates(7, "restart"));
        (await _bot.Asked()).ShouldBe((8L, TelegramActor.LongPoll));
        _bot.Answer(Updates(9, "status"));
        await Eventually.Holds(() => _talk.Answers.Count == 1, "what came after is answered");
        _talk.Notes.ShouldHaveSingleItem().Command.ShouldBe("status");
    }

    [Fact]
    public async Task How_far_it_was_heard_is_on_disk_before_anything_is_looked_at()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        long? marked = null;
        _talk.Plan = async _ =>
        {
            marked = (await Mark.Read(Talk.Start, CancellationToken.None)).Offset;
            return new RemotePlan(Talk.Order);
        };
        Listen(_bot);
        (await _bot.Asked()).Offset.ShouldBe(5);
        _bot.Answer(Updates(11, "ack"));
        await Eventually.Holds(() => _talk.Answers.Count == 1, "it is offered");
        marked.ShouldBe(12);
        File.GetUnixFileMode(Path.Combine(_home.FullName, TelegramMark.Name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task What_was_confirmed_needs_no_number_any_more_as_the_next_one_may_be_smaller()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        Listen(_bot);
        (await _bot.Asked()).Offset.ShouldBe(5);
        _talk.Clock.Advance(TelegramActor.LongPoll);
        _bot.Answer(new TelegramAnswer.Updates(null, []));
        (await _bot.Asked()).ShouldBe(((long?)null, TelegramActor.LongPoll));
    }

    [Fact]
    public async Task A_mark_of_another_bot_or_of_last_week_is_none()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        (await Mark.Read(Talk.Start.AddDays(5), CancellationToken.None)).ShouldBe((true, 5));
        (await Mark.Read(Talk.Start.AddDays(7), CancellationToken.None)).ShouldBe((true, (long?)null));
        (await new TelegramMark(_home.FullName, "42").Read(Talk.Start, CancellationToken.None)).ShouldBe((false, (long?)null));
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, TelegramMark.Name), "123456789 many then");
        (await Mark.Read(Talk.Start, CancellationToken.None)).ShouldBe((false, (long?)null));
    }

    [Fact]
    public async Task A_mark_that_cannot_be_written_keeps_nobody_from_being_heard()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        Listen(_bot);
        await _bot.Asked();
        File.Delete(Path.Combine(_home.FullName, TelegramMark.Name));
        Directory.CreateDirectory(Path.Combine(_home.FullName, TelegramMark.Name, "in the way"));
        _bot.Answer(Updates(11, "status"));
        await Eventually.Holds(() => _talk.Answers.Count == 1, "it is answered");
        (await _bot.Asked()).Offset.ShouldBe(12);
    }

    [Fact]
    public async Task Another_listener_is_told_to_the_owner_once_and_left_alone_for_a_while()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        Listen(_bot);
        for (var round = 0; round < 3; round++)
        {
            await _bot.Asked();
            var began = _talk.Clock.GetUtcNow();
            _bot.Answer(new TelegramAnswer.Conflict(false));
            await Eventually.Holds(() => !_owner.IsEmpty, "the owner is told");
            await Later();
            (_talk.Clock.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(TelegramActor.ConflictPause);
        }

        _owner.ShouldHaveSingleItem().ShouldBe("another program listens to it, maybe OpenClaw itself");
    }

    [Fact]
    public async Task A_token_that_is_not_taken_is_tried_again_every_hour_and_no_more_often()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        Listen(_bot);
        await _bot.Asked();
        var began = _talk.Clock.GetUtcNow();
        _bot.Answer(new TelegramAnswer.Unauthorized());
        await Eventually.Holds(
            () =>
            {
                if (!_bot.IsAsked) _talk.Clock.Advance(TimeSpan.FromMinutes(1));
                return _bot.IsAsked;
            },
            "it is tried again");
        (_talk.Clock.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(TelegramActor.RefusalPause);
    }

    [Fact]
    public async Task A_wait_that_the_service_asks_for_is_kept()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        Listen(_bot);
        await _bot.Asked();
        var began = _talk.Clock.GetUtcNow();
        _bot.Answer(new TelegramAnswer.SlowDown(TimeSpan.FromSeconds(300)));
        await Later();
        (_talk.Clock.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task Failures_of_the_network_are_outlived_with_growing_pauses_and_the_place_is_kept()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        Listen(_bot);
        for (var failure = 1; failure <= 8; failure++)
        {
            (await _bot.Asked()).Offset.ShouldBe(5);
            var began = _talk.Clock.GetUtcNow();
            _bot.Answer(new TelegramAnswer.Failed("no network"));
            await Later();
            (_talk.Clock.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(RemoteBackoff.After(failure, 0.5));
        }

        RemoteBackoff.After(8, 1).ShouldBe(RemoteBackoff.Longest);
        RemoteBackoff.After(1, 0).ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task An_empty_answer_that_comes_at_once_is_no_reason_to_ask_at_once()
    {
        await Mark.Write(5, Talk.Start, CancellationToken.None);
        Listen(_bot);
        await _bot.Asked();
        var began = _talk.Clock.GetUtcNow();
        _bot.Answer(new TelegramAnswer.Updates(null, []));
        await Later();
        _talk.Clock.GetUtcNow().ShouldBeGreaterThan(began);
    }

    public async ValueTask DisposeAsync()
    {
        await _talk.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private static TelegramAnswer.Updates Updates(long number, string text) =>
        new(number, [new RemoteMessage(new RemoteSender("telegram", "1", "1"), "7", text, Talk.Start)]);

    private IActorRef Listen(ITelegramUpdates updates, IRemoteVoice? voice = null)
    {
        var talk = voice is null ? _talk.Parts : _talk.Parts with { Voice = voice };
        var ear = new TelegramEar(updates, Mark, Props.Create(() => new RemoteTalkActor(talk)), (who, _) => _owner.Enqueue(who)) { Chance = static () => 0.5 };
        return _talk.System.ActorOf(Props.Create(() => new TelegramActor(ear)));
    }

    /// <summary>Time goes on until it is asked again.</summary>
    private Task Later() => Eventually.Holds(() =>
    {
        if (_bot.IsAsked) return true;
        _talk.Clock.Advance(TimeSpan.FromSeconds(30));
        return false;
    }, "it asks again");

    private sealed class Scripted : ITelegramUpdates
    {
        private readonly Channel<(long?, TimeSpan)> _asked = Channel.CreateUnbounded<(long?, TimeSpan)>();
        private readonly Channel<TelegramAnswer> _answers = Channel.CreateUnbounded<TelegramAnswer>();

        public string Bot => "123456789";

        public bool IsAsked => _asked.Reader.TryPeek(out _);

        public bool IsAnswered => !_answers.Reader.TryPeek(out _);

        public async Task<TelegramAnswer> Next(long? offset, TimeSpan wait, CancellationToken cancel)
        {
            _asked.Writer.TryWrite((offset, wait));
            return await _answers.Reader.ReadAsync(cancel);
        }

        public Task<(long? Offset, TimeSpan Wait)> Asked() => _asked.Reader.ReadAsync().AsTask().Soon();

        public void Answer(TelegramAnswer answer) => _answers.Writer.TryWrite(answer);
    }
}
