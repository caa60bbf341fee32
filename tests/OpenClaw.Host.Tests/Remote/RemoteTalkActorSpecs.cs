using Akka.Actor;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>From a message to a deed and an answer, and what is written down on the way.</summary>
public sealed class RemoteTalkActorSpecs : IAsyncDisposable
{
    private static readonly RemoteSender Owner = new("telegram", "1", "1");

    private readonly Talk _talk = new();
    private IActorRef? _actor;

    [Fact]
    public async Task An_order_is_offered_confirmed_done_and_each_step_is_written_down()
    {
        await Say("ack", 1);
        _talk.Deeds.ShouldBeEmpty();
        _talk.Answers.Last().Text.ShouldEndWith("send 000001 within 2 minutes.");
        await Say("000001", 2);
        _talk.Deeds.ShouldBe([Talk.Order]);
        _talk.Answers.Last().Text.ShouldBe("main-1 is acknowledged");
        _talk.Notes.Select(static n => (n.Command, n.Outcome, n.Incident)).ShouldBe([("ack", "offered, waits for its code", "main-1"), ("ack", "confirmed", "main-1"), ("ack", "done: main-1 is acknowledged", "main-1")]);
        _talk.Notes.ShouldAllBe(static n => n.From == Owner && n.At == Talk.Start);
    }

    [Fact]
    public async Task A_code_is_never_written_down()
    {
        await Say("ack", 1);
        await Say("999999", 2);
        await Say("000001", 3);
        _talk.Notes.ShouldAllBe(static n => !n.Outcome.Contains("000001") && !n.Command.Contains("000001") && !n.Outcome.Contains("999999") && !n.Command.Contains("999999"));
    }

    [Fact]
    public async Task A_code_dies_of_time()
    {
        await Say("ack", 1);
        _talk.Clock.Advance(RemoteSession.CodeHolds);
        await Say("000001", 2);
        _talk.Deeds.ShouldBeEmpty();
        _talk.Answers.Last().Text.ShouldStartWith("No code is waiting");
        _talk.Notes.Last().Outcome.ShouldBe("refused: no code is waiting");
    }

    [Fact]
    public async Task A_stranger_is_neither_answered_nor_obeyed_nor_written_into_the_book()
    {
        foreach (var text in new[] { "status", "restart", "000001" }) Tell(new RemoteMessage(new RemoteSender("telegram", "1", "666"), "7", text, Talk.Start));
        await Say("help", 1);
        _talk.Answers.ShouldHaveSingleItem().To.From.ShouldBe(Owner);
        _talk.Deeds.ShouldBeEmpty();
        _talk.Notes.ShouldHaveSingleItem().Command.ShouldBe("help");
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_without_a_code()
    {
        _talk.Plan = static _ => Task.FromResult(new RemotePlan(null, "No incident is open."));
        await Say("ack", 1);
        _talk.Answers.Last().Text.ShouldBe("No incident is open.");
        _talk.Notes.Last().Outcome.ShouldBe("refused: No incident is open.");
    }

    [Fact]
    public async Task What_takes_long_is_told_when_it_begins_and_others_are_heard_meanwhile()
    {
        var idle = new TaskCompletionSource<RemoteDone>();
        _talk.Plan = static _ => Task.FromResult(new RemotePlan(new RemoteOrder.Restart("restart", "main is restarted.", new("main"), RestartWay.WhenIdle, null)));
        _talk.Deed = _ => idle.Task;
        await Say("restart", 1);
        await Say("000001", 2);
        _talk.Answers.Last().Text.ShouldStartWith("It is begun");
        await Say("status", 3);
        _talk.Answers.Last().Text.ShouldBe("main: ready");
        idle.SetResult(new RemoteDone(true, "it was restarted"));
        await Answered(4);
        _talk.Answers.Last().Text.ShouldBe("it was restarted");
    }

    [Fact]
    public async Task A_bug_in_what_is_asked_is_an_answer_and_the_next_order_is_heard()
    {
        _talk.Plan = static _ => Task.FromException<RemotePlan>(new InvalidOperationException("SECRET"));
        await Say("ack", 1);
        _talk.Answers.Last().Text.ShouldStartWith("That failed inside the healer");
        _talk.Answers.Last().Text.ShouldNotContain("SECRET");
        await Say("status", 2);
    }

    [Fact]
    public async Task A_talk_that_begins_anew_knows_no_code()
    {
        await Say("ack", 1);
        await Actor().GracefulStop(TimeSpan.FromSeconds(20));
        _actor = null;
        await Say("000001", 2);
        _talk.Deeds.ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => _talk.DisposeAsync();

    private IActorRef Actor() => _actor ??= _talk.System.ActorOf(_talk.Props);

    private void Tell(RemoteMessage message) => Actor().Tell(message);

    private Task Say(string text, int answers)
    {
        Tell(new RemoteMessage(Owner, "7", text, _talk.Clock.GetUtcNow()));
        return Answered(answers);
    }

    private Task Answered(int answers) => Eventually.Holds(() => _talk.Answers.Count >= answers, $"answer {answers}");
}
