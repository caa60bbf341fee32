using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>First do no harm: what must never be touched.</summary>
public sealed class HandsOffSpecs
{
    [Fact]
    public void A_gateway_with_a_broken_channel_is_left_alone()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Started, Readiness.NotReady);
        bench.Pass(TimeSpan.FromHours(3)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_with_suppressed_channels_is_left_alone()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Started, Readiness.Ready, "telegram", "discord");
        bench.Pass(TimeSpan.FromHours(3)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_that_its_owner_stopped_stays_stopped_when_its_process_cannot_be_read_for_a_while()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.See(Seen.Gone(ServiceState.StoppedOnPurpose)).Pass(TimeSpan.FromHours(1));
        bench.See(Seen.Unreadable()).Pass(TimeSpan.FromHours(1)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_under_an_update_is_left_alone_when_its_process_cannot_be_read_for_a_while()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.See(Seen.Gone() with { Upkeep = new Upkeep(UpkeepKind.Updating, null, "openclaw update is at work") }).Pass(TimeSpan.FromMinutes(20));
        bench.See(Seen.Unreadable()).Pass(TimeSpan.FromMinutes(20)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_draining_gateway_is_left_alone()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Draining, Readiness.NotReady);
        bench.Pass(TimeSpan.FromMinutes(9)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_whose_boot_still_answers_is_left_alone_within_its_budget()
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now);
        bench.Http = Seen.Live(StartupState.Starting, Readiness.NotReady);
        bench.Pass(TimeSpan.FromMinutes(9)).Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StartupState.Starting)]
    [InlineData(StartupState.Draining)]
    public void A_boot_or_a_drain_without_an_end_is_told_to_a_human_and_nothing_is_killed(StartupState state)
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now);
        bench.Http = Seen.Live(state, Readiness.NotReady);
        bench.Pass(TimeSpan.FromHours(2));
        bench.Calls.ShouldHaveSingleItem().Phase.ShouldBe(GatewayPhase.Stalled);
        bench.Orders.OfType<RestartGateway>().ShouldBeEmpty();

        bench.Http = Seen.Ready();
        bench.Pass(60);
        bench.Events[^1].ShouldBeOfType<Resolved>();
    }

    [Fact]
    public void A_gateway_that_came_back_deaf_is_not_called_healthy_and_a_human_is_told_in_the_end()
    {
        var bench = Bench.Hung().End();
        bench.Process = Seen.Alive(Seen.P2, bench.Now);
        bench.Http = Seen.Live(StartupState.Started, Readiness.Ready, "telegram");
        bench.Pass(120);
        bench.Events.OfType<Resolved>().ShouldBeEmpty();
        bench.Pass(TimeSpan.FromMinutes(10));
        bench.Calls.ShouldHaveSingleItem().Reason.ShouldContain("telegram");

        bench.Http = Seen.Ready();
        bench.Pass(60);
        bench.Events[^1].ShouldBeOfType<Resolved>();
    }

    [Theory]
    [InlineData(Liveness.Refused)]
    [InlineData(Liveness.Silent)]
    [InlineData(Liveness.Foreign)]
    public void The_boot_after_our_own_restart_is_left_alone(Liveness answer)
    {
        var bench = Bench.Hung();
        bench.Later(5).End();
        bench.Process = Seen.Alive(Seen.P2, bench.Now);
        bench.Http = Seen.Bad(answer);
        bench.Pass(bench.Policy.StartupBudget - TimeSpan.FromSeconds(10)).Restarts.Count.ShouldBe(1, bench.Story);
        bench.Phase.ShouldBe(GatewayPhase.Starting);
    }

    [Fact]
    public void A_boot_that_answers_now_and_then_is_left_alone()
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now);
        for (var i = 0; i < 10; i++)
        {
            bench.Http = Seen.Live(StartupState.Starting, Readiness.NotReady);
            bench.Pass(10);
            bench.Http = Seen.Silent();
            bench.Pass(40);
        }

        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_that_its_owner_stopped_stays_stopped()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Gone(ServiceState.StoppedOnPurpose);
        bench.Http = Seen.Refused();
        bench.Pass(TimeSpan.FromHours(3)).Events.ShouldBeEmpty();
        bench.State.Cadence.ShouldBe(Cadence.Calm);
    }

    [Fact]
    public void An_outage_after_a_long_stop_on_purpose_is_not_told_as_old_as_the_stop()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Gone(ServiceState.StoppedOnPurpose);
        bench.Http = Seen.Refused();
        bench.Pass(TimeSpan.FromHours(10));
        bench.Later(5).See(Seen.Gone());
        bench.Open.Since.ShouldBe(bench.Now);
    }

    [Fact]
    public void A_gateway_that_its_owner_stops_during_an_incident_is_no_incident_any_more()
    {
        var bench = Bench.Dead();
        bench.Later(1).End(RepairResult.Failed);
        bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.StoppedByOwner);
    }

    [Fact]
    public void A_stop_that_is_part_of_our_own_restart_is_not_taken_for_the_owners()
    {
        var bench = Bench.Hung();
        bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose)); // between our stop and our start
        bench.Later(1).End();
        bench.Events[^1].ShouldBeOfType<RepairClosed>();
        bench.ComesUp().Pass(30);
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByProber);
    }

    [Theory]
    [InlineData(RepairResult.Failed)]
    [InlineData(RepairResult.TimedOut)]
    [InlineData(RepairResult.Interrupted)]
    public void A_gateway_that_we_stopped_and_could_not_start_is_started_again(RepairResult result)
    {
        var bench = Bench.Hung();
        bench.Http = Seen.Refused();
        bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        bench.Later(1).End(result);
        bench.Pass(60).Restarts[^1].Restart.ShouldBe(RestartKind.Start, bench.Story);
        bench.Restarts.Count.ShouldBe(2);
    }

    [Fact]
    public void A_healer_that_dies_between_its_own_stop_and_start_starts_the_gateway_when_it_is_back()
    {
        var bench = Bench.Hung();
        bench.Later(1).RestartTheHealer();
        bench.Process = Seen.Gone(ServiceState.StoppedOnPurpose);
        bench.Http = Seen.Refused();
        bench.Pass(60).Restarts[^1].Restart.ShouldBe(RestartKind.Start, bench.Story);
    }

    [Fact]
    public void A_stop_by_the_owner_after_our_failed_restart_is_the_owners()
    {
        var bench = Bench.Hung();
        bench.Later(1).End(RepairResult.Failed, "it did not die");
        bench.Pass(10); // still there, still silent
        bench.Process = Seen.Gone(ServiceState.StoppedOnPurpose);
        bench.Pass(10).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.StoppedByOwner);
    }

    [Fact]
    public void A_stranger_on_the_port_is_the_humans_with_pid_and_command_and_nobody_is_restarted()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Stranger(666, "python3 -m http.server 18789");
        bench.Http = Seen.Bad(Liveness.Foreign);
        bench.Pass(60);
        bench.Restarts.ShouldBeEmpty();
        bench.Treatments.ShouldBeEmpty();
        var call = bench.Calls.ShouldHaveSingleItem();
        call.Reason.ShouldContain("pid 666");
        call.Reason.ShouldContain("python3 -m http.server 18789");
        call.YourTurn.ShouldContain("kill 666");
    }

    [Fact]
    public void A_stranger_that_could_not_be_identified_is_told_as_such()
    {
        var bench = new Bench();
        bench.Process = Seen.Gone(port: new PortOwner(PortOwnerKind.Stranger));
        bench.Pass(20).Calls.ShouldHaveSingleItem().YourTurn.ShouldContain("lsof");
    }

    [Fact]
    public void A_stranger_that_takes_the_port_during_an_incident_stops_the_restarts()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.Process = Seen.Stranger();
        bench.Pass(60);
        bench.Restarts.Count.ShouldBe(1);
        bench.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void A_lost_prober_means_blind_and_blind_means_a_human_and_no_treatment()
    {
        var bench = Bench.Dead();
        bench.Lose(Tier.Prober);
        bench.Calls.ShouldHaveSingleItem().Reason.ShouldContain("the prober is lost");
        bench.Later(1).End(RepairResult.Failed);
        bench.Pass(TimeSpan.FromHours(2));
        bench.Restarts.Count.ShouldBe(1);
        bench.Treatments.ShouldBeEmpty();
    }

    [Fact]
    public void With_a_lost_prober_nothing_new_is_begun()
    {
        var bench = Bench.Healthy();
        bench.Lose(Tier.Prober);
        bench.Http = null;
        bench.Process = Seen.Gone();
        bench.Pass(600).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_that_looks_good_when_the_prober_is_lost_is_not_proven_healthy_by_that()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.ComesUp().Pass(5);
        bench.Lose(Tier.Prober);
        bench.Http = null;
        bench.Pass(60).Events.OfType<Resolved>().ShouldBeEmpty();
    }
}
