using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>Pause, resume, start, and what changes by itself.</summary>
public sealed class OwnersWordSpecs
{
    [Fact]
    public void A_paused_healer_goes_on_looking_and_touches_nothing()
    {
        var bench = Bench.Healthy().Pause(reason: "moving house");
        bench.Process = Seen.Gone();
        bench.Http = Seen.Refused();
        bench.Pass(TimeSpan.FromDays(1)).Phase.ShouldBe(GatewayPhase.Paused);
        bench.Events.ShouldBeEmpty();
        bench.State.Seen.Evidence.ShouldContain(e => e.Contains("moving house"));

        bench.Resume();
        bench.Restarts.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_gateway_that_serves_is_shown_as_it_is_while_the_healer_is_paused() => Bench.Healthy().Pause().Pass(60).Phase.ShouldBe(GatewayPhase.Ready);

    [Fact]
    public void A_word_to_start_while_it_runs_is_no_word_against_a_stop_that_comes_before_the_next_look()
    {
        var bench = Bench.Healthy().Want();
        bench.Later(60).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_word_to_start_while_it_still_stops_is_carried_out_when_it_has_stopped()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.See(Seen.Alive(startedAt: bench.Now.AddHours(-1), service: ServiceState.Stopping)).Want();
        bench.Later(2).See(Seen.Alive(startedAt: bench.Now.AddHours(-1), service: ServiceState.Stopping));
        bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose)).Restarts.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_change_beside_a_refused_configuration_is_worth_a_start_after_a_human_was_called()
    {
        var bench = Bench.AtTheHuman();
        bench.Process = Seen.Refused78();
        bench.Http = Seen.Refused();
        bench.Pass(30).Restarts.ShouldBeEmpty();
        bench.Change("its .env file was written").Later(1).See(Seen.Refused78()).Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Start);
        bench.End().Pass(60).Restarts.Count.ShouldBe(1);
    }

    [Fact]
    public void A_pause_ends_by_itself()
    {
        var bench = Bench.Healthy();
        bench.Pause(bench.Now.AddHours(2));
        bench.Process = Seen.Gone();
        bench.Http = Seen.Refused();
        bench.Pass(TimeSpan.FromMinutes(119)).Events.ShouldBeEmpty();
        bench.Pass(70).Restarts.Count.ShouldBe(1);
    }

    [Fact]
    public void The_end_of_a_pause_rings_though_no_fact_comes()
    {
        var bench = Bench.Healthy();
        bench.Pause(bench.Now.AddHours(2));
        IncidentMachine.WakeAt(bench.State, bench.Now, bench.Policy).ShouldBe(bench.Now.AddHours(2));
    }

    [Fact]
    public void A_pause_in_an_outage_sends_the_doctor_home_and_gives_no_further_order()
    {
        var bench = Bench.AtTheDoctor().Pause();
        bench.Orders.OfType<StandDown>().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.CalledOff);
        bench.End(RepairResult.Failed, "called off").Pass(TimeSpan.FromHours(12));
        bench.Treatments.Count.ShouldBe(1);
        bench.Calls.ShouldBeEmpty();
        bench.Pause().Turn.ShouldBeEmpty("said twice");
    }

    [Fact]
    public void A_pause_that_is_over_and_told_again_sends_nobody_home()
    {
        var bench = Bench.AtTheDoctor();
        bench.Pause(bench.Now.AddMinutes(-1)).Turn.ShouldBeEmpty();
        bench.Orders.OfType<StandDown>().ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_that_comes_back_during_a_pause_ends_its_incident()
    {
        var bench = Bench.Dead().Later(1).End().Pause().ComesUp();
        bench.Pass(60).Events[^1].ShouldBeOfType<Resolved>();
    }

    [Fact]
    public void No_human_is_reminded_during_a_pause()
    {
        var bench = Bench.AtTheHuman().Pause();
        bench.Pass(TimeSpan.FromDays(2)).Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void What_changed_is_worth_a_try_before_the_pause_between_tries_is_over()
    {
        var bench = Bench.Dead();
        bench.Later(1).End().Later(1).See(Seen.Gone());
        bench.Restarts.Count.ShouldBe(1);
        bench.Later(1).Change("node is back").Later(1).See(Seen.Gone());
        bench.Restarts.Count.ShouldBe(2);
        bench.Restarts[1].Reason.ShouldContain("node is back");
    }

    [Fact]
    public void One_change_is_worth_one_try()
    {
        var bench = Bench.Dead();
        bench.Later(1).End().Later(1).Change().See(Seen.Gone()).Later(1).End(RepairResult.Failed).Later(1).See(Seen.Gone());
        bench.Restarts.Count.ShouldBe(2);
    }

    [Fact]
    public void What_changed_after_a_human_was_called_is_tried_at_once()
    {
        var bench = Bench.AtTheHuman();
        bench.Process = Seen.Gone();
        bench.Http = Seen.Refused();
        bench.Pass(20);
        var before = bench.Restarts.Count;
        if (bench.State.Open!.InFlight is not null) bench.End(RepairResult.Failed);
        bench.Later(1).Change("the disk has room again").Later(1).See(Seen.Gone());
        bench.Restarts.Count.ShouldBe(before + 1);
    }

    [Fact]
    public void A_change_while_the_doctor_is_at_work_is_most_likely_the_doctors() => Bench.AtTheDoctor().Change().Later(1).See(Seen.Refused78(configChanged: true)).Restarts.ShouldBeEmpty();

    [Fact]
    public void A_job_that_a_failed_update_switched_off_is_switched_on_once()
    {
        var bench = Bench.Healthy();
        bench.Http = Seen.Refused();
        bench.Later(1).See(Seen.Gone(ServiceState.Disabled));
        bench.Restarts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Restart.ShouldBe(RestartKind.Start), r => r.Reason.ShouldContain("update"));
    }
}
