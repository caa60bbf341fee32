using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Real faults of a real unit, one after another on one machine: systemd and the daemon must not heal it twice.</summary>
public sealed class A_unit_that_is_healed(InstalledPrograms installed) : WorldStory(installed)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Is_started_exactly_once_for_each_fault_and_adopted_by_a_new_daemon()
    {
        var world = await MakeSystemd();
        var daemon = world.StartDaemon();
        await world.SeesHealthyGateway(except: null);

        await Dies(world, daemon);
        await IsHealedOnce(world, Signals.Kill);
        await IsHealedOnce(world, Signals.Stop);
    }

    /// <summary>The healer is killed; its patient must not notice, and the next healer must not touch it.</summary>
    private static async Task Dies(SystemdWorld world, ProcessRef daemon)
    {
        var before = await Peace.In(world);
        daemon.Signal(Signals.Kill);
        await Eventually.Holds("the daemon is gone", World.BootLimit, () => !daemon.IsAlive);
        var next = world.StartDaemon();
        await Eventually.Holds("the new daemon says that the gateway is healthy", World.BootLimit, () =>
            DaemonStatusJson.Read(world.ActorsHome) is { } status && status.Pid == next.PidInside && status.Main is { Healthy: true, Incident: null });
        await before.Lasts(Watch);
    }

    private static async Task IsHealedOnce(SystemdWorld world, int signal)
    {
        var gateway = (await world.Gateway()).ShouldNotBeNull();
        var (starts, boots) = (await world.Unit.Starts(), world.GatewayLog.Boots);
        gateway.Signal(signal);

        var healed = await world.SeesHealthyGateway(except: gateway);
        gateway.IsAlive.ShouldBeFalse();
        var after = await Peace.In(world);
        await after.Lasts(Watch);
        (await world.Gateway()).ShouldBe(healed);
        (await world.Unit.Starts() - starts).ShouldBe(1, "one start of the unit, by systemd or by the daemon");
        (world.GatewayLog.Boots - boots).ShouldBe(1);
    }
}
