using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>What the gateway is taken for, witness by witness.</summary>
public sealed class PhaseReadingSpecs
{
    [Fact]
    public void Nothing_seen_is_unknown() => new Bench().Phase.ShouldBe(GatewayPhase.Unknown);

    [Theory]
    [InlineData(StartupState.Started, Readiness.Ready, GatewayPhase.Ready)]
    [InlineData(StartupState.Started, Readiness.Unknown, GatewayPhase.Ready)]
    [InlineData(StartupState.Unknown, Readiness.Unknown, GatewayPhase.Ready)]
    [InlineData(StartupState.Started, Readiness.NotReady, GatewayPhase.LiveNotReady)]
    [InlineData(StartupState.Starting, Readiness.NotReady, GatewayPhase.Starting)]
    [InlineData(StartupState.Draining, Readiness.NotReady, GatewayPhase.Draining)]
    public void A_live_gateway_is_what_its_own_endpoints_say(StartupState startup, Readiness readiness, GatewayPhase phase) =>
        new Bench().See(Seen.Alive()).Hear(Seen.Live(startup, readiness)).Phase.ShouldBe(phase);

    [Fact]
    public void Suppressed_channels_are_no_outage() =>
        new Bench().See(Seen.Alive()).Hear(Seen.Live(StartupState.Started, Readiness.Ready, "telegram")).State.Seen.ShouldSatisfyAllConditions(
            s => s.Phase.ShouldBe(GatewayPhase.ChannelsSuppressed), s => s.IsOutage.ShouldBeFalse());

    [Theory]
    [InlineData(ServiceState.Unknown, GatewayPhase.Unknown)]
    [InlineData(ServiceState.StoppedOnPurpose, GatewayPhase.StoppedOnPurpose)]
    [InlineData(ServiceState.NotLoaded, GatewayPhase.NotLoaded)]
    [InlineData(ServiceState.Stopping, GatewayPhase.Draining)]
    [InlineData(ServiceState.Restarting, GatewayPhase.Restarting)]
    [InlineData(ServiceState.Failed, GatewayPhase.Down)]
    [InlineData(ServiceState.Running, GatewayPhase.Down)]
    public void Without_a_process_the_manager_is_asked(ServiceState service, GatewayPhase phase) => new Bench().See(Seen.Gone(service)).Phase.ShouldBe(phase);

    [Fact]
    public void The_managers_own_restart_is_waited_for_and_not_for_ever()
    {
        var bench = new Bench();
        bench.Process = Seen.Gone(ServiceState.Restarting);
        bench.See(bench.Process).Pass(74).Phase.ShouldBe(GatewayPhase.Restarting);
        bench.Events.ShouldBeEmpty();
        bench.Pass(6).Phase.ShouldBe(GatewayPhase.Down);
    }

    [Fact]
    public void An_exit_78_is_blocked_by_configuration_until_the_configuration_changes()
    {
        new Bench().See(Seen.Refused78()).Phase.ShouldBe(GatewayPhase.ConfigBlocked);
        new Bench().See(Seen.Refused78(configChanged: true)).Phase.ShouldBe(GatewayPhase.Down);
    }

    [Fact]
    public void One_look_at_a_stranger_is_only_a_suspicion() =>
        new Bench().See(Seen.Stranger()).Phase.ShouldBe(GatewayPhase.Suspect);

    [Fact]
    public void Two_looks_at_a_stranger_are_a_taken_port() =>
        new Bench().See(Seen.Stranger()).Later(5).See(Seen.Stranger()).Phase.ShouldBe(GatewayPhase.PortTaken);

    [Fact]
    public void A_process_that_answered_before_it_was_first_looked_at_has_started()
    {
        var bench = new Bench();
        bench.Hear(Seen.Ready()).See(Seen.Alive(startedAt: bench.Now.AddMinutes(-1)));
        bench.State.Observed.Started.ShouldBe(Seen.P1);
        bench.Later(1).See(Seen.Gone(ServiceState.RestartPending));
        bench.State.Observed.FailedBoots.ShouldBe(0, "one that serves has been killed; no boot has failed");
    }

    [Fact]
    public void An_answer_from_before_a_process_was_there_is_not_that_process_s()
    {
        var bench = new Bench();
        bench.Hear(Seen.Ready()).Later(2).See(Seen.Alive(startedAt: bench.Now.AddSeconds(-1)));
        bench.State.Observed.Started.ShouldBeNull();
    }

    [Fact]
    public void A_stranger_that_answers_as_a_gateway_does_is_no_gateway_between_two_looks_either() =>
        new Bench().See(Seen.Stranger()).Later(5).See(Seen.Stranger()).Later(1).Hear(Seen.Ready()).Phase.ShouldBe(GatewayPhase.PortTaken);

    [Fact]
    public void A_look_that_cannot_be_read_between_two_strangers_does_not_begin_the_count_anew() =>
        new Bench().See(Seen.Stranger()).Later(5).See(Seen.Unreadable()).Later(5).See(Seen.Stranger()).Phase.ShouldBe(GatewayPhase.PortTaken);

