using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>Tier 3: who is called when, what a claim is worth, when it is enough.</summary>
public sealed class DoctorTierSpecs
{
    [Fact]
    public void A_gateway_that_refuses_its_configuration_goes_to_the_doctor_without_a_restart()
    {
        var bench = Bench.AtTheDoctor();
        bench.Restarts.ShouldBeEmpty();
        var treatment = bench.Treatments.ShouldHaveSingleItem();
        treatment.Deadline.ShouldBe(bench.Now + bench.Policy.DoctorTimeout);
        bench.Orders.OfType<TreatGateway>().ShouldHaveSingleItem().CaseFile.ShouldSatisfyAllConditions(
            f => f.Symptom.ShouldContain("exit 78"), f => f.FollowUp.ShouldBeNull(), f => f.Evidence.ShouldNotBeEmpty(), f => f.Deadline.ShouldBe(treatment.Deadline));
    }

    [Fact]
    public void An_exit_that_turns_out_to_be_78_after_a_start_goes_to_the_doctor_after_exactly_that_one()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.Process = Seen.Refused78();
        bench.Pass(30);
        bench.Restarts.Count.ShouldBe(1);
        bench.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public void An_exit_78_whose_configuration_has_changed_since_is_simply_started()
    {
        var bench = Bench.Healthy();
        bench.Later(1).See(Seen.Refused78(configChanged: true));
        bench.Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Start);
        bench.Treatments.ShouldBeEmpty();
    }

    [Fact]
    public void A_claim_is_put_to_the_proof_by_a_restart_and_healthy_looks_make_it_the_doctors()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).End(RepairResult.Done, "claude-code: removed the broken line");
        bench.Restarts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Tier.ShouldBe(Tier.Doctor), r => r.Restart.ShouldBe(RestartKind.Start), r => r.At.ShouldBe(bench.Now));
        bench.Later(2).End();
        bench.ComesUp().Pass(20);
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByDoctor);
        bench.Orders.OfType<StandDown>().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Healed);
        bench.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_claim_for_a_gateway_that_still_hangs_is_proven_by_force()
    {
        var bench = Bench.Hung(new GatewayPolicy { MaxRetries = 0, EscalationWait = TimeSpan.FromSeconds(5) });
        bench.Pass(10).Treatments.Count.ShouldBe(1);
        bench.Later(5).End().Restarts.ShouldHaveSingleItem().Restart.ShouldBe(RestartKind.Forced);
    }

    [Fact]
    public void A_mending_that_did_not_hold_goes_back_to_the_doctor_with_what_was_seen()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).End();
        bench.Later(2).End();
        bench.Pass(10).Treatments.Count.ShouldBe(2, bench.Story);
        var followUp = bench.Orders.OfType<TreatGateway>().Last().CaseFile;
        followUp.FollowUp.ShouldNotBeNull().ShouldContain("exit 78");
        followUp.FollowUp.ShouldContain("restarted the gateway ourselves");
        followUp.History.Count.ShouldBeGreaterThan(3);
        followUp.Deadline.ShouldBe(bench.Open.DoctorDeadline!.Value, "the whole treatment has one deadline");
        bench.Later(60).End();
        bench.Later(2).End();
        bench.ComesUp().Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByDoctor);
    }

    [Fact]
    public void The_refusals_of_a_boot_after_the_proof_are_not_told_to_the_doctor_as_a_failure()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).End();
        bench.Later(2).End();
        bench.Later(1).Hear(Seen.Refused()).Treatments.Count.ShouldBe(1, "the process has not been looked at since");
        bench.Process = Seen.Alive(Seen.P2, bench.Now);
        bench.Pass(120).Treatments.Count.ShouldBe(1, "it boots");
        bench.Http = Seen.Ready();
        bench.Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByDoctor);
    }

    [Theory]
    [InlineData(StartupState.Starting, GatewayPhase.Starting)]
    [InlineData(StartupState.Draining, GatewayPhase.Draining)]
    public void A_claim_for_a_gateway_that_is_already_coming_up_does_not_cut_its_boot_short(StartupState startup, GatewayPhase phase)
    {
        var bench = Bench.AtTheDoctor();
        bench.Process = Seen.Alive(Seen.P2, bench.Now);
        bench.Http = Seen.Live(startup, Readiness.NotReady);
        bench.Pass(10).Phase.ShouldBe(phase);
        bench.End().Restarts.ShouldBeEmpty();
        bench.Http = Seen.Ready();
        bench.Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByDoctor);
    }

    [Fact]
    public void A_claim_for_a_gateway_whose_manager_is_about_to_start_it_waits_for_the_manager()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(5).See(Seen.Gone(ServiceState.Restarting));
        bench.End().Restarts.ShouldBeEmpty();
        bench.ComesUp().Pass(20).Events[^1].ShouldBeOfType<Resolved>();
    }

    [Fact]
    public void A_claim_that_was_not_proven_at_once_is_proven_as_soon_as_the_gateway_is_seen_down()
    {
        var bench = Bench.AtTheDoctor();
        bench.Process = Seen.Alive(Seen.P2, bench.Now);
        bench.Pass(10).Phase.ShouldBe(GatewayPhase.Starting);
        bench.End();
        bench.Process = Seen.Gone();
        bench.Pass(10).Restarts.ShouldHaveSingleItem().Tier.ShouldBe(Tier.Doctor);
        bench.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public void A_claim_for_a_gateway_that_its_owner_stopped_meanwhile_starts_nothing()
    {
        var bench = Bench.AtTheDoctor();
        bench.Process = Seen.Gone(ServiceState.StoppedOnPurpose);
        bench.Pass(10).End();
        bench.Pass(10).Restarts.ShouldBeEmpty();
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.StoppedByOwner);
    }

    [Fact]
    public void A_claim_for_a_gateway_whose_port_a_stranger_holds_is_the_humans()
    {
        var bench = Bench.AtTheDoctor();
        bench.Process = Seen.Stranger();
        bench.Pass(15).End().Pass(10);
        bench.Restarts.ShouldBeEmpty();
        bench.Calls.ShouldHaveSingleItem().Reason.ShouldContain("pid 666");
    }

    [Theory]
    [InlineData(RepairResult.Unavailable)]
    [InlineData(RepairResult.Failed)]
    [InlineData(RepairResult.TimedOut)]
    [InlineData(RepairResult.Interrupted)]
    public void A_doctor_that_cannot_help_means_a_human_at_once(RepairResult result)
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(1).End(result, "claude-code is not logged in");
        bench.Calls.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.At.ShouldBe(bench.Now), c => c.Reason.ShouldContain("claude-code is not logged in"), c => c.YourTurn.ShouldContain("openclaw config validate"));
        bench.Orders.OfType<StandDown>().Last().Verdict.ShouldBe(Verdict.NotHealed);
        bench.Open.Tier.ShouldBe(Tier.Human);
    }

    [Fact]
    public void A_doctor_that_gives_up_on_a_gateway_that_is_good_again_calls_nobody()
    {
        var bench = Bench.AtTheDoctor();
        bench.ComesUp().Pass(5);
        bench.End(RepairResult.Failed, "nothing is wrong here");
        bench.Calls.ShouldBeEmpty();
        bench.Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.RecoveredByItself);
        bench.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_doctor_that_gave_up_is_not_asked_again_when_the_gateway_falls_before_it_was_proven()
    {
        var bench = Bench.AtTheDoctor();
        bench.ComesUp().Pass(5);
        bench.End(RepairResult.Failed, "nothing is wrong here");
        bench.Process = Seen.Refused78();
        bench.Http = Seen.Refused();
        bench.Pass(10).Calls.Count.ShouldBe(1);
        bench.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public void A_doctor_that_gives_up_on_a_gateway_that_its_owner_stopped_calls_nobody()
    {
        var bench = Bench.AtTheDoctor();
        bench.Process = Seen.Gone(ServiceState.StoppedOnPurpose);
        bench.Pass(5).End(RepairResult.Failed).Pass(10);
        bench.Calls.ShouldBeEmpty();
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.StoppedByOwner);
    }

    [Fact]
    public void A_gateway_that_the_doctor_brought_back_deaf_keeps_its_config_when_a_human_is_called()
    {
        var bench = Bench.AtTheDoctor();
        bench.ComesUp();
        bench.Http = Seen.Live(StartupState.Started, Readiness.Ready, "telegram");
        bench.Pass(5).End().Pass(TimeSpan.FromMinutes(11));
        bench.Calls.ShouldHaveSingleItem().Reason.ShouldContain("telegram");
        bench.Orders.OfType<StandDown>().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Healed);
    }

    [Fact]
    public void A_gateway_that_comes_back_while_the_doctor_works_keeps_what_was_changed()
    {
        var bench = Bench.AtTheDoctor();
        bench.ComesUp().Pass(20);
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.RecoveredByItself);
        bench.Orders.OfType<StandDown>().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Healed);
    }

    [Fact]
    public void The_doctors_time_is_one_for_all_treatments_and_ends_with_a_human()
    {
        var bench = Bench.AtTheDoctor();
        var deadline = bench.Open.DoctorDeadline!.Value;
        bench.Later(1700).End().Later(1).End();
        bench.Process = Seen.Unreadable();
        bench.Http = null;
        bench.Pass(200);
        bench.Calls.ShouldHaveSingleItem().At.ShouldBe(deadline);
        bench.Calls[0].Reason.ShouldContain("time is over");
    }

    [Fact]
    public void A_boot_that_is_under_way_when_the_doctors_time_is_over_is_not_cut_short_but_its_own_budget_is_kept()
    {
        var bench = Bench.AtTheDoctor();
        var deadline = bench.Open.DoctorDeadline!.Value;
        bench.Later(1700).End().Later(1).End();
        bench.Process = Seen.Alive(Seen.P2, bench.Now); // boots for ever
        bench.Pass(200);
        bench.Calls.ShouldBeEmpty();
        bench.Pass(3600);
        bench.Calls.ShouldHaveSingleItem().At.ShouldBeGreaterThan(deadline);
        bench.Calls[0].At.ShouldBeLessThan(deadline + bench.Policy.StartupBudget + bench.Policy.RefusedGrace);
    }

    [Fact]
    public void A_treatment_whose_result_never_comes_is_closed_and_a_human_is_called()
    {
        var bench = Bench.AtTheDoctor();
        bench.Pass(bench.Policy.DoctorTimeout + TimeSpan.FromSeconds(31));
        bench.Events.OfType<RepairClosed>().ShouldHaveSingleItem().Result.ShouldBe(RepairResult.TimedOut);
        bench.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void After_too_many_mendings_that_did_not_hold_a_human_is_called()
    {
        var bench = Bench.AtTheDoctor();
        for (var i = 0; i < 20 && bench.Calls.Count == 0; i++)
        {
            if (bench.Open.InFlight is not null) bench.Later(5).End();
            bench.Pass(5);
        }

        bench.Treatments.Count.ShouldBe(1 + bench.Policy.DoctorMaxFollowUps, bench.Story);
        bench.Calls.ShouldHaveSingleItem().Reason.ShouldContain("did not hold");
        bench.Orders.OfType<StandDown>().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.NotHealed);
    }

    [Fact]
    public void A_lost_doctor_means_a_human()
    {
        var bench = Bench.Healthy();
        bench.Lose(Tier.Doctor).Events.ShouldBeEmpty();
        bench.Later(1).See(Seen.Refused78());
        bench.Treatments.ShouldBeEmpty();
        bench.Calls.ShouldHaveSingleItem().Reason.ShouldContain("the doctor is lost");
    }

    [Fact]
    public void A_doctor_that_is_lost_while_it_treats_means_a_human()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(1).Lose(Tier.Doctor).Pass(10);
        bench.Calls.Count.ShouldBe(1);
        bench.Open.InFlight.ShouldBeNull();
    }

    [Fact]
    public void A_healer_that_was_restarted_during_a_treatment_looks_first_and_does_not_say_that_it_restarted_the_gateway()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).RestartTheHealer();
        bench.Turn.ShouldHaveSingleItem().ShouldBeOfType<RepairClosed>().Result.ShouldBe(RepairResult.Interrupted);
        bench.Pass(15).Treatments.Count.ShouldBe(1, "within the grace nothing is repeated");
        bench.Pass(15);
        var file = bench.Orders.OfType<TreatGateway>().Last().CaseFile;
        file.FollowUp.ShouldNotBeNull().ShouldContain("cut short");
        file.FollowUp.ShouldNotContain("restarted the gateway ourselves");
    }

    [Fact]
    public void A_healer_that_was_restarted_during_a_treatment_does_not_treat_a_gateway_that_is_good()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).RestartTheHealer();
        bench.ComesUp().Pass(30);
        bench.Treatments.Count.ShouldBe(1);
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.RecoveredByItself);
    }
}
