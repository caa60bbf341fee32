using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>What a doctor with named remedies changes for the machine: when it is called, what it may say, how its mending is proven.</summary>
public sealed class PlaybookTierSpecs
{
    [Fact]
    public void A_gateway_that_dies_before_it_has_started_again_and_again_goes_to_the_doctor_instead_of_being_started_once_more()
    {
        var bench = CrashLoop(new GatewayPolicy());
        bench.Treatments.ShouldHaveSingleItem(bench.Story).Reason.ShouldContain("before they had started");
        bench.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_does_not_want_that_gets_the_whole_ladder_first()
    {
        var bench = CrashLoop(new GatewayPolicy { FailedBootsBeforeDoctor = 0 });
        bench.Treatments.ShouldBeEmpty(bench.Story);
        bench.Restarts.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_start_of_which_no_process_is_ever_seen_counts_as_a_boot_that_failed()
    {
        var bench = Bench.Dead();
        for (var i = 0; i < 4; i++)
        {
            bench.Later(6).See(Seen.Gone() with { Service = ServiceState.RestartPending, LastExit = new ProcessExit(203, null, bench.Now.AddSeconds(-1)) });
            bench.Later(1).See(Seen.Gone() with { Service = ServiceState.RestartPending, LastExit = new ProcessExit(203, null, bench.Now.AddSeconds(-2)) });
            if (bench.State.Open?.InFlight is { Restart: not null }) bench.End(RepairResult.Failed);
        }

        bench.Treatments.ShouldHaveSingleItem(bench.Story);
    }

    [Fact]
    public void A_mending_of_a_crash_loop_is_judged_by_new_boots_and_not_by_those_before_it()
    {
        var bench = CrashLoop(new GatewayPolicy());
        bench.See(Seen.Gone() with { Service = ServiceState.RestartPending });
        bench.Later(1).End(RepairResult.Done, "playbook: corrected the unit");
        bench.Later(1).End(RepairResult.Done, "systemd is about to start it by itself");
        bench.Later(1).See(Seen.Gone() with { Service = ServiceState.RestartPending }).Hear(Seen.Refused());
        bench.Treatments.Count.ShouldBe(1, bench.Story);
        bench.ComesUp().Pass(90);
        bench.Events[^1].ShouldBeOfType<Resolved>(bench.Story).Outcome.ShouldBe(Outcome.HealedByDoctor);
    }

    [Fact]
    public void A_gateway_that_somebody_kills_again_and_again_is_started_and_not_treated()
    {
        var bench = CrashLoop(new GatewayPolicy(), new ProcessExit(null, 9, new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero)));
        bench.Treatments.ShouldBeEmpty(bench.Story);
        bench.Restarts.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_gateway_that_its_manager_has_given_up_is_not_watched_for_minutes_when_the_restarts_are_used_up()
    {
        var bench = CrashLoop(new GatewayPolicy(), new ProcessExit(null, 9, new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero)));
        bench.Process = Seen.Gone() with { IsGivenUp = true, LastExit = new ProcessExit(null, 9, bench.Now) };
        bench.PassObeying(TimeSpan.FromMinutes(4));
        bench.Restarts.Count.ShouldBe(bench.Policy.MaxRetries, bench.Story);
        bench.Treatments.ShouldHaveSingleItem(bench.Story).Reason.ShouldContain("given it up");
        bench.Events.OfType<Waited>().ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_at_another_port_goes_to_the_doctor_and_is_never_taken_for_hung()
    {
        var bench = Bench.Healthy();
        bench.Later(1).See(Seen.Alive(Seen.P2, bench.Now) with { Port = PortOwner.Nobody, ListensAt = 18790 });
        bench.Http = Seen.Refused();
        bench.Pass(15);
        bench.Phase.ShouldBe(GatewayPhase.Elsewhere);
        bench.Restarts.ShouldBeEmpty(bench.Story);
        bench.Treatments.ShouldHaveSingleItem().Reason.ShouldContain("18790");
        bench.Later(1).End(RepairResult.Done, "playbook: its job has the right port again");
        bench.Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Graceful);
    }

    [Fact]
    public void One_look_at_another_port_is_not_enough()
    {
        var bench = Bench.Healthy();
        bench.Later(1).See(Seen.Alive(Seen.P2, bench.Now) with { Port = PortOwner.Nobody, ListensAt = 18790 });
        bench.Hear(Seen.Refused());
        bench.Phase.ShouldNotBe(GatewayPhase.Elsewhere);
        bench.Treatments.ShouldBeEmpty();
    }

    [Fact]
    public void What_only_the_owner_can_mend_is_told_at_once_in_the_doctors_words()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(5);
        bench.Feed(new RepairEnded(new GatewayId("main"), bench.Now, bench.Open.Id, Tier.Doctor, bench.Open.Attempt, RepairResult.NeedsOwner, "its database is damaged") { By = "playbook", YourTurn = "restore a backup" });
        var call = bench.Calls.ShouldHaveSingleItem();
        call.Reason.ShouldBe("its database is damaged");
        call.YourTurn.ShouldBe("restore a backup");
        bench.Orders.OfType<StandDown>().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.NotHealed);
    }

    [Fact]
    public void A_mending_is_on_probation_and_one_that_falls_before_its_end_goes_back_to_the_doctor()
    {
        var bench = Bench.AtTheDoctor(new GatewayPolicy { Probation = TimeSpan.FromSeconds(60) });
        bench.Later(5).End(RepairResult.Done, "playbook: took one key out");
        bench.Later(2).End();
        bench.ComesUp().Pass(40);
        bench.State.Open.ShouldNotBeNull("it is not proven yet");
        bench.Orders.OfType<StandDown>().ShouldBeEmpty();
        bench.Later(1).See(Seen.Refused78());
        bench.Treatments.Count.ShouldBe(2, bench.Story);
        bench.Orders.OfType<TreatGateway>().Last().CaseFile.FollowUp.ShouldNotBeNull();
    }

    [Fact]
    public void A_mending_that_holds_over_its_probation_is_proven()
    {
        var bench = Bench.AtTheDoctor(new GatewayPolicy { Probation = TimeSpan.FromSeconds(60) });
        bench.Later(5).End(RepairResult.Done, "playbook: took one key out");
        bench.Later(2).End();
        bench.ComesUp().Pass(75);
        bench.Events[^1].ShouldBeOfType<Resolved>(bench.Story).Outcome.ShouldBe(Outcome.HealedByDoctor);
        bench.Orders.OfType<StandDown>().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Healed);
    }

    [Fact]
    public void An_owner_who_asks_for_healing_has_the_doctor_called_again_and_hears_the_end_of_that_too()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(10);
        bench.Feed(new OperatorSaid(new GatewayId("main"), bench.Now, OperatorCommand.Heal));
        bench.Treatments.Count.ShouldBe(2, bench.Story);
        bench.Open.Tier.ShouldBe(Tier.Doctor);
        var before = bench.Orders.OfType<StandDown>().Count();
        bench.Later(5).End(RepairResult.Unavailable, "no doctor is configured");
        bench.Calls.Count.ShouldBe(2, bench.Story);
        bench.Orders.OfType<StandDown>().Count().ShouldBe(before + 1, "whatever was changed for its owner is taken back as well");
    }

    [Fact]
    public void Healing_is_not_ordered_for_a_gateway_that_is_well_or_paused()
    {
        var well = Bench.Healthy();
        well.Feed(new OperatorSaid(new GatewayId("main"), well.Now, OperatorCommand.Heal));
        well.Events.ShouldBeEmpty();
        var paused = Bench.AtTheHuman().Pause();
        paused.Feed(new OperatorSaid(new GatewayId("main"), paused.Now, OperatorCommand.Heal));
        paused.Treatments.Count.ShouldBe(1, paused.Story);
    }

    /// <summary>Its manager starts it again and again, and each process ends within a second.</summary>
    private static Bench CrashLoop(GatewayPolicy policy, ProcessExit? exit = null)
    {
        exit ??= new ProcessExit(1, null, new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero));
        var bench = Bench.Dead(policy);
        bench.Later(1).End();
        for (var pid = 500; pid < 504; pid++)
        {
            bench.Later(5).See(Seen.Alive(new ProcessIdentity(pid, pid), bench.Now));
            bench.Later(1).See(Seen.Gone() with { LastExit = exit });
            if (bench.Open.InFlight is { Restart: not null }) bench.End();
        }

        return bench.Pass(60);
    }
}