    [Fact]
    public void Another_gateway_on_the_port_that_answers_serves_and_is_called_what_it_is()
    {
        var duplicate = Seen.Gone(port: new PortOwner(PortOwnerKind.OtherGateway, 77, "node openclaw gateway"));
        new Bench().Hear(Seen.Ready()).Later(1).See(duplicate).State.Seen.ShouldSatisfyAllConditions(s => s.Phase.ShouldBe(GatewayPhase.Duplicate), s => s.IsGood.ShouldBeTrue());
    }

    [Fact]
    public void An_exit_78_beside_another_gateway_is_that_gateways_doing_and_no_matter_of_configuration()
    {
        var bench = new Bench();
        bench.Process = Seen.Gone(code: ProcessExit.ConfigRefused, port: new PortOwner(PortOwnerKind.OtherGateway, 77, "openclaw-gateway"));
        bench.Http = Seen.Silent();
        bench.Pass(30).Phase.ShouldBe(GatewayPhase.PortTaken);
        bench.Treatments.ShouldBeEmpty();
    }

    [Fact]
    public void Another_gateway_on_the_port_that_does_not_answer_is_never_fought_with_a_second_one()
    {
        var bench = new Bench();
        bench.Process = Seen.Gone(port: new PortOwner(PortOwnerKind.OtherGateway, 77, "node openclaw gateway"));
        bench.Http = Seen.Silent();
        bench.Pass(30);
        bench.Phase.ShouldBe(GatewayPhase.PortTaken);
        bench.Restarts.ShouldBeEmpty();
        bench.Calls.ShouldHaveSingleItem().Reason.ShouldContain("pid 77");
    }

