using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>Restarts are a metered drug: what may be spent, on what, and what happens when it is.</summary>
public sealed class BudgetSpecs
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly RestartBudget Budget = new();

    [Fact]
    public void The_third_restart_of_a_living_gateway_within_ten_minutes_climbs_instead()
    {
        var bench = Bench.Hung();
        var number = 10;
        bench.PassObeying(TimeSpan.FromMinutes(6), b => b.Process = Seen.Alive(new ProcessIdentity(++number, number), b.Now.AddHours(-1)));
        bench.Restarts.Count(r => r.Tier != Tier.Doctor).ShouldBe(2, bench.Story);
        bench.Events.OfType<Escalated>().ShouldContain(e => e.To == Tier.Doctor && e.Reason.Contains("budget"));
    }

    [Fact]
    public void Restarts_spread_over_hours_are_within_the_budget()
    {
        var ledger = RestartLedger.Empty;
        for (var i = 0; i < 20; i++)
        {
            ledger.Refuses(RestartKind.Forced, Old(T0.AddMinutes(6 * i)), T0.AddMinutes(6 * i), Budget).ShouldBeNull();
            ledger = ledger.Order(new OwnRestart(T0.AddMinutes(6 * i), RestartKind.Forced, false));
        }
    }

    [Fact]
    public void No_start_after_the_second_unclean_boot_within_five_minutes()
    {
        var ledger = Crashed(T0.AddSeconds(-200), 20);
        ledger.Refuses(RestartKind.Start, Seen.Gone(), T0, Budget).ShouldBeNull();
        ledger = Crashed(T0.AddSeconds(-100), 20, ledger);
        var refusal = ledger.Refuses(RestartKind.Start, Seen.Gone(), T0, Budget).ShouldNotBeNull();
        refusal.Until.ShouldBe(T0.AddSeconds(100), "then the older boot is out of OpenClaw's sight");
        ledger.Refuses(RestartKind.Start, Seen.Gone(), refusal.Until, Budget).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(143, null)]
    [InlineData(78, null)]
    [InlineData(null, 15)]
    public void Boots_that_ended_in_order_or_were_refused_cost_nothing(int? code, int? signal)
    {
        var ledger = RestartLedger.Empty;
        for (var i = 0; i < 5; i++) ledger = Crashed(T0.AddSeconds(-200 + (20 * i)), 10, ledger, new ProcessExit(code, signal, T0.AddSeconds(-190 + (20 * i))), pid: 10 + i);
        ledger.UncleanBoots(T0, Budget).ShouldBe(0);
    }

    [Fact]
    public void A_process_that_died_before_it_could_write_itself_into_OpenClaws_book_is_no_boot() =>
        Crashed(T0.AddSeconds(-100), 0.5).UncleanBoots(T0, Budget).ShouldBe(0);

    [Fact]
    public void A_long_life_that_ends_badly_is_no_unclean_boot() => Crashed(T0.AddHours(-3), 3 * 3600 - 5).UncleanBoots(T0, Budget).ShouldBe(0);

    [Fact]
    public void An_end_of_which_nobody_told_how_it_came_is_taken_for_unclean()
    {
        var ledger = RestartLedger.Empty.See(Seen.Alive(startedAt: T0), T0).See(Seen.Gone(), T0.AddSeconds(30));
        ledger.UncleanBoots(T0.AddSeconds(31), Budget).ShouldBe(1);
    }

    [Fact]
    public void An_exit_that_is_told_late_is_written_to_the_boot_it_belongs_to()
    {
        var ledger = RestartLedger.Empty.See(Seen.Alive(startedAt: T0), T0).See(Seen.Gone(), T0.AddSeconds(30));
        ledger = ledger.See(Seen.Gone() with { LastExit = new ProcessExit(0, null, T0.AddSeconds(29)) }, T0.AddSeconds(35));
        ledger.LastBoot!.Exit!.Code.ShouldBe(0);
        ledger.UncleanBoots(T0.AddSeconds(40), Budget).ShouldBe(0);
    }

    [Fact]
    public void An_exit_of_the_boot_before_says_nothing_of_this_one()
    {
        var old = new ProcessExit(0, null, T0.AddHours(-1));
        var ledger = RestartLedger.Empty.See(Seen.Alive(startedAt: T0) with { LastExit = old }, T0).See(Seen.Gone() with { LastExit = old }, T0.AddSeconds(30));
        ledger.LastBoot!.Exit.ShouldBeNull();
    }

    [Fact]
    public void A_young_boot_is_ended_by_force_at_most_once()
    {
        var ledger = RestartLedger.Empty.Order(new OwnRestart(T0.AddMinutes(-3), RestartKind.Forced, true));
        var young = Seen.Alive(startedAt: T0.AddMinutes(-2));
        ledger.Refuses(RestartKind.Forced, young, T0, Budget).ShouldNotBeNull().Until.ShouldBe(T0.AddMinutes(3), "then it is no longer young");
        ledger.Refuses(RestartKind.Graceful, young, T0, Budget).ShouldBeNull();
        ledger.Refuses(RestartKind.Forced, Old(T0), T0, Budget).ShouldBeNull();
    }

    [Fact]
    public void The_last_start_that_systemd_allows_is_never_ours()
    {
        var ledger = RestartLedger.Empty;
        for (var i = 0; i < 9; i++) ledger = Crashed(T0.AddSeconds(-60 + (6 * i)), 0.3, ledger, pid: 10 + i);
        ledger.Refuses(RestartKind.Start, Seen.Gone(), T0, Budget).ShouldNotBeNull();
        ledger.Refuses(RestartKind.Start, Seen.Gone() with { IsGivenUp = true }, T0, Budget).ShouldBeNull("its count begins anew with the order that starts it");
    }

    [Fact]
    public void A_process_that_dies_at_once_is_started_eight_times_in_a_minute_and_twelve_times_in_an_hour_at_most()
    {
        var ledger = RestartLedger.Empty;
        var starts = new List<DateTimeOffset>();
        for (var now = T0; now < T0.AddHours(1); now += TimeSpan.FromSeconds(1))
        {
            if (ledger.Refuses(RestartKind.Start, Seen.Gone(), now, Budget) is not null) continue;
            ledger = ledger.Order(new OwnRestart(now, RestartKind.Start, false));
            starts.Add(now);
        }

        starts.Count(s => s < T0.AddMinutes(1)).ShouldBe(8);
        starts.Count.ShouldBe(12);
        ledger.Refuses(RestartKind.Start, Seen.Gone(), T0.AddHours(1), Budget).ShouldBeNull("it is never given up");
    }

    [Fact]
    public void A_crash_of_a_gateway_that_had_lived_long_is_not_left_to_its_managers_pause()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.Later(1).See(Seen.Gone(ServiceState.RestartPending) with { LastExit = new ProcessExit(null, 9, bench.Now) });
        bench.Restarts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Restart.ShouldBe(RestartKind.Start), r => r.Tier.ShouldBe(Tier.Watchdog));
        bench.Later(1).End().ComesUp().Pass(30);
        bench.Events[^1].ShouldBeOfType<Resolved>();
        bench.Restarts.Count.ShouldBe(1);
    }

    [Fact]
    public void A_crash_in_the_middle_of_a_boot_is_left_to_its_managers_pause()
    {
        var bench = new Bench();
        bench.Process = Seen.Alive(startedAt: bench.Now);
        bench.Http = Seen.Live(StartupState.Starting, Readiness.NotReady);
        bench.Pass(20);
        bench.Http = Seen.Refused();
        bench.Process = Seen.Gone(ServiceState.RestartPending) with { LastExit = new ProcessExit(1, null, bench.Now) };
        bench.Pass(20).Events.ShouldBeEmpty();
        bench.Phase.ShouldBe(GatewayPhase.Restarting);
    }

    [Fact]
    public void A_manager_whose_pause_is_cut_short_is_left_alone_when_it_happens_again()
    {
        var bench = new Bench();
        for (var i = 0; i < 3; i++)
        {
            var process = new ProcessIdentity(500 + i, 500 + i);
            bench.Process = Seen.Alive(process, bench.Now);
            bench.Http = Seen.Ready();
            bench.Pass(45);
            bench.Http = Seen.Refused();
            bench.Process = Seen.Gone(ServiceState.RestartPending) with { LastExit = new ProcessExit(1, null, bench.Now) };
            bench.See(bench.Process);
            if (bench.State.Open?.InFlight is not null) bench.End();
            bench.Pass(5);
        }

        bench.Restarts.Count.ShouldBe(1, bench.Story);
    }

    [Fact]
    public void A_gateway_that_comes_up_well_and_crashes_again_and_again_is_told()
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 4; i++)
        {
            bench.Process = Seen.Gone(ServiceState.RestartPending) with { LastExit = new ProcessExit(1, null, bench.Now) };
            bench.Http = Seen.Refused();
            bench.See(bench.Process).Pass(5);
            bench.ComesUp(new ProcessIdentity(600 + i, 600 + i)).Pass(240);
        }

        bench.Notices.Count(n => n.Kind == NoticeKind.KeepsCrashing).ShouldBe(1);
    }

    [Fact]
    public void The_learned_budget_is_twice_the_slowest_boots_and_never_below_the_floor()
    {
        var policy = new GatewayPolicy();
        RestartLedger.Empty.StartupBudget(policy).ShouldBe(policy.StartupBudget);
        (RestartLedger.Empty with { BootTimes = [TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9)] }).StartupBudget(policy).ShouldBe(policy.StartupFloor);
        (RestartLedger.Empty with { BootTimes = [TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(240)] }).StartupBudget(policy).ShouldBe(TimeSpan.FromSeconds(480));
    }

    [Fact]
    public void A_boot_that_began_long_before_it_was_seen_teaches_nothing()
    {
        var ledger = RestartLedger.Empty.See(Seen.Alive(startedAt: T0.AddHours(-1)), T0);
        ledger.Reach(Seen.P1, T0, TimeSpan.Zero, T0).ShouldSatisfyAllConditions(l => l.BootTimes.ShouldBeEmpty(), l => l.LastBoot!.Reached.ShouldBeTrue());
    }

    [Fact]
    public void What_lies_in_the_future_does_not_count_for_ever()
    {
        var ledger = Crashed(T0.AddHours(1), 30, Crashed(T0.AddSeconds(-100), 20)).Order(new OwnRestart(T0.AddHours(1), RestartKind.Forced, true));
        ledger.Until(T0).ShouldSatisfyAllConditions(l => l.Boots.Count.ShouldBe(1), l => l.Restarts.ShouldBeEmpty());
    }

    [Fact]
    public void A_ledger_that_comes_late_is_put_before_what_has_come_since()
    {
        var before = Crashed(T0.AddSeconds(-100), 20).Order(new OwnRestart(T0.AddSeconds(-90), RestartKind.Forced, true));
        var since = Crashed(T0, 5).Order(new OwnRestart(T0, RestartKind.Start, false));
        since.After(before).ShouldSatisfyAllConditions(
            l => l.Boots.Select(b => b.StartedAt).ShouldBe([T0.AddSeconds(-100), T0]), l => l.Restarts.Select(r => r.At).ShouldBe([T0.AddSeconds(-90), T0]));
        before.After(before).IsSameAs(before).ShouldBeTrue();
    }

    [Fact]
    public void The_end_of_a_young_boot_by_force_leaves_room_for_the_start_after_it()
    {
        var ledger = Crashed(T0.AddSeconds(-200), 20);
        ledger.Refuses(RestartKind.Forced, Seen.Alive(startedAt: T0.AddSeconds(-60)), T0, Budget).ShouldNotBeNull("it would be the second, and the start after it could be the third");
    }

    [Fact]
    public void The_ledger_stays_small()
    {
        var ledger = RestartLedger.Empty;
        for (var i = 0; i < 1000; i++)
        {
            ledger = Crashed(T0.AddSeconds(10 * i), 5, ledger, pid: i + 1).Order(new OwnRestart(T0.AddSeconds(10 * i), RestartKind.Start, false));
            ledger = ledger.See(Seen.Alive(new ProcessIdentity(9000 + i, i), T0.AddSeconds((10 * i) + 6)), T0.AddSeconds((10 * i) + 6)).Reach(new ProcessIdentity(9000 + i, i), T0.AddSeconds((10 * i) + 6), TimeSpan.Zero, T0.AddSeconds((10 * i) + 8));
        }

        ledger.ShouldSatisfyAllConditions(l => l.Boots.Count.ShouldBe(64), l => l.Restarts.Count.ShouldBe(64), l => l.BootTimes.Count.ShouldBe(20));
    }

    [Fact]
    public void Chance_keeps_pauses_between_nothing_and_the_whole_and_a_replay_decides_the_same()
    {
        var policy = new GatewayPolicy { Budget = new RestartBudget { StartsPerHour = 1000, StartsPerMinute = 1000 }, MaxRetries = 1000, Backoff = [TimeSpan.FromSeconds(100)] };
        var (first, second) = (Pauses(policy), Pauses(policy));
        first.ShouldBe(second);
        first.ShouldAllBe(p => p >= 0 && p <= 100);
        first.Max().ShouldBeGreaterThan(70);
        first.Min().ShouldBeLessThan(30);
    }

    private static List<double> Pauses(GatewayPolicy policy)
    {
        var (now, gateway) = (T0, new GatewayId("main"));
        var state = new GatewayState(gateway);
        var pauses = new List<double>();
        void Take(IGatewayFact fact)
        {
            state = state.Observe(fact, now, policy);
            foreach (var e in IncidentMachine.Decide(state, fact, now, policy)) state = state.Apply(e);
        }

        for (var i = 0; i < 40; i++)
        {
            Take(new ProcessSeen(gateway, now, Seen.Gone()));
            var order = state.Open!.InFlight.ShouldNotBeNull();
            now = now.AddSeconds(1);
            Take(new RepairEnded(gateway, now, order.Incident, Tier.Watchdog, order.Attempt, RepairResult.Failed, "no"));
            pauses.Add((state.Open!.LastClosed!.NextAt - now).TotalSeconds);
            now = now.AddSeconds(101);
        }

        return pauses;
    }

    private static ProcessState Old(DateTimeOffset now) => Seen.Alive(startedAt: now.AddHours(-1));

    private static RestartLedger Crashed(DateTimeOffset startedAt, double livedSeconds, RestartLedger? ledger = null, ProcessExit? exit = null, int pid = 0)
    {
        var process = new ProcessIdentity(pid == 0 ? (int)(startedAt.ToUnixTimeSeconds() % 100_000) + 1 : pid, startedAt.ToUnixTimeSeconds());
        var end = startedAt.AddSeconds(livedSeconds);
        return (ledger ?? RestartLedger.Empty).See(Seen.Alive(process, startedAt), startedAt).See(Seen.Gone() with { LastExit = exit ?? new ProcessExit(null, 9, end) }, end);
    }
}
