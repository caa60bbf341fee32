using Akka.Actor;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Gateways;

/// <summary>The switchboard: facts up, orders down, nothing into the void.</summary>
public sealed class GatewaySupervisorSpecs : HealerSpecs
{
    private static readonly IncidentId Foreign = new("main-20200101-000000");

    [Fact]
    public async Task News_from_elsewhere_reaches_every_channel()
    {
        TellSupervisor(new Announce(Main, new Announcement("marker/1", Main, null, Severity.Critical, "an old alert", "body", [], null, Now)));
        await Quiet();
        DiscordTitles.ShouldBe(["an old alert"]);
        Log.Told.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_owners_word_reaches_the_incident()
    {
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(10);
        TellSupervisor(new OperatorSaid(Main, Now, OperatorCommand.Acknowledge));
        await Quiet();
        Kinds[^1].ShouldBe("Acknowledged");
        await Step(TimeSpan.FromHours(13));
        DiscordTitles.ShouldNotContain(t => t.Contains("reminder"));
    }

    [Fact]
    public async Task An_order_for_a_tier_between_two_lives_comes_back_and_is_given_again()
    {
        await Step(60);
        Sys.ActorSelection($"/user/gateways/{Main}/watchdog/actor").Tell(PoisonPill.Instance);
        await Quiet();
        TellSupervisor(new ProcessSeen(Main, Now, Seen.Gone()));
        await Quiet();
        Journal.Of(Main).OfType<RepairClosed>().ShouldHaveSingleItem().Note.ShouldContain("is being restarted");
        Gateway.Restarts.ShouldBeEmpty();
        await Step(30);
        Journal.Of(Main)[^1].ShouldBeOfType<Resolved>("the gateway had lived all the time");
    }

    [Fact]
    public async Task A_sensor_that_was_restarted_is_told_the_cadence()
    {
        await Step(60);
        Sys.ActorSelection($"/user/gateways/{Main}/watchdog/actor").Tell(PoisonPill.Instance);
        var looks = 0;
        Gateway.BugInLook = () =>
        {
            looks++;
            return null;
        };
        await Step(TimeSpan.FromMinutes(10));
        looks.ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Results_that_nobody_waits_for_change_nothing()
    {
        await Step(60);
        TellSupervisor(new RepairEnded(Main, Now, Foreign, Tier.Watchdog, 1, RepairResult.Done, "late"));
        TellSupervisor(new StandDown(Main, Foreign, Verdict.CalledOff));
        TellSupervisor(new OrderBounced(Main, Now, Tier.Watchdog));
        await Step(60);
        Journal.Events.ShouldBeEmpty();
        Doctor.Discharges.ShouldBe([(Foreign, Verdict.CalledOff)], "it may be of an earlier life; the doctor knows");
    }

    [Fact]
    public async Task A_second_restart_is_refused_while_one_is_under_way()
    {
        await Step(60);
        var hanging = new TaskCompletionSource<RestartOutcome>();
        Gateway.InsteadOfRestart = () => hanging.Task;
        Gateway.Die(signal: 9);
        await Quiet();
        TellSupervisor(new RestartGateway(Main, Foreign, 9, RestartKind.Forced, Now.AddMinutes(7), "somebody else's"));
        await Step(5);
        Gateway.RestartCalls.ShouldBe(1);
        hanging.SetResult(new RestartOutcome(false, "no"));
        await Quiet();
        Journal.Of(Main).OfType<RepairClosed>().ShouldHaveSingleItem().Note.ShouldBe("no");
    }
}
