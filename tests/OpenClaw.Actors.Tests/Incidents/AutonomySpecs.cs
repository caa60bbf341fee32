using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>What the owner allows the doctors to do by themselves, and what his yes to a proposal does.</summary>
public sealed class AutonomySpecs
{
    private static readonly Proposal Plan = new("claude-code", "set gateway.mode to local", "--- openclaw.json (before)\n+++ openclaw.json (after)\n-  \"mode\": 7\n+  \"mode\": \"local\"\n", "m1");
    private static readonly GatewayPolicy Asks = new() { Autonomy = Autonomy.Ask };

    [Fact]
    public void Doctors_are_told_what_they_may_do_by_themselves()
    {
        CaseOf(Bench.AtTheDoctor()).Autonomy.ShouldBe(Autonomy.Auto);
        CaseOf(Bench.AtTheDoctor(Asks)).Autonomy.ShouldBe(Autonomy.Ask);
        CaseOf(Bench.AtTheDoctor(new GatewayPolicy { Autonomy = Autonomy.Advise })).ShouldSatisfyAllConditions(c => c.Autonomy.ShouldBe(Autonomy.Advise), c => c.Approved.ShouldBeNull());
    }

    [Fact]
    public void Who_has_switched_the_doctors_off_is_called_at_once_with_that_reason()
    {
        var bench = Bench.AtTheDoctor(new GatewayPolicy { Autonomy = Autonomy.Off });
        bench.Treatments.ShouldBeEmpty(bench.Story);
        bench.Calls.ShouldHaveSingleItem(bench.Story).Reason.ShouldContain("openclaw.doctor.autonomy = off");
    }

    [Fact]
    public void A_proposal_calls_its_owner_with_the_plan_the_diff_and_the_exact_command()
    {
        var bench = Proposed();
        var call = bench.Calls.ShouldHaveSingleItem(bench.Story);
        call.Reason.ShouldContain("set gateway.mode to local");
        call.YourTurn.ShouldContain($"openclaw-actors approve {bench.Open.Id} --proposal m1");
        var alert = bench.Orders.OfType<Announce>().Last(a => a.Announcement.Severity == Severity.Critical).Announcement;
        alert.Evidence.ShouldContain("+  \"mode\": \"local\"");
        alert.YourTurn.ShouldBe(call.YourTurn);
        bench.Restarts.ShouldBeEmpty("nothing was changed, so there is nothing to prove");
    }

    [Fact]
    public void Advice_calls_its_owner_and_cannot_be_approved()
    {
        var bench = Proposed(Plan with { Mark = null, Diff = "" }, new GatewayPolicy { Autonomy = Autonomy.Advise });
        bench.Calls.ShouldHaveSingleItem().YourTurn.ShouldNotContain("approve ");
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(1, bench.Story);
    }

    [Fact]
    public void An_approval_has_exactly_the_proposal_carried_out_proven_by_a_restart_and_is_used_up_by_it()
    {
        var bench = Proposed();
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(2, bench.Story);
        CaseOf(bench).ShouldSatisfyAllConditions(c => c.Approved.ShouldBe("m1"), c => c.ApprovedOf.ShouldBe("claude-code"), c => c.FollowUp.ShouldBeNull());
        bench.End(RepairResult.Done, "claude-code: put the approved config in place");
        bench.Restarts.ShouldHaveSingleItem(bench.Story).Tier.ShouldBe(Tier.Doctor);
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(2, "once");
        bench.Later(1).End();
        bench.ComesUp().Pass(30);
        bench.State.Open.ShouldNotBeNull("a doctor's mending is on probation");
        bench.Pass(60);
        bench.Events[^1].ShouldBeOfType<Resolved>(bench.Story);
        bench.Orders.OfType<StandDown>().Last().Verdict.ShouldBe(Verdict.Healed);
    }

