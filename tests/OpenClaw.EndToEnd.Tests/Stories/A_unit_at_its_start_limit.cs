using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>A file that the unit needs was away for a while. systemd has given the unit up, and does not come back to it by itself.</summary>
public sealed class A_unit_at_its_start_limit(InstalledPrograms installed) : WorldStory(installed)
{
    // The owner's drop-in: the real unit would take a minute to use its ten starts up.
    private const string Needs =
        $"""
        [Service]
        RestartSec=200ms
        Environment=NODE_OPTIONS=--require={Owner.Home}/needed.cjs

        """;

    [Fact]
    public async Task Is_started_again_without_a_hand_when_what_it_needs_is_back()
    {
        var world = await MakeSystemd();
        var needed = await world.Write("needed.cjs", "");
        await world.Unit.DropIn("needed", Needs);
        (await world.Sandbox.Systemctl("restart", Owner.Unit)).Succeeded.ShouldBeTrue();
        var gateway = await world.StartDaemonAndGateway();

        (await world.Sandbox.Run(["rm", needed])).Succeeded.ShouldBeTrue();
        gateway.Signal(Signals.Kill);
        await Eventually.Sees("systemd has given it up", World.BootLimit, async () =>
            await world.Sandbox.Journal($"USER_UNIT={Owner.Unit}") is var words && words.Contains("Start request repeated too quickly", StringComparison.Ordinal) ? words : null);
        await Eventually.Holds("the daemon says that it is down", World.BootLimit, () => world.Status is { Healthy: false, Incident: not null });

        await world.Write("needed.cjs", "");
        await world.SeesHealthyGateway(except: gateway);
        (await world.Unit.Property("ActiveState")).ShouldBe("active");
    }
}
