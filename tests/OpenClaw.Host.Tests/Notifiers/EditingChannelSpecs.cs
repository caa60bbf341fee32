using OpenClaw.Actors.Notifying;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>What a channel owes besides when its messages can be edited: one message an incident, brought up to date, and a new one when it must be noticed.</summary>
public abstract class EditingChannelSpecs : ChannelSpecs
{
    public static TheoryData<string> HostileHandles => new()
    {
        "../../../users/@me", "1/../../other", "1?thread_id=2", "1#x", "%2e%2e%2f1", "1\n2", "1\r\nX-Evil: 1", "\0", "", " ", "-1", "0", "18446744073709551616", "١",
        "https://evil.example/1", "C1:../..", "C0123456789:1.1:../..", "C9999999999:1.1", "42/../1", "41/1", "42/-1", "!abc:example.org $x $y $z", "!abc:example.org x", "!other:example.org $x",
        "a/b", new string('9', 100_000),
    };

    public static TheoryData<string> OddBodies => new()
    {
        "", "null", "[]", "\"x\"", "7", "{", "<html>hello</html>", "{\"id\":{}}", "{\"id\":\"../..\"}", "{\"id\":\"\\ud800\"}", "{\"\\ud800d\":1}", "{\"event_id\":7}", "{\"event_id\":\"$ x\"}",
        "{\"result\":[]}", "{\"result\":{\"message_id\":1e400}}", "{\"result\":{\"message_id\":0.5}}", "{\"sequence_id\":\"a/b\"}", new string('[', 100_000), $"{{\"id\":\"{new string('1', 200_000)}\"}}",
    };

    /// <summary>What the service says to an edit of a message that is gone, or can be edited no more; none where it never says so.</summary>
    protected abstract IReadOnlyList<SinkAnswer> Gone { get; }

    /// <summary>Whether a new message can answer an earlier one.</summary>
    protected virtual bool CanAnswer => true;

    /// <summary>Whether a handle may be this channel's after all: an id that is no number can be nearly any text.</summary>
    protected virtual bool MayBeOurs(string handle) => false;

    private static Announcement Quiet => News.Plain(Severity.Warning) with { Key = "main-20261123-031504/doctor", Title = "The gateway main needs the doctor", Rings = false };

    [Fact]
    public async Task What_must_not_be_noticed_edits_the_message_and_keeps_its_handle()
    {
        var handle = await First();
        (await Handed(Quiet with { Earlier = handle })).ShouldBe(handle);
        (await Handed(Quiet with { Earlier = handle, Key = "third" })).ShouldBe(handle);
        Sink.Calls.Select(Edited).ShouldBe([null, IdOf(handle), IdOf(handle)]);
        (await Arrived()).ShouldContain("needs the doctor");
    }

    [Fact]
    public async Task What_must_be_noticed_is_a_new_message_that_answers_the_earlier_one()
    {
        var handle = await First();
        var second = await Handed(News.Plain() with { Key = "second", Earlier = handle });
        IdOf(second).ShouldNotBe(IdOf(handle));
        Edited(Sink.Calls[1]).ShouldBeNull();
        Answered(Sink.Calls[1]).ShouldBe(CanAnswer ? IdOf(handle) : null);
        (await Handed(Quiet with { Earlier = second })).ShouldBe(second);
        Edited(Sink.Calls[2]).ShouldBe(IdOf(second));
    }

