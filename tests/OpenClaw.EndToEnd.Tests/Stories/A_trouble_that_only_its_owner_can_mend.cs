using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>A damaged database holds what nobody else has: its owner is told what it is, at once, and nothing is changed.</summary>
public sealed class A_trouble_that_only_its_owner_can_mend(InstalledPrograms installed) : PlaybookStory(installed)
{
    private const string Database = $"{Owner.Home}/.openclaw/state/openclaw.sqlite";

    [Fact]
    public async Task Is_told_with_its_cause_and_changes_nothing()
    {
        var world = await MakeForPlaybook();
        await world.StartDaemonAndGateway();
        var config = await Served(world);
        (await world.Sandbox.Systemctl("stop", Owner.Unit)).Succeeded.ShouldBeTrue();
        (await world.Sandbox.Run(["/bin/sh", "-c", $"rm -f {Database}-*; dd if=/dev/urandom of={Database} bs=4096 count=8 conv=notrunc status=none"])).Succeeded.ShouldBeTrue();
        var damaged = (await world.Sandbox.Run(["sha256sum", Database])).Output;
        _ = await world.Sandbox.Systemctl("start", "--no-block", Owner.Unit);

        await Eventually.Holds("its owner is called", World.BootLimit, () => world.Log.Of("HumanCalled").Count > 0);
        world.Log.Of("HumanCalled")[0].Words.ShouldContain("database");
        await Eventually.Holds("Discord has it", World.BootLimit, () => world.Discord.Calls.Any(static call => call.Body.Contains("database", StringComparison.OrdinalIgnoreCase)));
        (await Read(world, Config)).ShouldBe(config);
        (await world.Sandbox.Run(["sha256sum", Database])).Output.ShouldBe(damaged);

        var diagnosis = await Verb(world, "diagnose");
        diagnosis.Output.ShouldContain("database", Case.Insensitive);
        var plan = await Verb(world, "heal", "--dry-run");
        plan.Output.ShouldContain("database", Case.Insensitive);
        (await world.Sandbox.Run(["sha256sum", Database])).Output.ShouldBe(damaged);
    }
}
