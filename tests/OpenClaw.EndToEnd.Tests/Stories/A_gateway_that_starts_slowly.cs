using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>A boot of two minutes in which nothing is heard of it: longer than every patience of the settings but the one for boots.</summary>
public abstract class A_gateway_that_starts_slowly(InstalledPrograms installed) : WorldStory(installed)
{
    private const int Milliseconds = 120_000;

    // Only the gateway itself: other programs of OpenClaw that inherit the option are as quick as ever.
    private static readonly string Wait =
        $$"""
        if (process.argv.includes('gateway') && process.argv.includes('--port'))
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, {{Milliseconds}});
        """;

    /// <summary>Who keeps it.</summary>
    protected abstract KeptBy Kept { get; }

    [Fact]
    public async Task Is_given_its_time_and_nobody_is_alarmed()
    {
        var world = await Make(Kept);
        var options = new Dictionary<string, string> { ["NODE_OPTIONS"] = $"--require={await world.Write("slow.cjs", Wait)}" };
        if (world is SystemdWorld systemd)
        {
            // An owner's restart, after which the boot is slow.
            await systemd.StartDaemonAndGateway();
            await systemd.Unit.DropIn("slow", $"[Service]\nEnvironment=NODE_OPTIONS={options["NODE_OPTIONS"]}\n");
            (await systemd.Sandbox.Systemctl("restart", Owner.Unit)).Succeeded.ShouldBeTrue();
        }
        else
        {
            world.StartDaemon(options);
        }

        var gateway = await Eventually.Sees("it boots", World.BootLimit, world.Gateway);
        var (told, posts) = (world.Log.All().Count, world.Discord.Calls.Count);
        (await world.SeesHealthyGateway(except: null)).ShouldBe(gateway, "the same process that began to boot two minutes ago");

        world.Log.All().Skip(told).Where(line => line.Name is "RepairOrdered" or "Escalated" or "HumanCalled").ShouldBeEmpty();
        // That it is away for more than a minute is said once; nobody is called for it.
        world.Discord.Calls.Skip(posts).ShouldAllBe(static call => !call.Body.Contains("needs", StringComparison.Ordinal));
    }
}

/// <inheritdoc/>
public sealed class A_gateway_that_starts_slowly_under_systemd(InstalledPrograms installed) : A_gateway_that_starts_slowly(installed)
{
    protected override KeptBy Kept => KeptBy.Systemd;
}

/// <inheritdoc/>
public sealed class A_gateway_that_starts_slowly_under_the_daemon(InstalledPrograms installed) : A_gateway_that_starts_slowly(installed)
{
    protected override KeptBy Kept => KeptBy.Daemon;
}
