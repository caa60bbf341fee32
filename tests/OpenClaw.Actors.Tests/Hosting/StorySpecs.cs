using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>Each tier's whole story, from the fault to the last word.</summary>
public sealed class StorySpecs : HealerSpecs
{
    [Fact]
    public async Task A_healthy_gateway_is_watched_in_silence()
    {
        await Step(TimeSpan.FromHours(3));
        Journal.Events.ShouldBeEmpty();
        Log.Told.ShouldBeEmpty();
        Gateway.Restarts.ShouldBeEmpty();
        Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(30)]
    [InlineData(3600)]
    [InlineData(12 * 3600)]
    public async Task A_host_that_sleeps_and_a_gateway_that_needs_a_while_to_come_to(int seconds)
    {
        await Step(60);
        await StandStill(TimeSpan.FromSeconds(seconds));
        Gateway.IsHung = true;
        await Step(Math.Min(seconds / 2, 100));
        Gateway.IsHung = false;
        await Step(600);
        Journal.Events.ShouldBeEmpty();
        Log.Told.ShouldBeEmpty();
        Gateway.Restarts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_spent_is_remembered_by_the_next_healer()
    {
        await Step(60);
        Gateway.IsHung = true;
        await Healed(120);
        Ledgers.Saved.ShouldNotBeNull().Restarts.ShouldHaveSingleItem().Kind.ShouldBe(RestartKind.Forced);
        Ledgers.Saved.Boots.Count.ShouldBe(2);
        Ledgers.Saved.BootTimes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_is_told_once_and_written_when_it_can_be_again()
    {
        await Step(60);
        Ledgers.Fault = new IOException("no space left on device");
        Gateway.Die(signal: 9);
        await Step(120);
        Gateway.Process.ShouldNotBeNull("healing goes on");
        Log.Told.Count(a => a.Title.Contains("cannot keep its book")).ShouldBe(1);
        Ledgers.Fault = null;
        await Step(60);
        Ledgers.Saved.ShouldNotBeNull().Boots.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_paused_healer_leaves_a_dead_gateway_until_its_owner_resumes()
    {
        await Step(60);
        TellSupervisor(new OperatorSaid(Main, Now, OperatorCommand.Pause, null, "moving house"));
        await Quiet();
        Gateway.Die(signal: 9);
        await Step(600);
        Gateway.Restarts.ShouldBeEmpty();
        TellSupervisor(new OperatorSaid(Main, Now, OperatorCommand.Resume));
        (await Healed(60)).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Channels_that_are_held_back_are_told_on_every_channel()
    {
        Gateway.Suppressed = ["telegram"];
        await Step(TimeSpan.FromMinutes(10));
        DiscordTitles.ShouldBe(["Gateway main is live and deaf"]);
        Gateway.Restarts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_blocked_it_changes_and_it_is_tried_at_once()
    {
        await Step(60);
        Gateway.DiesAtOnce = true;
        Gateway.Die(signal: 9);
        await Step(30);
        var before = Gateway.Restarts.Count;
        Gateway.DiesAtOnce = false;
        Causes.Change("node is back");
        await Step(1);
        Gateway.Restarts.Count.ShouldBe(before + 1);
        Gateway.Process.ShouldNotBeNull();
    }

    [Fact]
    public async Task Tier_1_a_killed_gateway_is_started_the_moment_it_dies()
    {
        await Step(60);
        Gateway.Die(signal: 9);
        await Quiet();
        Gateway.Restarts.ShouldBe([RestartKind.Start]);
        (await Healed(60)).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        Kinds.ShouldBe(["Opened", "RepairOrdered", "RepairClosed", "Resolved"]);
        Journal.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByWatchdog);
        DiscordTitles.ShouldBeEmpty("nobody needs to be woken for that");
        Log.Told.Select(a => a.Severity).ShouldBe([Severity.Warning, Severity.Resolved]);
    }

    [Fact]
    public async Task Tier_2_a_hung_gateway_is_killed_and_started()
    {
        await Step(60);
        var before = Gateway.Process;
        Gateway.IsHung = true;
        (await Healed(120)).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        Gateway.Restarts.ShouldBe([RestartKind.Forced]);
        Gateway.Process.ShouldNotBe(before);
        Journal.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByProber);
    }

    [Fact]
    public async Task Tier_3_a_broken_configuration_is_mended_by_the_doctor_proven_and_told()
    {
        Doctor.Reply = null;
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Quiet();
        Gateway.Restarts.ShouldBeEmpty();
        var (file, call) = Doctor.Treatments.ShouldHaveSingleItem();
        file.Symptom.ShouldContain("exit 78");
        await Step(240);
        Gateway.IsConfigBroken = false;
        call.Answer(new DoctorReply.Claims("removed the line that broke it"));
        await Healed(60);
        Gateway.Restarts.ShouldBe([RestartKind.Start]);
        Journal.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByDoctor, Story);
        Doctor.Discharges.ShouldBe([(file.Incident, Verdict.Healed)]);
        Discord.Told.Select(a => a.Severity).ShouldBe([Severity.Warning, Severity.Resolved]);
    }

    [Fact]
    public async Task Tier_3_a_mending_that_does_not_hold_comes_back_to_the_same_doctor()
    {
        Doctor.Reply = f =>
        {
            if (f.FollowUp is not null) Gateway.IsConfigBroken = false;
            return new DoctorReply.Claims("done");
        };
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Healed(120);
        Doctor.Treatments.Count.ShouldBe(2, Story);
        Doctor.Treatments[1].File.FollowUp.ShouldNotBeNull().ShouldContain("exit 78");
        Journal.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedByDoctor, Story);
    }

    [Fact]
    public async Task Tier_4_without_a_doctor_a_human_is_called_and_the_gateway_starts_when_the_configuration_is_mended()
    {
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Quiet();
        var call = Discord.Told[^1];
        call.ShouldSatisfyAllConditions(
            a => a.Severity.ShouldBe(Severity.Critical), a => a.Title.ShouldContain("needs you"), a => a.Body.ShouldContain("not logged in"),
            a => a.YourTurn.ShouldNotBeNull().ShouldContain("openclaw config validate"));
        await Step(TimeSpan.FromHours(13));
        DiscordTitles.Count(t => t.Contains("reminder")).ShouldBe(2);
        Gateway.Restarts.ShouldBeEmpty();
        (Gateway.IsConfigBroken, Gateway.IsConfigChanged) = (false, true);
        (await Healed(60)).ShouldBeLessThan(TimeSpan.FromSeconds(40));
        Discord.Told[^1].ShouldSatisfyAllConditions(a => a.Severity.ShouldBe(Severity.Resolved), a => a.Body.ShouldContain("After a human was called"));
    }

    [Fact]
    public async Task The_whole_climb_dead_three_starts_watching_doctor_human()
    {
        await Step(60);
        Gateway.DiesAtOnce = true;
        Gateway.Die(1);
        await Step(TimeSpan.FromMinutes(8));
        Gateway.Restarts.ShouldBe([RestartKind.Start, RestartKind.Start, RestartKind.Start]);
        Kinds.Count(k => k == "Waited").ShouldBe(1);
        Doctor.Treatments.ShouldHaveSingleItem();
        DiscordTitles.ShouldBe(["Gateway main is down (no process)", "Gateway main needs the doctor", "Gateway main needs you"]);
        Discord.Told.Select(static n => n.Rings).ShouldBe([true, false, true], "an escalation brings the message up to date, a call rings");
        await Step(TimeSpan.FromHours(1));
        Gateway.Restarts.Count.ShouldBeInRange(8, 9, "it is tried again slowly");
        Gateway.DiesAtOnce = false;
        await Healed(700);
        DiscordTitles[^1].ShouldContain("healthy again");
    }

    [Fact]
    public async Task A_stranger_on_the_port_is_told_and_left_alone_and_the_gateway_starts_when_it_is_gone()
    {
        await Step(60);
        Gateway.Stranger = new PortOwner(PortOwnerKind.Stranger, 4711, "nc -l 18789");
        Gateway.Die(1);
        await Step(60);
        var restartsBefore = Gateway.Restarts.Count;
        Discord.Told[^1].Body.ShouldContain("pid 4711: nc -l 18789");
        await Step(TimeSpan.FromHours(1));
        Gateway.Restarts.Count.ShouldBe(restartsBefore);
        Gateway.Stranger = null;
        (await Healed(60)).ShouldBeLessThan(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_gateway_that_its_owner_stops_stays_stopped_and_nobody_is_disturbed()
    {
        await Step(60);
        Gateway.IsStoppedOnPurpose = true;
        Gateway.Die(0);
        await Step(TimeSpan.FromHours(3));
        Gateway.Restarts.ShouldBeEmpty();
        Log.Told.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Info);
        Discord.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_does_not_stop_the_healing()
    {
        Journal.Writing = FailableJournal.Mood.Fails;
        await Step(60);
        Gateway.Die(signal: 9);
        await Step(60);
        Gateway.Process.ShouldNotBeNull();
        Gateway.Restarts.ShouldBe([RestartKind.Start]);
        Log.Told.Count(a => a.Title.Contains("cannot keep its book")).ShouldBe(1);
        Log.Told[^1].Severity.ShouldBe(Severity.Resolved);
    }

    [Fact]
    public async Task A_dead_channel_does_not_keep_the_others_or_the_healing_waiting()
    {
        Discord.Remote = static _ => null;
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(60);
        Log.Told.ShouldContain(a => a.Severity == Severity.Critical);
    }
}
