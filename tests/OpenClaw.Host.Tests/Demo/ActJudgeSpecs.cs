using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Demo;
using Shouldly;
using Xunit;
using static OpenClaw.Host.Tests.Demo.Happening;

namespace OpenClaw.Host.Tests.Demo;

public sealed class ActJudgeSpecs
{
    private static readonly DemoEvent[] Healed =
    [
        Opened(1.5, GatewayPhase.Down, Tier.Watchdog),
        Restart(1.5, Tier.Watchdog, 1, RestartKind.Start, "there is no process"),
        Resolved(5, 3, Outcome.HealedByWatchdog),
    ];

    [Fact]
    public void An_act_that_went_as_it_should_is_good_and_its_times_count_from_the_break()
    {
        var result = Judge(1, Healed);

        result.Complaints.ShouldBeEmpty();
        result.Healer.ShouldBe(Tier.Watchdog);
        result.Detected.ShouldBe(TimeSpan.FromSeconds(0.5));
        result.Recovered.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void An_outage_that_nobody_noticed_is_a_complaint()
    {
        var result = Judge(1, []);

        result.Complaints.ShouldBe(["nobody noticed", "not healed in time"]);
        result.Healer.ShouldBeNull();
    }

    [Fact]
    public void An_outage_that_was_not_healed_is_a_complaint() => Judge(1, Healed[..2]).Complaints.ShouldBe(["not healed in time"]);

    [Fact]
    public void A_heal_by_another_tier_is_a_complaint() =>
        Judge(2, Healed).Complaints.ShouldBe([$"ended as {Outcome.HealedByWatchdog}, not as {Outcome.HealedByProber}"]);

    [Fact]
    public void The_same_process_as_before_is_no_heal() => Judge(1, Healed, after: First).Complaints.ShouldBe(["no new process is there"]);

    [Fact]
    public void A_message_that_nobody_needs_is_a_complaint() =>
        Judge(1, [.. Healed, Got(5, "Gateway demo needs you")]).Complaints.ShouldHaveSingleItem().ShouldContain("instead of nothing");

    [Fact]
    public void A_doctor_who_is_not_told_that_it_did_not_help_is_a_complaint()
    {
        var result = Judge(3, [Opened(1, GatewayPhase.ConfigBlocked, Tier.Watchdog), Treatment(1, 1), Got(1, "x needs the doctor"), Resolved(5, 3, Outcome.HealedByDoctor), Got(5, "x is healthy again")]);

        result.Complaints.ShouldBe(["the doctor was asked 1 times, not 2"]);
    }

    [Fact]
    public void Messages_in_the_wrong_order_are_a_complaint()
    {
        DemoEvent[] right = [Opened(1, GatewayPhase.ConfigBlocked, Tier.Watchdog), Treatment(1, 1), Called(2), Got(2, "needs the doctor"), Got(2, "needs you"), Resolved(5, 3, Outcome.HealedAfterHumanCall), Got(5, "healthy again")];
        Judge(4, right).IsGood.ShouldBeTrue();

        (right[3], right[4]) = (right[4], right[3]);
        Judge(4, right).Complaints.ShouldHaveSingleItem().ShouldStartWith("Discord got");
    }

    private static ActResult Judge(int act, DemoEvent[] seen, ProcessIdentity? after = null) =>
        ActJudge.Judge(DemoAct.All[act - 1], At(1), seen, First, after ?? Second);
}