    [Theory]
    [InlineData(Liveness.Refused)]
    [InlineData(Liveness.Silent)]
    [InlineData(Liveness.Foreign)]
    public void A_young_process_that_does_not_answer_is_starting(Liveness answer)
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now);
        bench.Http = Seen.Bad(answer);
        bench.Pass(bench.Policy.StartupBudget - TimeSpan.FromSeconds(1)).Phase.ShouldBe(GatewayPhase.Starting);
        bench.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Liveness.Refused)]
    [InlineData(Liveness.Silent)]
    public void A_boot_that_is_longer_than_its_budget_is_stalled(Liveness answer)
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now);
        bench.Http = Seen.Bad(answer);
        bench.Pass(bench.Policy.StartupBudget + TimeSpan.FromSeconds(10)).Phase.ShouldBe(GatewayPhase.Wedged);
    }

    [Theory]
    [InlineData(Liveness.Refused)]
    [InlineData(Liveness.Silent)]
    public void A_process_whose_start_time_is_not_known_is_young_from_the_moment_we_first_saw_it(Liveness answer)
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: null);
        bench.Http = Seen.Bad(answer);
        bench.Pass(bench.Policy.StartupBudget - TimeSpan.FromSeconds(10)).Phase.ShouldBe(GatewayPhase.Starting);
        bench.Restarts.ShouldBeEmpty();
    }

    [Fact]
    public void An_old_process_found_by_a_young_healer_is_wedged_after_three_silent_answers()
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now.AddDays(-1));
        bench.Http = Seen.Silent();
        bench.Pass(10).Phase.ShouldBe(GatewayPhase.Suspect);
        bench.Pass(5).Phase.ShouldBe(GatewayPhase.Wedged);
    }

    [Fact]
    public void A_process_that_the_manager_is_stopping_drains_however_silent_it_is()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Alive(startedAt: bench.Now.AddHours(-1), service: ServiceState.Stopping);
        bench.Http = Seen.Silent();
        bench.Pass(300).Phase.ShouldBe(GatewayPhase.Draining);
        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_restart_inside_the_process_is_a_boot_again()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Draining, Readiness.NotReady);
        bench.Pass(10).Phase.ShouldBe(GatewayPhase.Draining);
        bench.Http = Seen.Silent();
        bench.Pass(120).Phase.ShouldBe(GatewayPhase.Starting);
        bench.Http = Seen.Live(StartupState.Starting, Readiness.NotReady);
        bench.Pass(60).Phase.ShouldBe(GatewayPhase.Starting);
        bench.Http = Seen.Silent();
        bench.Pass(60).Phase.ShouldBe(GatewayPhase.Starting);
        bench.Http = Seen.Ready();
        bench.Pass(10).Phase.ShouldBe(GatewayPhase.Ready);
        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_restart_inside_the_process_that_never_ends_is_wedged_after_the_startup_budget()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Starting, Readiness.NotReady);
        bench.Pass(10);
        bench.Http = Seen.Silent();
        bench.Pass(bench.Policy.StartupBudget + TimeSpan.FromSeconds(10)).Phase.ShouldBe(GatewayPhase.Wedged);
    }

    [Fact]
    public void An_answer_of_the_process_before_does_not_mark_the_next_one_as_started()
    {
        var bench = Bench.Healthy();
        bench.Later(10).See(Seen.Alive(Seen.P2, bench.Now));
        bench.Later(1).Hear(Seen.Ready(), ago: 3); // the look had begun while the first process lived
        bench.Http = Seen.Silent();
        bench.Pass(60).Phase.ShouldBe(GatewayPhase.Starting);
        bench.Restarts.ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_that_was_under_way_when_the_process_died_is_no_news()
    {
        var bench = Bench.Healthy();
        bench.Later(10).See(Seen.Gone());
        bench.Later(1).Hear(Seen.Ready(), ago: 3);
        bench.Phase.ShouldBe(GatewayPhase.Down);
    }

    [Fact]
    public void Looks_that_come_out_of_order_are_dropped()
    {
        var bench = Bench.Healthy();
        bench.Later(10).See(Seen.Gone());
        bench.See(Seen.Alive(), ago: 5).Phase.ShouldBe(GatewayPhase.Down);
    }

    [Fact]
    public void A_process_look_that_cannot_be_read_does_not_forget_the_bad_answers()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Silent();
        bench.Later(5).Hear(Seen.Silent()).Later(5).Hear(Seen.Silent());
        bench.Later(1).See(Seen.Unreadable());
        bench.Later(1).See(Seen.Alive(startedAt: bench.Now.AddHours(-1)));
        bench.Later(3).Hear(Seen.Silent()).Phase.ShouldBe(GatewayPhase.Wedged);
    }

    [Fact]
    public void A_process_look_that_cannot_be_read_does_not_make_a_good_gateway_doubtful()
    {
        var bench = Bench.Healthy();
        bench.Later(5).See(Seen.Unreadable()).Phase.ShouldBe(GatewayPhase.Ready);
        bench.State.Cadence.ShouldBe(Cadence.Calm);
    }

    [Fact]
    public void A_silent_gateway_whose_process_cannot_be_read_is_not_touched_for_as_long_as_a_boot_may_take()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Unreadable();
        bench.Http = Seen.Silent();
        bench.Pass(bench.Policy.StartupBudget - TimeSpan.FromSeconds(5)).Phase.ShouldBe(GatewayPhase.Unknown);
        bench.Events.ShouldBeEmpty();
        bench.Pass(15).Phase.ShouldBe(GatewayPhase.Wedged);
        bench.State.Open.ShouldNotBeNull("somebody must hear of it");
    }

    [Fact]
    public void A_silent_gateway_whose_process_was_never_seen_is_an_outage_after_as_long_as_a_boot_may_take()
    {
        var bench = new Bench();
        bench.Http = Seen.Refused();
        bench.Pass(bench.Policy.StartupBudget).Phase.ShouldBe(GatewayPhase.Suspect);
        bench.Pass(10).Phase.ShouldBe(GatewayPhase.Wedged);
    }

    [Fact]
    public void A_port_table_that_cannot_be_read_once_does_not_make_a_serving_gateway_dead()
    {
        var bench = new Bench();
        bench.See(Seen.Gone(port: new PortOwner(PortOwnerKind.OtherGateway, 77))).Hear(Seen.Ready()).Phase.ShouldBe(GatewayPhase.Duplicate);
        bench.Later(5).See(Seen.Gone(port: PortOwner.Unknown)).Phase.ShouldBe(GatewayPhase.Ready);
        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_process_that_dies_with_an_unreadable_port_table_is_down_at_once() =>
        Bench.Healthy().Later(5).See(Seen.Gone(port: PortOwner.Unknown)).Phase.ShouldBe(GatewayPhase.Down);

    [Fact]
    public void A_probe_that_fails_itself_is_no_news_once_and_blindness_later()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Bad(Liveness.Unknown);
        bench.Pass(5).Phase.ShouldBe(GatewayPhase.Ready);
        bench.Pass(60).Phase.ShouldBe(GatewayPhase.Blind);
        bench.Events.ShouldBeEmpty();
        bench.Http = Seen.Ready();
        bench.Pass(5).Phase.ShouldBe(GatewayPhase.Ready);
    }

    [Fact]
    public void A_crash_loop_under_its_own_manager_is_an_outage()
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 6; i++)
        {
            bench.Later(1).See(Seen.Gone(ServiceState.Restarting)).Hear(Seen.Refused());
            bench.Later(8).See(Seen.Alive(new ProcessIdentity(300 + i, 300 + i), bench.Now)).Hear(Seen.Refused());
        }

        bench.Later(1).See(Seen.Gone(ServiceState.Restarting));
        bench.Phase.ShouldBe(GatewayPhase.Down);
        bench.State.Open.ShouldNotBeNull();
    }

    [Fact]
    public void A_few_boots_that_are_not_seen_to_the_end_are_no_crash_loop_once_one_has_started()
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 9; i++)
        {
            bench.Later(60).See(Seen.Gone(ServiceState.Restarting));
            bench.Later(1).See(Seen.Alive(new ProcessIdentity(300 + i, 300 + i), bench.Now)).Later(1).Hear(Seen.Ready());
        }

        bench.Later(1).See(Seen.Gone(ServiceState.Restarting)).Phase.ShouldBe(GatewayPhase.Restarting);
        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_http_said_counts_after_the_prober_is_lost() =>
        Bench.Healthy().Lose(Tier.Prober).Phase.ShouldBe(GatewayPhase.Unknown);
}
