using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>When a channel may be disturbed, over all gateways.</summary>
public sealed class ChannelGateSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly Delivery Failed = new Delivery.TryLater(null, "503");

    [Fact]
    public void A_remote_side_that_fails_again_and_again_is_asked_by_one_at_a_time_with_growing_pauses()
    {
        var (gate, now) = (new ChannelGate(), Start);
        for (var i = 0; i < ChannelGate.FailuresToOpen; i++)
        {
            gate.Hold(now, News(), true).ShouldBeNull();
            gate = gate.Goes(now, false).Ends(now, Failed);
        }

        gate.IsOpen.ShouldBeTrue();
        var pauses = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            var waits = gate.Hold(now, News(), true).ShouldNotBeNull();
            pauses.Add(waits.After.TotalSeconds);
            now += waits.After;
            gate.Hold(now, News(), true).ShouldBeNull("one is let through");
            gate = gate.Goes(now, false);
            gate.Hold(now, News(), true).ShouldNotBeNull("and no other beside it");
            gate = gate.Ends(now, Failed);
        }

        pauses.ShouldBe([30, 60, 120, 240, 300, 300]);
    }

    [Fact]
    public void One_try_that_succeeds_opens_the_way_for_all()
    {
        var gate = Broken();
        var now = Start.AddHours(1);
        gate = gate.Goes(now, true).Ends(now, new Delivery.Delivered());
        gate.IsOpen.ShouldBeFalse();
        gate.Hold(now, News(), true).ShouldBeNull();
    }

    [Fact]
    public void A_prober_that_was_never_heard_of_again_does_not_keep_the_gate_closed()
    {
        var gate = Broken().Goes(Start.AddMinutes(10), false);
        gate.Hold(Start.AddMinutes(12), News(), true).ShouldNotBeNull();
        gate.Hold(Start.AddMinutes(14), News(), true).ShouldBeNull();
    }

    [Fact]
    public void What_the_remote_side_asked_of_one_holds_for_all()
    {
        var gate = new ChannelGate().Ends(Start, new Delivery.TryLater(TimeSpan.FromSeconds(42), "429"));
        gate.Hold(Start.AddSeconds(2), News(), false).ShouldNotBeNull().After.ShouldBe(TimeSpan.FromSeconds(40));
        gate.Hold(Start.AddSeconds(42), News(), false).ShouldBeNull();
        gate.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void A_storm_is_allowed_a_few_messages_and_then_one_a_minute_with_something_left_for_calls_of_a_human()
    {
        var (gate, calm, urgent) = (new ChannelGate(), 0, 0);
        while (gate.Hold(Start, News(Severity.Warning), true) is null && calm < 100) (gate, calm) = (gate.Goes(Start, true), calm + 1);
        while (gate.Hold(Start, News(Severity.Critical), true) is null && urgent < 100) (gate, urgent) = (gate.Goes(Start, true), urgent + 1);
        (calm, urgent).ShouldBe((6, 4));
        gate.Hold(Start, News(Severity.Critical), true)!.After.ShouldBe(ChannelGate.Refill);
        gate.Hold(Start, News(Severity.Critical), false).ShouldBeNull("what disturbs nobody is not counted");
        gate.Hold(Start + ChannelGate.Refill, News(Severity.Critical), true).ShouldBeNull();
        gate.Hold(Start + ChannelGate.Refill, News(Severity.Warning), true).ShouldNotBeNull();
        gate.Hold(Start.AddDays(1), News(Severity.Warning), true).ShouldBeNull();
    }

    private static ChannelGate Broken() => Enumerable.Range(0, ChannelGate.FailuresToOpen).Aggregate(new ChannelGate(), static (gate, _) => gate.Ends(Start, Failed));

    private static Announcement News(Severity severity = Severity.Warning) => new("a", new GatewayId("main"), null, severity, "t", "b", [], null, Start);
}
