using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>The owner's word counts, by whichever command he gives it, and also when he takes it back.</summary>
public sealed class A_gateway_that_its_owner_stopped(InstalledPrograms installed) : WorldStory(installed)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Stays_stopped_and_is_watched_again_when_he_starts_it()
    {
        var world = await MakeSystemd();
        await world.StartDaemonAndGateway();

        await IsLeftStopped(world, await world.Sandbox.OpenClaw("gateway", "stop", "--force"));
        await IsSeenAgain(world);
        await IsLeftStopped(world, await world.Sandbox.Systemctl("stop", Owner.Unit));
        var gateway = await IsSeenAgain(world);

        // Watched again means healed again.
        gateway.Signal(Signals.Kill);
        await world.SeesHealthyGateway(except: gateway);
    }

    private static async Task IsLeftStopped(SystemdWorld world, HostRun stop)
    {
        stop.Succeeded.ShouldBeTrue(stop.Complaint);
        (await world.Gateway()).ShouldBeNull();
        var stopped = await Peace.In(world);
        await Eventually.Holds("the daemon knows", World.BootLimit, () => world.Status is { Phase: "StoppedOnPurpose" });
        await stopped.Lasts(Watch);
        (await world.Unit.Property("ActiveState")).ShouldBe("inactive");
    }

    private static async Task<ProcessRef> IsSeenAgain(SystemdWorld world)
    {
        var before = await Peace.In(world);
        (await world.Sandbox.Systemctl("start", Owner.Unit)).Succeeded.ShouldBeTrue();
        var gateway = await world.SeesHealthyGateway(except: null);
        before.ShouldBeUndisturbed();
        before.Boots.ShouldBe(1, "the owner's start, and no other");
        return gateway;
    }
}
