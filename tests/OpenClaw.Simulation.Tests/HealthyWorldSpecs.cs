using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Simulation.Tests.Engine;
using OpenClaw.Simulation.Tests.Worlds;
using Shouldly;
using Xunit;

namespace OpenClaw.Simulation.Tests;

/// <summary>The first thing that a healer must be able to do is nothing.</summary>
public sealed class HealthyWorldSpecs(ITestOutputHelper output)
{
    [Fact]
    public void A_healthy_gateway_is_left_alone_for_thirty_days_by_all_actors() => Apart.Run(() =>
    {
        var began = TimeProvider.System.GetTimestamp();
        var world = new World(Scenarios.Peace).Run(TimeSpan.FromDays(30));
        world.Failure.ShouldBeNull();
        world.Disk.Events.ShouldBeEmpty();
        world.Channels.SelectMany(static c => c.All).ShouldBeEmpty();
        world.Tally.All.Where(static t => t.Key.StartsWith("restart", StringComparison.Ordinal) || t.Key.StartsWith("doctor", StringComparison.Ordinal)).ShouldBeEmpty();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"30 days, {world.Healer.Daemon!.Pump.Turns:n0} messages, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s"));
    });

    [Fact]
    public void A_healthy_gateway_is_left_alone_for_a_year_by_the_brain()
    {
        var (policy, clock, looks) = (new GatewayPolicy(), new VirtualClock(new Dice(1)), 0);
        var gateway = new ModelGateway(Scenarios.Peace.Gateway, clock, new ModelCauses(), static _ => { });
        var state = new GatewayState(Daemon.Main);
        gateway.Start();
        for (var second = 60; second < 365 * 24 * 3600; second += 10)
        {
            clock.StandStill(TimeSpan.FromSeconds(10));
            Take(new HttpSeen(Daemon.Main, clock.Wall, gateway.Probe()));
            if (second % 180 == 0) Take(new ProcessSeen(Daemon.Main, clock.Wall, gateway.Look()));
        }

        looks.ShouldBeGreaterThan(3_000_000);

        void Take(IGatewayFact fact)
        {
            looks++;
            state = state.Observe(fact, clock.Wall, policy);
            IncidentMachine.Decide(state, fact, clock.Wall, policy).ShouldBeEmpty();
            state.Notices.Standing.ShouldBeEmpty();
        }
    }
}