    [Fact]
    public void What_was_approved_and_does_not_help_is_told_to_the_doctor_who_may_only_propose_again()
    {
        var bench = Proposed();
        Approve(bench, "m1");
        bench.End().Later(1).End();
        bench.Later(5).See(Seen.Refused78()).Later(5).See(Seen.Refused78());
        bench.Treatments.Count.ShouldBe(3, bench.Story);
        CaseOf(bench).ShouldSatisfyAllConditions(c => c.Approved.ShouldBeNull(), c => c.Autonomy.ShouldBe(Autonomy.Ask), c => c.FollowUp.ShouldNotBeNull());
        EndWith(bench, Plan with { Mark = "m2" });
        bench.Calls.Count.ShouldBe(2, bench.Story);
        bench.Orders.OfType<StandDown>().Last().Verdict.ShouldBe(Verdict.NotHealed);
    }

    [Theory]
    [InlineData("m2", null)]
    [InlineData("m1", "main-20200101-000000")]
    public void A_yes_to_another_proposal_or_to_another_incident_does_nothing(string mark, string? incident)
    {
        var bench = Proposed();
        Approve(bench, mark, incident);
        bench.Treatments.Count.ShouldBe(1, bench.Story);
        bench.Events.ShouldNotContain(static e => e is ProposalApproved);
    }

    [Fact]
    public void A_yes_where_nothing_was_proposed_does_nothing()
    {
        var bench = Bench.AtTheDoctor(Asks);
        bench.End(RepairResult.Failed, "no idea");
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(1, bench.Story);
    }

    [Fact]
    public void A_proposal_and_its_approval_survive_a_restart_of_the_healer()
    {
        var bench = Proposed();
        bench.RestartTheHealer();
        bench.Open.Proposal.ShouldBe(Plan);
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(1, "it has not looked yet");
        bench.RestartTheHealer().Later(1).See(Seen.Refused78());
        CaseOf(bench).Approved.ShouldBe("m1", bench.Story);
    }

    [Fact]
    public void A_yes_waits_for_the_end_of_a_pause_and_not_for_ever()
    {
        var bench = Proposed();
        bench.Pause();
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(1, "paused");
        bench.Later(7200).Resume().Later(1).See(Seen.Refused78());
        bench.Treatments.Count.ShouldBe(1, "it is two hours old");
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(2, bench.Story);
    }

    [Fact]
    public void A_gateway_that_comes_back_before_it_was_treated_is_left_alone()
    {
        var bench = Proposed();
        bench.ComesUp().Pass(5);
        Approve(bench, "m1");
        bench.Events[^1].ShouldBeOfType<ProposalApproved>(bench.Story);
        bench.Pass(30);
        bench.Treatments.Count.ShouldBe(1, bench.Story);
        bench.Events[^1].ShouldBeOfType<Resolved>(bench.Story);
    }

    [Fact]
    public void Another_treatment_makes_the_proposal_void()
    {
        var bench = Proposed();
        bench.Feed(new OperatorSaid(bench.State.Gateway, bench.Now, OperatorCommand.Heal));
        bench.Open.Proposal.ShouldBeNull();
        EndWith(bench, Plan with { Mark = "m2" });
        Approve(bench, "m1");
        bench.Treatments.Count.ShouldBe(2, bench.Story);
        bench.Later(1).See(Seen.Refused78());
        Approve(bench, "m2");
        CaseOf(bench).Approved.ShouldBe("m2", bench.Story);
    }

    private static Bench Proposed(Proposal? proposal = null, GatewayPolicy? policy = null)
    {
        var bench = Bench.AtTheDoctor(policy ?? Asks);
        EndWith(bench.Later(1), proposal ?? Plan);
        return bench.Later(2).See(Seen.Refused78());
    }

    private static void EndWith(Bench bench, Proposal proposal) => bench.Feed(
        new RepairEnded(bench.State.Gateway, bench.Now, bench.Open.Id, Tier.Doctor, bench.Open.Attempt, RepairResult.NeedsOwner, $"{proposal.By} proposes: {proposal.Plan}")
        {
            By = proposal.By,
            Proposal = proposal,
        });

    private static void Approve(Bench bench, string mark, string? incident = null) => bench.Later(1).Feed(
        new OperatorSaid(bench.State.Gateway, bench.Now, OperatorCommand.Approve) { Incident = incident is null ? bench.Open.Id : new IncidentId(incident), Mark = mark });

    private static CaseFile CaseOf(Bench bench) => bench.Orders.OfType<TreatGateway>().Last().CaseFile;
}