    [Fact]
    public async Task A_message_that_is_gone_is_told_anew_in_the_same_delivery()
    {
        foreach (var gone in Gone)
        {
            var handle = await First();
            Sink.Answer(gone);
            var second = await Handed(Quiet with { Earlier = handle });
            IdOf(second).ShouldNotBe(IdOf(handle));
            var calls = Sink.Calls.TakeLast(2).ToArray();
            calls.Select(Edited).ShouldBe([IdOf(handle), null]);
            Answered(calls[1]).ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_message_that_is_gone_twice_is_refused_and_not_tried_for_ever()
    {
        foreach (var gone in Gone)
        {
            var handle = await First();
            var before = Sink.Calls.Count;
            Sink.Answer(gone, gone);
            (await Deliver(Quiet with { Earlier = handle })).ShouldBeOfType<Delivery.Refused>();
            (Sink.Calls.Count - before).ShouldBe(2);
        }
    }

    [Fact]
    public async Task A_service_that_fails_after_the_message_was_gone_is_tried_later()
    {
        foreach (var gone in Gone)
        {
            var handle = await First();
            Sink.Answer(gone, new SinkAnswer.Status(503));
            (await Deliver(Quiet with { Earlier = handle })).ShouldBeOfType<Delivery.TryLater>();
        }
    }

    [Fact]
    public async Task An_edit_that_must_wait_is_tried_later_and_nothing_new_is_sent()
    {
        var handle = await First();
        Sink.Answer(SinkAnswer.SlowDown(2));
        (await Deliver(Quiet with { Earlier = handle })).ShouldBeOfType<Delivery.TryLater>().After.ShouldBe(TimeSpan.FromSeconds(2));
        Sink.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Its_reader_is_told_when_there_is_nothing_to_do()
    {
        await First();
        await Handed(News.Plain(Severity.Resolved) with { YourTurn = null });
        (await Arrived()).ShouldContain("Your turn: nothing");
    }

    [Theory]
    [MemberData(nameof(HostileHandles))]
    public async Task A_handle_that_is_none_of_ours_changes_no_address_and_is_sent_nowhere(string handle)
    {
        if (MayBeOurs(handle)) return;
        await First();
        var plain = Sink.Calls[0];
        foreach (var rings in new[] { false, true })
        {
            await Handed(News.Plain() with { Earlier = handle, Rings = rings });
            var call = Sink.Calls[^1];
            (call.Method, call.PathAndQuery).ShouldBe((plain.Method, plain.PathAndQuery));
            call.Body.ShouldBe(plain.Body);
        }

        Sink.Calls.Count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Hostile_text_breaks_no_limit_in_an_edit_or_an_answer_either(string text)
    {
        var handle = await First();
        foreach (var rings in new[] { false, true })
        {
            await Handed(News.Hostile(text) with { Earlier = handle, Rings = rings, Key = $"hostile/{rings}", MayBeRepeat = true, Missed = int.MaxValue, Folded = int.MaxValue });
            var arrived = await Arrived();
            arrived.ShouldNotContain('\u001b');
            arrived.ShouldNotContain('\u202E');
        }
    }

    [Theory]
    [MemberData(nameof(OddBodies))]
    public async Task An_odd_answer_costs_the_handle_and_no_more(string body)
    {
        Sink.Answer(new SinkAnswer.Status(200, Body: body));
        Odd(await Deliver());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"ok\":true,\"id\":\"1\",")]
    public async Task An_answer_that_never_ends_costs_the_handle_and_no_more(string begin)
    {
        Sink.Answer(new SinkAnswer.Endless(begin));
        Odd(await Create(Sink.Url, TimeSpan.FromMilliseconds(500)).Deliver(News.Plain(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    /// <summary>The id of the message that the call edits; null when it sends a new one.</summary>
    protected abstract string? Edited(SinkCall call);

    /// <summary>The id of the message that the call answers; null when none.</summary>
    protected virtual string? Answered(SinkCall call) => null;

    /// <summary>The message's id on the remote side, of a handle.</summary>
    protected abstract string IdOf(string handle);

    /// <summary>What comes of an answer that says 200 and else nothing that can be read.</summary>
    protected virtual void Odd(Delivery delivery) => delivery.ShouldBeOfType<Delivery.Delivered>().Handle.ShouldBeNull();

    /// <summary>Tells the first news of the incident and gives its handle.</summary>
    protected Task<string> First() => Handed(News.Plain());

    /// <summary>Tells news and gives the handle of their message.</summary>
    protected async Task<string> Handed(Announcement news) => (await Deliver(news)).ShouldBeOfType<Delivery.Delivered>().Handle.ShouldNotBeNull();

    /// <summary>Tells news; what comes of it holds neither secret nor address.</summary>
    protected async Task<Delivery> Deliver(Announcement news)
    {
        var delivery = await Create().Deliver(news, CancellationToken.None);
        delivery.ToString().ShouldNotContain(Sink.Secret);
        delivery.ToString().ShouldNotContain("127.0.0.1");
        return delivery;
    }
}
