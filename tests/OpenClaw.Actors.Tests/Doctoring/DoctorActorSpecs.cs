using Akka.Actor;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Doctoring;

/// <summary>Tier 3's actor: one treatment at a time, one doctor after the other.</summary>
public sealed class DoctorActorSpecs : ActorSpecs
{
    private static readonly IncidentId Incident = new("main-20261123-030000");
    private readonly ScriptedDoctor _playbook = new("playbook");
    private readonly ScriptedDoctor _claude = new("claude-code");
    private readonly ScriptedDoctor _codex = new("codex");

    [Fact]
    public async Task The_first_doctor_of_the_chain_is_asked_first_and_alone()
    {
        var doctor = await Raise();
        doctor.Tell(Order(1));
        await Quiet();
        _playbook.Treatments.ShouldHaveSingleItem().File.Incident.ShouldBe(Incident);
        _claude.Treatments.ShouldBeEmpty();
        _playbook.Treatments[0].Call.Answer(new DoctorReply.Claims("removed a stale lock"));
        await Quiet();
        doctor.Only<RepairEnded>().ShouldBe(new RepairEnded(Main, Now, Incident, Tier.Doctor, 1, RepairResult.Done, "playbook: removed a stale lock") { By = "playbook" });
    }

    [Fact]
    public async Task A_doctor_that_cannot_be_had_makes_room_for_the_next_at_once()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.Unavailable(UnavailableKind.Missing, "no remedy fits");
        doctor.Tell(Order(1));
        await Quiet();
        _claude.Treatments.Count.ShouldBe(1);
        _playbook.Discharges.ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.CalledOff);
        doctor.All<RepairEnded>().ShouldBeEmpty();
        _claude.Treatments[0].Call.Answer(new DoctorReply.Claims("done"));
        await Quiet();
        doctor.Only<RepairEnded>().Note.ShouldStartWith("claude-code");
    }

    [Fact]
    public async Task What_was_approved_is_asked_of_the_doctor_who_has_proposed_it_and_of_nobody_else()
    {
        var doctor = await Raise();
        var order = Order(1);
        doctor.Tell(order with { CaseFile = order.CaseFile with { Autonomy = Autonomy.Ask, Approved = "m1", ApprovedOf = "claude-code" } });
        await Quiet();
        _playbook.Treatments.ShouldBeEmpty();
        _claude.Treatments.ShouldHaveSingleItem().Call.Answer(new DoctorReply.PassesOn("I know no such proposal", []));
        await Quiet();
        _codex.Treatments.ShouldBeEmpty();
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Result.ShouldBe(RepairResult.Failed), e => e.Note.ShouldContain("I know no such proposal"));
    }

    [Fact]
    public async Task A_proposal_ends_the_treatment_and_is_handed_on_whole()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.Proposes("take the key out", "-x", "m1");
        doctor.Tell(Order(1));
        await Quiet();
        _claude.Treatments.ShouldBeEmpty();
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(
            e => e.Result.ShouldBe(RepairResult.NeedsOwner), e => e.Proposal.ShouldBe(new Proposal("playbook", "take the key out", "-x", "m1")));
    }

    [Fact]
    public async Task The_next_doctor_begins_only_when_the_one_before_has_taken_its_hands_off()
    {
        var hands = new TaskCompletionSource();
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.Unavailable(UnavailableKind.Missing, "no remedy fits");
        _playbook.Leaves = hands.Task;
        doctor.Tell(Order(1));
        await Quiet();
        _playbook.Discharges.Count.ShouldBe(1);
        _claude.Treatments.ShouldBeEmpty();
        hands.SetResult();
        await Quiet();
        _claude.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_doctor_did_by_name_is_what_the_book_gets()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.Claims("took one key out") { Remedy = "config-keys" };
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Only<RepairEnded>().By.ShouldBe("playbook/config-keys");
    }

    [Fact]
    public async Task Who_passes_the_case_on_tells_the_next_one_what_it_has_found()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.PassesOn("no remedy fits", ["a preload is missing"]);
        doctor.Tell(Order(1));
        await Quiet();
        _playbook.Discharges.ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.CalledOff);
        _claude.Treatments.ShouldHaveSingleItem().File.Evidence.ShouldContain("a preload is missing");
    }

    [Fact]
    public async Task What_kind_of_outage_it_is_stays_known_however_often_the_case_is_gone_on_with()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.PassesOn("no remedy fits", []) { Kinds = ["config.unknown-key"] };
        doctor.Tell(Order(1));
        await Quiet();
        _claude.Treatments.ShouldHaveSingleItem().File.Kinds.ShouldBe(["config.unknown-key"]);
        _claude.Treatments[0].Call.Answer(new DoctorReply.Claims("done"));
        await Quiet();
        doctor.Tell(Order(2));
        await Quiet();
        _claude.Treatments[^1].File.ShouldSatisfyAllConditions(f => f.Attempt.ShouldBe(2), f => f.Kinds.ShouldBe(["config.unknown-key"]));
    }

    [Fact]
    public async Task What_a_human_should_do_is_told_when_nobody_else_can_help_either()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.PassesOn("no remedy fits", []) { YourTurn = "run this" };
        foreach (var one in new[] { _claude, _codex }) one.Reply = static _ => new DoctorReply.Unavailable(UnavailableKind.Missing, "not installed");
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Result.ShouldBe(RepairResult.Unavailable), e => e.YourTurn.ShouldBe("run this"), e => e.Note.ShouldContain("no remedy fits"));
    }

    [Fact]
    public async Task Who_knows_that_only_the_owner_can_help_ends_the_chain()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.NeedsOwner("the database is damaged", "restore a backup");
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Result.ShouldBe(RepairResult.NeedsOwner), e => e.Note.ShouldBe("the database is damaged"), e => e.YourTurn.ShouldBe("restore a backup"));
        _claude.Treatments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(UnavailableKind.Missing)]
    [InlineData(UnavailableKind.Auth)]
    [InlineData(UnavailableKind.Billing)]
    [InlineData(UnavailableKind.Quota)]
    [InlineData(UnavailableKind.Model)]
    [InlineData(UnavailableKind.Server)]
    [InlineData(UnavailableKind.Network)]
    [InlineData(UnavailableKind.UnsafeSession)]
    [InlineData(UnavailableKind.Stalled)]
    [InlineData(UnavailableKind.Crashed)]
    public async Task When_no_doctor_can_be_had_each_reason_is_told(UnavailableKind kind)
    {
        var doctor = await Raise();
        foreach (var one in new[] { _playbook, _claude, _codex }) one.Reply = _ => new DoctorReply.Unavailable(kind, "alas");
        doctor.Tell(Order(1));
        await Quiet();
        var ended = doctor.Only<RepairEnded>();
        ended.Result.ShouldBe(RepairResult.Unavailable);
        foreach (var name in new[] { "playbook", "claude-code", "codex" }) ended.Note.ShouldContain($"{name} is unavailable ({kind.ToString().ToLowerInvariant()}): alas");
    }

    [Fact]
    public async Task A_chain_without_doctors_is_unavailable()
    {
        var doctor = await Raise([]);
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Result.ShouldBe(RepairResult.Unavailable), e => e.Note.ShouldBe("no doctor is configured"));
        doctor.Tell(new StandDown(Main, Incident, Verdict.NotHealed));
        await Quiet();
    }

    [Fact]
    public async Task A_follow_up_goes_to_the_doctor_who_has_the_case()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.Unavailable(UnavailableKind.Missing, "no remedy fits");
        _claude.Reply = static _ => new DoctorReply.Claims("done");
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Tell(Order(3, followUp: "it is still refusing its configuration"));
        await Quiet();
        _playbook.Treatments.Count.ShouldBe(1);
        _claude.Treatments.Select(t => t.File.FollowUp).ShouldBe([null, "it is still refusing its configuration"]);
        doctor.All<RepairEnded>().Select(e => e.Attempt).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_doctor_who_cannot_be_had_for_the_follow_up_is_discharged_and_the_next_is_asked()
    {
        var doctor = await Raise();
        _playbook.Reply = static f => f.FollowUp is null ? new DoctorReply.Claims("one remedy") : new DoctorReply.Unavailable(UnavailableKind.Missing, "no other remedy fits");
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Tell(Order(3, followUp: "no"));
        await Quiet();
        _playbook.Discharges.ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.CalledOff);
        _claude.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_doctor_that_gives_up_or_throws_has_failed()
    {
        var doctor = await Raise();
        doctor.Tell(Order(1));
        await Quiet();
        _playbook.Treatments[0].Call.Answer(new DoctorReply.GaveUp("I do not know"));
        await Quiet();
        doctor.Tell(Order(2));
        await Quiet();
        _playbook.Treatments[1].Call.Fail(new IOException("pipe broken"));
        await Quiet();
        doctor.All<RepairEnded>().Select(e => (e.Result, e.Note)).ShouldBe([(RepairResult.Failed, "playbook: I do not know"), (RepairResult.Failed, "playbook: pipe broken")]);
    }

    [Theory]
    [InlineData(Verdict.Healed)]
    [InlineData(Verdict.NotHealed)]
    [InlineData(Verdict.CalledOff)]
    public async Task The_verdict_closes_the_case_with_the_doctor_who_has_it(Verdict verdict)
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.Claims("done");
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Tell(new StandDown(Main, Incident, verdict));
        await Quiet();
        _playbook.Discharges.ShouldBe([(Incident, verdict)]);
        doctor.Tell(new StandDown(Main, Incident, verdict));
        await Quiet();
        _playbook.Discharges.Count.ShouldBe(1, "a case is closed once");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stand_down_ends_the_treatment_under_way_says_so_and_drops_what_comes_late(bool obeysCancel)
    {
        _playbook.ObeysCancel = obeysCancel;
        var doctor = await Raise();
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Tell(new StandDown(Main, Incident, Verdict.CalledOff));
        await Quiet();
        _playbook.Treatments[0].Call.IsCancelled.ShouldBeTrue();
        _playbook.Discharges.ShouldBe([(Incident, Verdict.CalledOff)]);
        _playbook.Treatments[0].Call.Answer(new DoctorReply.Claims("late"));
        await Step(3600);
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Result.ShouldBe(RepairResult.Interrupted), e => e.Note.ShouldBe("called off"));
    }

    [Fact]
    public async Task A_stand_down_for_another_incident_changes_nothing()
    {
        var doctor = await Raise();
        doctor.Tell(Order(1));
        doctor.Tell(new StandDown(Main, new IncidentId("main-20200101-000000"), Verdict.CalledOff));
        await Quiet();
        _playbook.Treatments[0].Call.IsCancelled.ShouldBeFalse();
        _playbook.Discharges.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Verdict.Healed)]
    [InlineData(Verdict.NotHealed)]
    [InlineData(Verdict.CalledOff)]
    public async Task The_verdict_on_a_case_of_an_earlier_life_goes_to_every_doctor_once(Verdict verdict)
    {
        var doctor = await Raise();
        doctor.Tell(new StandDown(Main, Incident, verdict));
        doctor.Tell(new StandDown(Main, Incident, Verdict.CalledOff));
        await Quiet();
        foreach (var one in new[] { _playbook, _claude, _codex }) one.Discharges.ShouldBe([(Incident, verdict)]);
        doctor.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_treatment_begins_only_when_every_doctor_has_closed_the_case_of_an_earlier_life()
    {
        var hands = new TaskCompletionSource();
        _codex.Leaves = hands.Task;
        var doctor = await Raise();
        doctor.Tell(new StandDown(Main, Incident, Verdict.CalledOff));
        doctor.Tell(Order(2));
        await Quiet();
        _playbook.Treatments.ShouldBeEmpty("another doctor may just be taking a mending back");
        hands.SetResult();
        await Quiet();
        _playbook.Treatments.Count.ShouldBe(1);
        doctor.Tell(new StandDown(Main, Incident, Verdict.Healed));
        await Quiet();
        _playbook.Discharges.Select(static d => d.Verdict).ShouldBe([Verdict.CalledOff, Verdict.Healed]);
    }

    [Fact]
    public async Task A_treatment_that_waits_for_a_doctor_to_leave_ends_at_its_deadline_and_does_not_begin_later()
    {
        var hands = new TaskCompletionSource();
        _codex.Leaves = hands.Task;
        _codex.LeavesInItsOwnTime = true;
        var doctor = await Raise();
        doctor.Tell(new StandDown(Main, Incident, Verdict.CalledOff));
        doctor.Tell(Order(2));
        await Step(1800);
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Result.ShouldBe(RepairResult.TimedOut), e => e.By.ShouldBeNull("nobody has worked on it"));
        hands.SetResult();
        await Step(60);
        _playbook.Treatments.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stand_down_ends_a_treatment_that_waits()
    {
        var hands = new TaskCompletionSource();
        _codex.Leaves = hands.Task;
        var doctor = await Raise();
        doctor.Tell(new StandDown(Main, Incident, Verdict.CalledOff));
        doctor.Tell(Order(2));
        doctor.Tell(new StandDown(Main, Incident, Verdict.NotHealed));
        await Quiet();
        hands.SetResult();
        await Quiet();
        doctor.Only<RepairEnded>().Result.ShouldBe(RepairResult.Interrupted);
        _playbook.Treatments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_treatment_ends_at_its_deadline(bool obeysCancel)
    {
        _playbook.ObeysCancel = obeysCancel;
        var doctor = await Raise();
        doctor.Tell(Order(1));
        await Step(1799);
        doctor.All<RepairEnded>().ShouldBeEmpty();
        await Step(1);
        doctor.Only<RepairEnded>().Result.ShouldBe(RepairResult.TimedOut);
        _playbook.Treatments[0].Call.IsCancelled.ShouldBeTrue();
        _playbook.Treatments[0].Call.Answer(new DoctorReply.Claims("late"));
        await Quiet();
        doctor.All<RepairEnded>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_deadline_covers_the_whole_chain()
    {
        var doctor = await Raise();
        doctor.Tell(Order(1));
        await Step(1000);
        _playbook.Treatments[0].Call.Answer(new DoctorReply.Unavailable(UnavailableKind.Stalled, "silent"));
        await Step(799);
        doctor.All<RepairEnded>().ShouldBeEmpty();
        await Step(1);
        doctor.Only<RepairEnded>().Result.ShouldBe(RepairResult.TimedOut);
        _claude.Treatments[0].Call.IsCancelled.ShouldBeTrue();
    }

    [Fact]
    public async Task One_treatment_at_a_time()
    {
        var doctor = await Raise();
        doctor.Tell(Order(1));
        doctor.Tell(Order(1));
        doctor.Tell(Order(2));
        await Quiet();
        _playbook.Treatments.Count.ShouldBe(1);
        doctor.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Attempt.ShouldBe(2), e => e.Result.ShouldBe(RepairResult.Failed));
    }

    [Fact]
    public async Task A_new_incident_closes_the_case_of_the_old_one()
    {
        var doctor = await Raise();
        _playbook.Reply = static _ => new DoctorReply.Claims("done");
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Tell(Order(1) with { Incident = new IncidentId("main-20261123-040000") });
        await Quiet();
        _playbook.Discharges.ShouldBe([(Incident, Verdict.CalledOff)]);
        _playbook.Treatments.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_tier_that_ends_during_a_treatment_cancels_it_says_so_and_closes_the_case()
    {
        var doctor = await Raise();
        doctor.Tell(Order(1));
        await Quiet();
        doctor.Tell(new EndOfChild());
        await Step(3600);
        _playbook.Treatments[0].Call.IsCancelled.ShouldBeTrue();
        _playbook.Discharges.ShouldBe([(Incident, Verdict.CalledOff)]);
        doctor.Only<RepairEnded>().Result.ShouldBe(RepairResult.Interrupted);
    }

    private Task<Family> Raise(IReadOnlyList<IDoctor>? chain = null)
    {
        var doctors = chain ?? [_playbook, _claude, _codex];
        return Raise(Props.Create(() => new DoctorActor(Main, doctors)));
    }

    private TreatGateway Order(int attempt, string? followUp = null)
    {
        var deadline = Now.AddSeconds(1800);
        return new TreatGateway(Main, Incident, attempt, new CaseFile(Main, Incident, attempt, "down", ["exit 78"], ["opened"], followUp, Now, deadline), deadline);
    }
}
