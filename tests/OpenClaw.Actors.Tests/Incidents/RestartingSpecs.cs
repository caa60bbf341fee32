using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>Tiers 1 and 2: when a restart is ordered, of what kind, how often.</summary>
public sealed class RestartingSpecs
{
    [Fact]
    public void A_dead_gateway_is_started_by_tier_1_at_once()
    {
        var bench = Bench.Dead();
        bench.Events.Count.ShouldBe(2);
        bench.Events[0].ShouldBeOfType<Opened>().Tier.ShouldBe(Tier.Watchdog);
        var order = bench.Restarts.ShouldHaveSingleItem();
        order.ShouldSatisfyAllConditions(
            o => o.Tier.ShouldBe(Tier.Watchdog), o => o.Restart.ShouldBe(RestartKind.Start), o => o.Attempt.ShouldBe(1), o => o.At.ShouldBe(bench.Now),
            o => o.Deadline.ShouldBe(bench.Now + bench.Policy.RestartDeadline));
        bench.Orders.OfType<RestartGateway>().ShouldHaveSingleItem().Kind.ShouldBe(RestartKind.Start);
    }

    [Fact]
    public void Every_decision_keeps_what_the_witnesses_said()
    {
        var bench = Bench.Dead();
        bench.PassObeying(TimeSpan.FromMinutes(20));
        bench.Events.Count.ShouldBeGreaterThan(8);
        bench.Events.ShouldAllBe(e => e.Witnesses.Any(w => w.StartsWith("process: ")));
    }

