using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Probing;

/// <summary>Tier 2's actor: asks again and again and decides nothing.</summary>
public sealed class ProberActorSpecs : ActorSpecs
{
    private readonly ScriptedProbe _probe = new();
    private readonly GatewayPolicy _policy = new();

    [Fact]
    public async Task It_asks_at_once_and_tells_the_answer_with_the_moment_the_question_was_put()
    {
        var prober = await Raise();
        var began = Now;
        await Step(2);
        _probe.Looks[0].Answer(Seen.Ready());
        await Quiet();
        prober.Only<HttpSeen>().ShouldSatisfyAllConditions(s => s.At.ShouldBe(began), s => s.Answer.Liveness.ShouldBe(Liveness.Live));
    }

    [Fact]
    public async Task It_asks_faster_while_something_is_odd()
    {
        var prober = await Raise();
        await Answering(25);
        prober.All<HttpSeen>().Count.ShouldBe(6);
        prober.Tell(new SetCadence(Main, Cadence.Calm));
        await Quiet();
        await Answering(0);
        var before = prober.All<HttpSeen>().Count;
        await Answering(30);
        prober.All<HttpSeen>().Count.ShouldBe(before + 3);
    }

    [Fact]
    public async Task A_look_that_waited_as_long_as_the_pace_is_followed_by_the_next_one_almost_at_once()
    {
        var prober = await Raise();
        await Step(6);
        _probe.Looks[0].Answer(Seen.Silent());
        await Quiet();
        _probe.Looks.Count.ShouldBe(1);
        await Step(0.1);
        _probe.Looks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Every_answer_is_told_as_it_is()
    {
        var prober = await Raise();
        HttpAnswer[] answers = [Seen.Refused(), Seen.Silent(), Seen.Bad(Liveness.Foreign), Seen.Live(StartupState.Draining), Seen.Live(StartupState.Started, Readiness.NotReady, "telegram")];
        foreach (var answer in answers)
        {
            _probe.Looks[^1].Answer(answer);
            await Step(5);
        }

        prober.All<HttpSeen>().Select(s => s.Answer).ShouldBe(answers);
    }

    [Fact]
    public async Task A_look_that_begins_late_is_told_as_a_hold_up_of_our_own()
    {
        var prober = await Raise();
        await Answering(5);
        prober.All<HealerWasLate>().ShouldBeEmpty();
        _probe.Looks[^1].Answer(Seen.Ready());
        await StandStill(TimeSpan.FromSeconds(40));
        prober.Only<HealerWasLate>().By.ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task An_answer_that_was_waited_for_through_a_sleep_says_nothing()
    {
        var prober = await Raise();
        await StandStill(TimeSpan.FromHours(1));
        _probe.Looks[0].Answer(Seen.Silent());
        await Quiet();
        prober.All<HttpSeen>()[0].Answer.Liveness.ShouldBe(Liveness.Unknown);
        prober.All<HealerWasLate>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task One_question_at_a_time()
    {
        await Raise();
        await Step(_policy.LookTimeout - TimeSpan.FromSeconds(1));
        _probe.Looks.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_probe_that_never_comes_back_is_no_news_and_the_next_one_is_sent(bool obeysCancel)
    {
        _probe.ObeysCancel = obeysCancel;
        var prober = await Raise();
        await Step(_policy.LookTimeout);
        prober.Only<HttpSeen>().Answer.Liveness.ShouldBe(Liveness.Unknown);
        _probe.Looks[0].IsCancelled.ShouldBeTrue();
        _probe.Looks[0].Answer(Seen.Ready());
        await Step(5);
        prober.All<HttpSeen>().Count.ShouldBe(1, "the late answer is dropped");
        _probe.Looks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_probe_that_fails_itself_is_unknown_and_never_bad()
    {
        var prober = await Raise();
        _probe.Looks[0].Fail(new InvalidOperationException("no socket"));
        await Quiet();
        prober.Only<HttpSeen>().Answer.ShouldSatisfyAllConditions(a => a.Liveness.ShouldBe(Liveness.Unknown), a => a.Evidence.ShouldBe("no socket"));
        Warnings.ShouldContain(w => w.Contains("no socket"));
    }

    [Fact]
    public async Task A_prober_that_ends_cancels_its_question_and_leaves_no_timer()
    {
        var prober = await Raise();
        prober.Tell(new EndOfChild());
        await Step(600);
        _probe.Looks.ShouldHaveSingleItem().IsCancelled.ShouldBeTrue();
    }

    private async Task Answering(int seconds)
    {
        for (var i = 0; i <= seconds; i++)
        {
            foreach (var look in _probe.Looks) look.Answer(Seen.Ready());
            await Quiet();
            if (i < seconds) await Step(1);
        }
    }

    private Task<Family> Raise()
    {
        var (probe, policy) = (_probe, _policy);
        return Raise(Props.Create(() => new ProberActor(Main, probe, policy)));
    }
}
