using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>Healthy gateways that look ill. For each: no restart, no treatment, no call.</summary>
public sealed class TrapSpecs
{
    private static readonly ProcessIdentity Late = new(300, 3000);

    [Theory]
    [InlineData(130)]
    [InlineData(200)]
    public void A_slow_start_of_a_gateway_that_always_started_fast(int seconds)
    {
        var bench = Practised();
        bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        Boot(bench, Late, seconds, progress: 1000);
        Untouched(bench);
    }

    [Fact]
    public void A_first_boot_of_four_minutes_without_a_sign_of_work()
    {
        var bench = new Bench();
        Boot(bench, Late, 240);
        Untouched(bench);
    }

    [Fact]
    public void A_boot_of_ten_minutes_that_gets_on_with_its_work_although_all_boots_before_were_fast()
    {
        var bench = Practised();
        bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        var bytes = 0L;
        bench.Http = Seen.Refused();
        var started = bench.Now;
        for (var i = 0; i < 100; i++) bench.Later(5).See(Seen.Alive(Late, started) with { Progress = bytes += 50_000 }).Hear(Seen.Refused());
        bench.Phase.ShouldBe(GatewayPhase.Starting);
        bench.Later(5).Hear(Seen.Ready());
        Untouched(bench);
    }

    [Fact]
    public void A_boot_that_no_longer_gets_on_with_anything_is_ended_by_force_once_and_then_climbs()
    {
        var bench = Practised();
        bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        bench.Process = Seen.Alive(Late, bench.Now) with { Progress = 1000 };
        bench.Http = Seen.Silent();
        bench.Pass(200).Events.ShouldBeEmpty();
        bench.PassUntil(b => b.Restarts.Count == 1, 60, "the boot hangs");
        bench.Restarts[0].ShouldSatisfyAllConditions(r => r.Restart.ShouldBe(RestartKind.Forced), r => r.IsYoungKill.ShouldBeTrue());
        bench.Later(2).End();
        bench.Process = Seen.Alive(new ProcessIdentity(301, 3010), bench.Now) with { Progress = 1000 };
        bench.PassUntil(b => b.Treatments.Count == 1, 300, "a second young boot is not ended by force");
        bench.Restarts.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(StartupState.Started)]
    [InlineData(StartupState.Unknown)]
    public void Not_ready_but_live(StartupState startup)
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(startup, Readiness.NotReady);
        Untouched(bench.Pass(TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(404)]
    [InlineData(null)]
    public void A_control_page_that_is_switched_off(int? status)
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Ready() with { ConfiguredUrlStatus = status };
        Untouched(bench.Pass(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_restart_that_the_gateway_makes_itself_within_its_process()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Draining, Readiness.NotReady);
        bench.Pass(10);
        bench.Http = Seen.Refused();
        bench.Pass(60);
        bench.Http = Seen.Live(StartupState.Starting, Readiness.NotReady);
        bench.Pass(10);
        bench.Http = Seen.Ready();
        Untouched(bench.Pass(60));
    }

    [Fact]
    public void A_restart_that_the_gateway_makes_itself_through_its_manager()
    {
        var bench = Bench.Healthy();
        var clean = Seen.Gone(ServiceState.RestartPending) with { LastExit = new ProcessExit(0, null, bench.Now.AddSeconds(1)) };
        bench.Http = Seen.Refused();
        bench.Later(1).See(clean).Pass(6);
        Boot(bench, Late, 20);
        Untouched(bench);
    }

    [Fact]
    public void A_stop_by_its_owner_stays_a_stop_until_the_owner_says_otherwise()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose)).Pass(TimeSpan.FromDays(2));
        Untouched(bench);
        bench.Notices.ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.StoppedByOwner);

        bench.Want();
        bench.Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Start);
    }

    [Fact]
    public void A_stop_by_its_owner_ends_with_a_resume()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose)).Pass(60).Resume();
        bench.Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Start);
    }

    [Fact]
    public void A_word_to_start_that_found_it_running_does_not_overrule_a_later_stop()
    {
        var bench = Bench.Healthy().Want();
        bench.Pass(30);
        bench.Http = Seen.Refused();
        Untouched(bench.Later(1).See(Seen.Gone(ServiceState.StoppedOnPurpose)).Pass(60));
    }

    [Theory]
    [InlineData(UpkeepKind.Updating)]
    [InlineData(UpkeepKind.PackageSwap)]
    public void A_package_that_is_being_replaced(UpkeepKind kind)
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.Process = Seen.Gone(code: 1) with { Upkeep = new Upkeep(kind, bench.Now, "npm install -g openclaw is at work") };
        bench.Pass(TimeSpan.FromMinutes(20)).Phase.ShouldBe(GatewayPhase.Updating);
        Untouched(bench);
        bench.ComesUp();
        Untouched(bench.Pass(60));
    }

    [Fact]
    public void An_update_that_takes_very_long_is_told_and_left_alone()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Gone(ServiceState.StoppedOnPurpose) with { Upkeep = new Upkeep(UpkeepKind.Updating, bench.Now, "openclaw update is at work") };
        bench.Http = Seen.Refused();
        Untouched(bench.Pass(TimeSpan.FromHours(3)));
        bench.Notices.Select(n => n.Kind).ShouldContain(NoticeKind.LongUpdate);
    }

    [Fact]
    public void An_update_that_died_is_told_and_the_gateway_it_had_stopped_is_started()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        var began = bench.Now;
        bench.Later(100).See(Stopped(bench, began));
        bench.Restarts.ShouldHaveSingleItem();
        bench.Notices.ShouldContain(n => n.Kind == NoticeKind.UpdateDied);
    }

    [Fact]
    public void A_stop_by_its_owner_after_it_has_run_beside_a_dead_update()
    {
        var bench = Bench.Healthy();
        var began = bench.Now;
        bench.Later(60).See(Seen.Alive(startedAt: bench.Now.AddHours(-1)) with { Upkeep = new Upkeep(UpkeepKind.UpdateDied, began, "a stage is left") });
        bench.Http = Seen.Refused();
        bench.Later(60).See(Stopped(bench, began));
        Untouched(bench.Pass(600));
    }

    [Fact]
    public void A_stop_by_its_owner_long_before_an_update_that_died()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        var stopped = Seen.Gone(ServiceState.StoppedOnPurpose) with { LastExit = new ProcessExit(0, null, bench.Now) };
        bench.Later(1).See(stopped).Pass(TimeSpan.FromDays(1));
        bench.See(stopped with { Upkeep = new Upkeep(UpkeepKind.UpdateDied, bench.Now.AddMinutes(-1), "a stage is left") });
        Untouched(bench.Pass(600));
    }

    private static ProcessState Stopped(Bench bench, DateTimeOffset began) => Seen.Gone(ServiceState.StoppedOnPurpose) with
    {
        Upkeep = new Upkeep(UpkeepKind.UpdateDied, began, "the update that began at 03:10 is gone"),
        LastExit = new ProcessExit(0, null, bench.Now),
    };

    [Fact]
    public void Channels_that_are_held_back_are_told_once_and_no_restart_makes_it_worse()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Started, Readiness.Ready, "telegram", "discord");
        Untouched(bench.Pass(TimeSpan.FromHours(1)));
        bench.Phase.ShouldBe(GatewayPhase.ChannelsSuppressed);
        bench.Notices.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            n => n.Kind.ShouldBe(NoticeKind.ChannelsSuppressed), n => n.Notice.Detail.ShouldBe("telegram, discord"));
    }

    [Fact]
    public void Channels_that_are_held_back_for_a_moment_are_not_told()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Started, Readiness.Ready, "telegram");
        bench.Pass(60);
        bench.Http = Seen.Ready();
        bench.Pass(600).Notices.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_gateway_that_serves_while_the_managers_own_is_shut_out()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Gone(ServiceState.RestartPending, port: new PortOwner(PortOwnerKind.OtherGateway, 77, "openclaw-gateway"));
        Untouched(bench.Pass(TimeSpan.FromMinutes(10)));
        bench.Phase.ShouldBe(GatewayPhase.Duplicate);
        bench.Notices.ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.Duplicate);
    }

    [Fact]
    public void A_drain_of_five_minutes()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Live(StartupState.Draining, Readiness.NotReady);
        bench.Process = Seen.Alive(startedAt: bench.Now.AddHours(-1), service: ServiceState.Stopping);
        bench.Pass(200);
        bench.Http = Seen.Silent();
        bench.Pass(100);
        bench.Process = Seen.Gone(ServiceState.Restarting);
        bench.Http = Seen.Refused();
        bench.Pass(5);
        Boot(bench, Late, 20);
        Untouched(bench);
    }

    [Fact]
    public void A_host_that_slept_for_an_hour()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Silent();
        bench.Later(3600).Hear(Seen.Silent(), ago: 3600).Late(3590).Pass(110);
        bench.Phase.ShouldBe(GatewayPhase.Awoken);
        bench.Http = Seen.Ready();
        Untouched(bench.Pass(60));
    }

    [Fact]
    public void A_host_that_slept_through_a_boot()
    {
        var bench = Practised();
        bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        bench.Process = Seen.Alive(Late, bench.Now);
        bench.Http = Seen.Refused();
        bench.Pass(10).Later(7200).Late(7195).Pass(60);
        bench.Phase.ShouldBe(GatewayPhase.Starting);
        bench.Http = Seen.Ready();
        Untouched(bench.Pass(60));
        bench.State.Ledger.BootTimes[^1].ShouldBeLessThan(TimeSpan.FromMinutes(3), "the sleep was no part of the boot");
    }

    [Fact]
    public void Sleep_does_not_hide_a_gateway_that_never_comes_to()
    {
        var bench = Bench.Healthy();
        bench.Later(3600).Late(3590);
        bench.Http = Seen.Silent();
        bench.Pass(bench.Policy.WakeGrace - TimeSpan.FromSeconds(10)).Events.ShouldBeEmpty();
        bench.PassUntil(b => b.Restarts.Count == 1, 60, "after the grace it is treated as any other");
        bench.Restarts[0].Restart.ShouldBe(RestartKind.Forced);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(12)]
    public void A_healer_that_was_starved_does_not_blame_the_gateway(int seconds)
    {
        var bench = Bench.Healthy();
        bench.Later(5).Hear(Seen.Silent()).Later(5).Hear(Seen.Silent());
        bench.Later(seconds).Late(seconds - 5).Hear(Seen.Silent(), ago: 1).Later(5).Hear(Seen.Ready());
        Untouched(bench.Pass(60));
    }

    [Fact]
    public void The_same_hold_up_told_by_three_timers_counts_once()
    {
        var bench = Bench.Healthy();
        bench.Later(3600).Late(3595).Late(3590).Later(2).Late(3592);
        bench.State.Observed.Asleep.ShouldBe(TimeSpan.FromSeconds(3597));
    }

    [Fact]
    public void A_probe_that_is_told_to_come_back_later_for_ever_treats_nothing_and_says_in_the_end_that_it_is_blind()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Bad(Liveness.Unknown);
        Untouched(bench.Pass(TimeSpan.FromMinutes(29)));
        bench.Notices.ShouldBeEmpty();
        Untouched(bench.Pass(TimeSpan.FromHours(5)));
        bench.Notices.ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.Blind);
    }

    [Fact]
    public void A_probe_that_is_blind_from_the_beginning_does_not_show_a_boot_without_an_end()
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now);
        bench.Http = Seen.Bad(Liveness.Unknown);
        bench.Pass(60).Phase.ShouldBe(GatewayPhase.Starting);
        Untouched(bench.Pass(TimeSpan.FromHours(1)));
        bench.Phase.ShouldBe(GatewayPhase.Blind);
        bench.Notices.ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.Blind);
    }

    [Fact]
    public void A_boot_of_eight_minutes_where_nobody_can_tell_whether_it_works()
    {
        var bench = Practised();
        bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        Boot(bench, Late, 480);
        Untouched(bench);
    }

    [Fact]
    public void A_gateway_that_works_through_something_heavy_for_a_minute()
    {
        var bench = Bench.Healthy();
        var bytes = 0L;
        for (var i = 0; i < 12; i++) bench.Later(5).See(Seen.Alive(startedAt: bench.Now.AddHours(-1)) with { Progress = bytes += 100_000 }).Hear(Seen.Silent());
        bench.Later(5).Hear(Seen.Ready());
        Untouched(bench);
    }

    [Fact]
    public void A_host_that_is_late_again_and_again_does_not_hide_a_gateway_that_hangs()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Silent();
        for (var i = 0; i < 40 && bench.State.Open is null; i++) bench.Pass(20).Late(8);
        bench.Restarts.Count.ShouldBe(1, "after five bad minutes lateness is no excuse");
    }

    [Fact]
    public void Channels_that_are_held_back_are_told_once_though_a_probe_is_lost_now_and_then()
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 10; i++)
        {
            bench.Http = Seen.Live(StartupState.Started, Readiness.Ready, "telegram");
            bench.Pass(200).Hear(Seen.Silent());
        }

        bench.Notices.Count(n => n.Kind == NoticeKind.ChannelsSuppressed).ShouldBe(1);
    }

    [Fact]
    public void Neither_witness_can_be_read()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Bad(Liveness.Unknown);
        bench.Process = Seen.Unreadable();
        Untouched(bench.Pass(TimeSpan.FromMinutes(20)));
        bench.Phase.ShouldBe(GatewayPhase.Blind);
    }

    [Theory]
    [InlineData(Liveness.Silent)]
    [InlineData(Liveness.Refused)]
    [InlineData(Liveness.Foreign)]
    public void One_lost_probe_every_ten_minutes(Liveness lost)
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 50; i++) bench.Hear(Seen.Bad(lost)).Later(5).Hear(Seen.Ready()).Pass(600);
        Untouched(bench);
    }

    [Fact]
    public void A_hot_reload_that_stalls_the_event_loop_twice()
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 2; i++) bench.Later(10).Hear(Seen.Silent()).Later(10).Hear(Seen.Silent()).Later(5).Hear(Seen.Ready());
        Untouched(bench.Pass(300));
    }

    /// <summary>A gateway whose boots were all seen and took ten seconds.</summary>
    private static Bench Practised()
    {
        var bench = new Bench();
        for (var i = 1; i <= 5; i++)
        {
            bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose));
            Boot(bench, new ProcessIdentity(i, i), 10);
            bench.Pass(600);
        }

        bench.Phase.ShouldBe(GatewayPhase.Ready);
        return bench;
    }

    private static void Boot(Bench bench, ProcessIdentity process, double seconds, long? progress = null)
    {
        bench.Process = Seen.Alive(process, bench.Now) with { Progress = progress };
        bench.Http = Seen.Refused();
        bench.See(bench.Process).Pass(seconds);
        bench.Http = Seen.Ready();
        bench.Pass(30);
    }

    private static void Untouched(Bench bench)
    {
        bench.Orders.OfType<RestartGateway>().ShouldBeEmpty(bench.Story);
        bench.Orders.OfType<TreatGateway>().ShouldBeEmpty(bench.Story);
        bench.Events.ShouldBeEmpty();
    }
}