    [Fact]
    public void A_daemon_that_finds_a_dead_gateway_starts_it() =>
        new Bench().See(Seen.Gone()).Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Start);

    [Theory]
    [InlineData(Liveness.Refused)]
    [InlineData(Liveness.Silent)]
    [InlineData(Liveness.Foreign)]
    [InlineData(Liveness.Unknown)]
    public void One_lost_probe_does_nothing(Liveness answer)
    {
        var bench = Bench.Healthy();
        bench.Later(10).Hear(Seen.Bad(answer));
        bench.Later(1).Hear(Seen.Ready());
        bench.Events.ShouldBeEmpty();
        bench.Phase.ShouldBe(GatewayPhase.Ready);
    }

    [Theory]
    [InlineData(Liveness.Silent)]
    [InlineData(Liveness.Foreign)]
    public void Two_bad_answers_now_and_then_do_nothing(Liveness answer)
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 50; i++) bench.Later(5).Hear(Seen.Bad(answer)).Later(5).Hear(Seen.Bad(answer)).Later(40).Hear(Seen.Ready());
        bench.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Liveness.Silent)]
    [InlineData(Liveness.Foreign)]
    public void Three_bad_answers_of_a_started_process_are_a_hang_that_tier_2_ends_by_force(Liveness answer)
    {
        var bench = Bench.Healthy();
        bench.Later(5).Hear(Seen.Bad(answer)).Later(5).Hear(Seen.Bad(answer));
        bench.Events.ShouldBeEmpty();
        bench.Later(5).Hear(Seen.Bad(answer));
        bench.Phase.ShouldBe(GatewayPhase.Wedged);
        var order = bench.Restarts.ShouldHaveSingleItem();
        order.ShouldSatisfyAllConditions(o => o.Tier.ShouldBe(Tier.Prober), o => o.Restart.ShouldBe(RestartKind.Forced));
        bench.Open.FailedProcess.ShouldBe(Seen.P1);
    }

    [Fact]
    public void A_live_process_that_refuses_connections_is_tolerated_for_a_while()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.Pass(bench.Policy.RefusedGrace).Events.ShouldBeEmpty();
        bench.Pass(10).Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Forced);
    }

    [Fact]
    public void A_row_of_unknown_answers_neither_counts_as_bad_nor_breaks_the_row()
    {
        var bench = Bench.Healthy();
        bench.Later(5).Hear(Seen.Silent()).Later(5).Hear(Seen.Bad(Liveness.Unknown)).Later(5).Hear(Seen.Silent());
        bench.Events.ShouldBeEmpty();
        bench.Later(5).Hear(Seen.Silent()).Restarts.Count.ShouldBe(1);
    }

    [Fact]
    public void Dead_gateways_are_started_three_times_with_growing_pauses_then_watched_then_the_doctor_comes()
    {
        var bench = Bench.Dead();
        bench.Process = Seen.Gone();
        bench.PassObeying(TimeSpan.FromMinutes(10));
        var starts = bench.Restarts.Select(r => r.At).ToArray();
        starts.Length.ShouldBe(3, bench.Story);
        (starts[1] - starts[0]).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
        (starts[2] - starts[1]).ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(35));
        var waited = bench.Events.OfType<Waited>().ShouldHaveSingleItem();
        (waited.At - starts[2]).ShouldBeInRange(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(95));
        (waited.Until - waited.At).ShouldBe(bench.Policy.EscalationWait);
        var treatment = bench.Treatments.ShouldHaveSingleItem();
        (treatment.At - waited.Until).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(5));
        bench.Open.Tier.ShouldBe(Tier.Doctor);
    }

    [Fact]
    public void Hung_gateways_are_restarted_three_times_30_s_apart_then_watched_then_the_doctor_comes_where_the_budget_allows_it()
    {
        var bench = Bench.Hung(new GatewayPolicy { Budget = new RestartBudget { Restarts = 100 } });
        var number = 10;
        bench.PassObeying(TimeSpan.FromMinutes(30), b => b.Process = Seen.Alive(new ProcessIdentity(++number, number), b.Now.AddHours(-1)));
        bench.Restarts.Count.ShouldBe(3, bench.Story);
        bench.Restarts.ShouldAllBe(r => r.Restart == RestartKind.Forced && r.Tier == Tier.Prober);
        bench.Events.OfType<Waited>().ShouldHaveSingleItem();
        bench.Treatments.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_restart_that_is_refused_counts_and_the_next_waits_its_turn()
    {
        var bench = Bench.Dead();
        bench.Later(1).End(RepairResult.Failed, "the manager said no");
        bench.Open.LastClosed!.NextAt.ShouldBe(bench.Now.AddSeconds(10));
        bench.Pass(9).Restarts.Count.ShouldBe(1);
        bench.Pass(6).Restarts.Count.ShouldBe(2);
    }

    [Fact]
    public void What_was_seen_before_an_order_ended_says_nothing_of_what_the_order_did()
    {
        var policy = new GatewayPolicy { Backoff = [TimeSpan.FromSeconds(1)] };
        var bench = Bench.Dead(policy);
        bench.Later(2).End();
        bench.Later(3).Ring().Restarts.Count.ShouldBe(1, "no look has come since");
        bench.Hear(Seen.Refused()).Restarts.Count.ShouldBe(1, "it refuses as it boots, and the process has not been looked at yet");
        bench.See(Seen.Gone()).Restarts.Count.ShouldBe(2);
    }

    [Fact]
    public void A_gateway_that_was_hung_and_is_dead_now_is_only_started()
    {
        var bench = Bench.Hung();
        bench.Later(1).End(RepairResult.Failed, "killed, but the start was refused");
        bench.Process = Seen.Gone();
        bench.Http = Seen.Refused();
        bench.Pass(40).Restarts[^1].ShouldSatisfyAllConditions(r => r.Restart.ShouldBe(RestartKind.Start), r => r.Tier.ShouldBe(Tier.Watchdog));
    }

    [Fact]
    public void A_gateway_that_was_dead_and_hangs_now_climbs_to_tier_2()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.Process = Seen.Alive(Seen.P2, bench.Now.AddHours(-1));
        bench.Http = Seen.Silent();
        bench.Pass(60).Restarts[^1].ShouldSatisfyAllConditions(r => r.Restart.ShouldBe(RestartKind.Forced), r => r.Tier.ShouldBe(Tier.Prober));
        bench.Events.OfType<Escalated>().ShouldHaveSingleItem().To.ShouldBe(Tier.Prober);
    }

    [Fact]
    public void A_job_that_the_manager_does_not_know_is_loaded_once_and_then_is_the_doctors()
    {
        var bench = Bench.Healthy();
        bench.Later(5).See(Seen.Gone(ServiceState.NotLoaded));
        bench.Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Start);
        bench.End(RepairResult.Failed).Pass(15);
        bench.Restarts.Count.ShouldBe(1);
        bench.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public void An_order_whose_result_never_comes_is_closed_a_little_after_its_deadline()
    {
        var bench = Bench.Dead();
        var order = bench.Restarts[0];
        IncidentMachine.WakeAt(bench.State, bench.Now, bench.Policy).ShouldBe(order.Deadline.AddSeconds(30));
        bench.Later((order.Deadline.AddSeconds(30) - bench.Now).TotalSeconds).Ring();
        bench.Events.OfType<RepairClosed>().ShouldHaveSingleItem().Result.ShouldBe(RepairResult.TimedOut);
    }

    [Fact]
    public void An_order_that_found_its_tier_between_two_lives_is_closed_and_given_again_later()
    {
        var bench = Bench.Dead();
        bench.Bounce(Tier.Doctor).Open.InFlight.ShouldNotBeNull("it was not the doctor's order");
        bench.Bounce(Tier.Watchdog).Open.InFlight.ShouldBeNull();
        bench.Pass(20).Restarts.Count.ShouldBe(2);
    }

    [Fact]
    public void Results_of_other_orders_are_dropped()
    {
        var bench = Bench.Dead();
        var id = bench.Open.Id;
        bench.Ended(id, 7, Tier.Watchdog, RepairResult.Done).Turn.ShouldBeEmpty("a number that was never given");
        bench.Ended(new IncidentId("main-20200101-000000"), 1, Tier.Watchdog, RepairResult.Done).Turn.ShouldBeEmpty("another incident");
        bench.End().Turn.ShouldNotBeEmpty();
        bench.Ended(id, 1, Tier.Watchdog, RepairResult.Failed).Turn.ShouldBeEmpty("told twice");
    }

    [Fact]
    public void A_result_without_an_incident_is_dropped() =>
        Bench.Healthy().Ended(new IncidentId("main-20200101-000000"), 1, Tier.Watchdog, RepairResult.Done).Events.ShouldBeEmpty();

    [Fact]
    public void While_an_order_is_in_flight_no_look_gives_another()
    {
        var bench = Bench.Dead();
        bench.Pass(bench.Policy.RestartDeadline);
        bench.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void A_lost_watchdog_sends_a_dead_gateway_to_the_doctor()
    {
        var bench = Bench.Dead();
        bench.Lose(Tier.Watchdog);
        bench.Process = null; // nobody looks any more
        bench.Pass(30);
        bench.Restarts.Count.ShouldBe(1);
        bench.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public void With_a_lost_watchdog_one_lost_probe_still_does_nothing()
    {
        var bench = Bench.Healthy();
        bench.Lose(Tier.Watchdog);
        bench.Later(5).Hear(Seen.Refused()).Later(5).Hear(Seen.Ready());
        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void With_a_lost_watchdog_a_hang_goes_to_the_doctor()
    {
        var bench = Bench.Healthy();
        bench.Lose(Tier.Watchdog);
        bench.Process = null;
        bench.Http = Seen.Silent();
        bench.Pass(20).Treatments.Count.ShouldBe(1);
        bench.Restarts.ShouldBeEmpty();
    }

    [Fact]
    public void A_job_that_a_doctor_has_put_back_was_not_stopped_by_its_owner_and_one_that_ran_since_may_be()
    {
        var bench = Bench.Healthy();
        bench.Later(5).See(Seen.Gone(ServiceState.NotLoaded));
        bench.End(RepairResult.Failed).Pass(15);
        bench.Treatments.Count.ShouldBe(1);
        // The look comes before the doctor's word that it is done: the job stands there, stopped.
        bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose) with { LastExit = new ProcessExit(0, null, bench.Now.AddHours(-1)) });
        bench.Phase.ShouldBe(GatewayPhase.Down);
        bench.Later(1).End(RepairResult.Done, "put back its job");
        bench.Events.OfType<Resolved>().ShouldBeEmpty("nobody has stopped it");
        bench.Restarts[^1].ShouldSatisfyAllConditions(static o => o.Tier.ShouldBe(Tier.Doctor), static o => o.Restart.ShouldBe(RestartKind.Start));

        bench.Later(1).End(RepairResult.Done, "started").ComesUp();
        bench.Pass(2);
        bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose) with { LastExit = new ProcessExit(0, null, bench.Now) });
        bench.Phase.ShouldBe(GatewayPhase.StoppedOnPurpose, "now it is its owner's");
    }
}
