using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>When a part of the healer itself fails: it rests, comes back, and is given up only after the number in its row.</summary>
public sealed class SupervisionSpecs : HealerSpecs
{
    [Fact]
    public async Task A_watchdog_that_crashes_now_and_then_comes_back_and_nobody_is_told()
    {
        var looks = 0;
        Gateway.BugInLook = () => looks++ % 8 == 7 ? new InvalidOperationException("a bug in the healer") : null;
        await Step(TimeSpan.FromHours(2));
        Log.Told.ShouldBeEmpty();
        Gateway.BugInLook = static () => null;
        await Step(60);
        Gateway.Die(signal: 9);
        await Healed(60);
    }

    [Fact]
    public async Task A_watchdog_that_crashes_in_its_restart_says_interrupted_and_the_next_order_is_carried_out()
    {
        var crashes = 0;
        Gateway.BugInRestart = () => crashes++ == 0 ? new InvalidOperationException("a bug in the healer") : null;
        await Step(60);
        Gateway.Die(signal: 9);
        await Healed(120);
        Journal.Of(Main).OfType<RepairClosed>().Select(c => c.Result).ShouldBe([RepairResult.Interrupted, RepairResult.Done]);
        Gateway.Restarts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_watchdog_that_cannot_live_is_given_up_and_announced_and_a_hang_goes_to_the_doctor()
    {
        await Step(60);
        Gateway.BugInLook = static () => new InvalidOperationException("a bug in the healer");
        await Step(TimeSpan.FromMinutes(15));
        Discord.Told.ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Severity.ShouldBe(Severity.Critical), a => a.Title.ShouldContain("has lost its watchdog"));
        Kinds.ShouldBeEmpty("the gateway itself is well");
        Gateway.IsHung = true;
        await Step(120);
        Gateway.Restarts.ShouldBeEmpty();
        Doctor.Treatments.Count.ShouldBe(1);
        DiscordTitles[^1].ShouldContain("needs you");
        await Step(TimeSpan.FromHours(1));
        LostMail.ShouldBeEmpty("nobody writes to a tier that is gone");
    }

    [Fact]
    public async Task A_watchdog_that_dies_of_every_order_is_not_asked_for_ever()
    {
        Gateway.BugInRestart = static () => new InvalidOperationException("a bug in the healer");
        await Step(60);
        Gateway.Die(signal: 9);
        await Step(TimeSpan.FromMinutes(20));
        Doctor.Treatments.Count.ShouldBe(1);
        DiscordTitles.ShouldContain("Gateway main needs you");
    }

    [Fact]
    public async Task A_prober_that_cannot_live_means_blind_which_is_told_and_nothing_is_treated()
    {
        await Step(60);
        Gateway.BugInProbe = static () => new InvalidOperationException("a bug in the healer");
        await Step(TimeSpan.FromMinutes(15));
        Discord.Told.ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Severity.ShouldBe(Severity.Critical), a => a.Title.ShouldContain("has lost its prober"));
        Gateway.Die(signal: 9);
        await Step(TimeSpan.FromHours(1));
        Gateway.Restarts.ShouldBeEmpty();
        Doctor.Treatments.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prober_that_is_lost_during_an_incident_calls_a_human()
    {
        await Step(60);
        Gateway.DiesAtOnce = true;
        Gateway.Die(1);
        Gateway.BugInProbe = static () => new InvalidOperationException("a bug in the healer");
        await Step(TimeSpan.FromMinutes(15));
        DiscordTitles.Count(t => t.Contains("has lost its prober")).ShouldBe(1);
        Discord.Told.ShouldContain(a => a.Title.Contains("needs you") && a.Body.Contains("prober is lost"));
        var restarts = Gateway.Restarts.Count;
        await Step(TimeSpan.FromHours(1));
        Gateway.Restarts.Count.ShouldBe(restarts);
    }

