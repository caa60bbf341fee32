using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>When an incident is over, and what is said of it.</summary>
public sealed class ResolutionSpecs
{
    [Fact]
    public void An_incident_is_over_when_good_looks_cover_the_stability_window()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.Later(4).See(Seen.Alive(Seen.P2, bench.Now)).Hear(Seen.Ready());
        var healthySince = bench.Now;
        bench.Later(5).Hear(Seen.Ready()).Events.OfType<Resolved>().ShouldBeEmpty();
        bench.Later(5).Hear(Seen.Ready());
        bench.Events[^1].ShouldBeOfType<Resolved>().ShouldSatisfyAllConditions(
            r => r.HealthySince.ShouldBe(healthySince), r => r.At.ShouldBe(bench.Now), r => r.Outcome.ShouldBe(Outcome.HealedByWatchdog), r => r.Proof.ShouldContain("/healthz ok"));
        bench.State.Open.ShouldBeNull();
        bench.State.Cadence.ShouldBe(Cadence.Calm);
    }

    [Fact]
    public void Time_alone_proves_nothing()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.Later(4).See(Seen.Alive(Seen.P2, bench.Now)).Hear(Seen.Ready());
        bench.Later(60).Ring().Events.OfType<Resolved>().ShouldBeEmpty("nobody has looked since");
        bench.See(Seen.Alive(Seen.P2, bench.Now)).Events.OfType<Resolved>().ShouldBeEmpty("a live process is not a good answer");
        bench.Hear(Seen.Bad(Liveness.Unknown)).Events.OfType<Resolved>().ShouldBeEmpty("a failed probe is no good answer");
        bench.Later(1).Hear(Seen.Ready()).Events.OfType<Resolved>().Count().ShouldBe(1);
    }

    [Fact]
    public void A_bad_look_within_the_window_begins_it_anew()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.Later(4).See(Seen.Alive(Seen.P2, bench.Now)).Hear(Seen.Ready());
        bench.Later(5).Hear(Seen.Silent()).Later(5).Hear(Seen.Ready());
        bench.Later(5).Hear(Seen.Ready()).Events.OfType<Resolved>().ShouldBeEmpty();
        bench.Later(5).Hear(Seen.Ready()).Events.OfType<Resolved>().Count().ShouldBe(1);
    }

    [Fact]
    public void Another_process_within_the_window_begins_it_anew()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.Later(4).See(Seen.Alive(Seen.P2, bench.Now)).Hear(Seen.Ready());
        bench.Later(9).See(Seen.Alive(new ProcessIdentity(300, 300), bench.Now)).Hear(Seen.Ready());
        bench.Later(5).Hear(Seen.Ready()).Events.OfType<Resolved>().ShouldBeEmpty();
        bench.Later(5).Hear(Seen.Ready()).Events.OfType<Resolved>().Count().ShouldBe(1);
    }

    [Fact]
    public void A_good_look_while_a_restart_is_under_way_ends_nothing()
    {
        var bench = Bench.Hung();
        bench.Http = Seen.Ready();
        bench.Pass(60).Events.OfType<Resolved>().ShouldBeEmpty();
        bench.End(RepairResult.Failed).Events.OfType<Resolved>().ShouldBeEmpty("the window begins when the order has ended");
        bench.Pass(15).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.RecoveredByItself);
    }

    [Theory]
    [InlineData(RepairResult.Done, Outcome.HealedByWatchdog)]
    [InlineData(RepairResult.Failed, Outcome.RecoveredByItself)]
    [InlineData(RepairResult.TimedOut, Outcome.RecoveredByItself)]
    [InlineData(RepairResult.Interrupted, Outcome.RecoveredByItself)]
    public void Nobody_is_credited_with_what_they_did_not_do(RepairResult result, Outcome outcome)
    {
        var bench = Bench.Dead();
        bench.Later(1).End(result);
        bench.ComesUp().Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void A_hang_that_was_ended_is_tier_2s()
    {
        var bench = Bench.Hung();
        bench.Later(1).End();
        bench.ComesUp().Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByProber);
    }

    [Fact]
    public void A_gateway_that_falls_again_at_once_does_not_get_its_restarts_back()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.ComesUp().Pass(20).State.Open.ShouldBeNull();
        bench.Later(60).See(Seen.Gone());
        bench.Events.OfType<Opened>().Last().RestartsBefore.ShouldBe(1);
        bench.Open.Restarts.ShouldBe(2);
    }

    [Fact]
    public void A_gateway_that_falls_again_later_starts_afresh()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.ComesUp().Pass(20);
        bench.Pass(bench.Policy.FlapMemory + TimeSpan.FromSeconds(5));
        bench.See(Seen.Gone()).Events.OfType<Opened>().Last().RestartsBefore.ShouldBe(0);
    }

    [Fact]
    public void A_gateway_that_falls_again_right_after_the_doctors_mending_goes_straight_back_to_the_doctor()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).End().Later(1).End();
        bench.ComesUp().Pass(20).State.Open.ShouldBeNull();
        bench.Later(30).See(Seen.Gone());
        bench.Treatments.Count.ShouldBe(2);
        bench.Restarts.Count.ShouldBe(1, "the one that put the mending to the proof");
    }

    [Fact]
    public void A_stranger_right_after_the_doctors_mending_is_still_the_humans()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).End().Later(1).End();
        bench.ComesUp().Pass(20);
        bench.Process = Seen.Stranger();
        bench.Http = Seen.Refused();
        bench.Pass(20).Treatments.Count.ShouldBe(1);
        bench.Calls.Count.ShouldBe(1);
    }
}
