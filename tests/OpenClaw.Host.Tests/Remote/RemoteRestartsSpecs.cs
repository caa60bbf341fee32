using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Remote;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>What restart means for what the gateway is now.</summary>
public sealed class RemoteRestartsSpecs
{
    [Theory]
    [InlineData(GatewayPhase.StoppedOnPurpose, null, RestartWay.Start)]
    [InlineData(GatewayPhase.Down, "main-1", RestartWay.Treat)]
    [InlineData(GatewayPhase.Wedged, "main-1", RestartWay.Treat)]
    [InlineData(GatewayPhase.ConfigBlocked, "main-1", RestartWay.Treat)]
    [InlineData(GatewayPhase.Ready, null, RestartWay.WhenIdle)]
    [InlineData(GatewayPhase.LiveNotReady, null, RestartWay.WhenIdle)]
    [InlineData(GatewayPhase.ChannelsSuppressed, null, RestartWay.WhenIdle)]
    internal void A_stop_is_overruled_an_outage_treated_and_what_serves_left_to_OpenClaw(GatewayPhase phase, string? incident, RestartWay way) => Decide(phase, incident).Way.ShouldBe(way);

    [Theory]
    [InlineData(GatewayPhase.Ready, "main-1", "has just come back")]
    [InlineData(GatewayPhase.Starting, null, "wait until that is over")]
    [InlineData(GatewayPhase.Draining, null, "wait until that is over")]
    [InlineData(GatewayPhase.Restarting, "main-1", "wait until that is over")]
    [InlineData(GatewayPhase.Updating, null, "wait until that is over")]
    [InlineData(GatewayPhase.Down, null, "about to see to it")]
    public void Whatever_is_on_its_way_is_left_alone(GatewayPhase phase, string? incident, string why)
    {
        var (way, refusal) = Decide(phase, incident);
        way.ShouldBeNull();
        refusal.ShouldContain(why);
    }

    [Fact]
    public void Every_phase_has_an_answer()
    {
        foreach (var phase in Enum.GetValues<GatewayPhase>())
            foreach (var incident in new[] { null, "main-1" })
                Decide(phase, incident).ShouldSatisfyAllConditions(d => (d.Way is null).ShouldBe(d.Refusal.Length > 0, phase.ToString()));
    }

    [Fact]
    public void A_pause_must_be_ended_first()
    {
        foreach (var phase in Enum.GetValues<GatewayPhase>()) RemoteRestarts.Decide(Line(phase, "main-1"), true, ManagerKind.Systemd).ShouldBe((null, "main is paused: send resume first."), phase.ToString());
    }

    [Fact]
    public void One_that_serves_without_a_service_manager_is_told_what_to_type()
    {
        RemoteRestarts.Decide(Line(GatewayPhase.Ready, null), false, ManagerKind.Direct).Way.ShouldBeNull();
        RemoteRestarts.Decide(Line(GatewayPhase.Down, "main-1"), false, ManagerKind.Direct).Way.ShouldBe(RestartWay.Treat);
        RemoteRestarts.ByHand(new GatewayId("main"), new ProcessIdentity(4711, 1)).ShouldContain("kill 4711");
    }

    [Fact]
    public void What_nobody_has_seen_yet_is_not_restarted() => RemoteRestarts.Decide(null, false, ManagerKind.Systemd).Way.ShouldBeNull();

    private static (RestartWay? Way, string Refusal) Decide(GatewayPhase phase, string? incident) => RemoteRestarts.Decide(Line(phase, incident), false, ManagerKind.Systemd);

    private static GatewayLine Line(GatewayPhase phase, string? incident) => new("main", phase.ToString(), false, DateTimeOffset.UnixEpoch, [], incident, null);
}