    [Fact]
    public async Task A_doctor_whose_actor_dies_of_the_case_means_a_human_and_the_case_is_not_run_again()
    {
        var treated = 0;
        Doctor.Reply = _ =>
        {
            treated++;
            throw new InvalidOperationException("a bug in the healer");
        };
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(TimeSpan.FromHours(1));
        treated.ShouldBe(1);
        DiscordTitles.ShouldContain("Gateway main needs you");
        Journal.Of(Main).OfType<RepairClosed>().ShouldHaveSingleItem().Result.ShouldBe(RepairResult.Interrupted);
    }

    [Fact]
    public async Task A_doctor_that_was_given_up_is_announced_and_the_next_case_is_the_humans()
    {
        await Step(60);
        var doctor = $"/user/gateways/{Main}/doctor/actor";
        for (var i = 0; i < 4; i++)
        {
            Sys.ActorSelection(doctor).Tell(PoisonPill.Instance);
            await Step(TimeSpan.FromMinutes(5));
        }

        Discord.Told.ShouldHaveSingleItem().Title.ShouldContain("has lost its doctor");
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(10);
        Doctor.Treatments.ShouldBeEmpty();
        Discord.Told[^1].Body.ShouldContain("the doctor is lost", Case.Insensitive);
    }

    [Fact]
    public async Task A_brain_that_dies_comes_back_with_its_book_and_goes_on()
    {
        Doctor.Reply = null;
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(10);
        var incident = Journal.Events[^1].Incident;
        Sys.ActorSelection($"/user/gateways/{Main}/incident/actor").Tell(PoisonPill.Instance);
        await Step(60);
        Journal.Events.ShouldAllBe(e => e.Incident == incident);
        Journal.Events.OfType<RepairClosed>().ShouldHaveSingleItem().Result.ShouldBe(RepairResult.Interrupted);
        Doctor.Treatments[0].Call.IsCancelled.ShouldBeTrue("nobody waits for it any more");
        Doctor.Treatments.Count.ShouldBe(2, "after a look that found it still broken");
        DiscordTitles.ShouldNotContain(t => t.Contains("needs you"));
    }

    [Fact]
    public async Task A_tier_that_is_lost_while_the_brain_rests_is_known_to_it_when_it_is_back()
    {
        await Step(60);
        Gateway.BugInLook = static () => new InvalidOperationException("a bug in the healer");
        await Step(TimeSpan.FromMinutes(15));
        Sys.ActorSelection($"/user/gateways/{Main}/incident/actor").Tell(PoisonPill.Instance);
        await Step(60);
        Gateway.IsHung = true;
        await Step(TimeSpan.FromMinutes(11));
        Kinds.ShouldContain("Opened");
        Gateway.Restarts.ShouldBeEmpty();
        Journal.Of(Main).OfType<RepairOrdered>().ShouldAllBe(o => o.Restart == null);
    }

    [Fact]
    public async Task A_brain_that_cannot_live_has_the_whole_subtree_started_anew()
    {
        await Step(60);
        var before = await Ref($"/user/gateways/{Main}/watchdog");
        for (var i = 0; i < 11; i++)
        {
            Sys.ActorSelection($"/user/gateways/{Main}/incident/actor").Tell(PoisonPill.Instance);
            await Step(40);
        }

        (await Ref($"/user/gateways/{Main}/watchdog")).ShouldNotBe(before);
        RootLost.ShouldBe(0);
        Gateway.Die(signal: 9);
        await Healed(60);
    }

    [Fact]
    public async Task A_root_without_gateways_is_told_to_the_host_once()
    {
        await Step(60);
        for (var i = 0; i < 6; i++)
        {
            RootLost.ShouldBe(0, $"after {i} failures");
            // Its backoff supervisor ends for good: what ten failures in a row come to.
            Sys.ActorSelection($"/user/gateways/{Main}/incident").Tell(PoisonPill.Instance);
            await Step(5);
        }

        RootLost.ShouldBe(1);
    }

    private async Task<IActorRef> Ref(string path) => await Sys.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(10));
}
