using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Four ways to break a config, each with its smallest repair; what the owner did besides stays byte for byte.</summary>
public sealed class A_config_that_the_playbook_mends(InstalledPrograms installed) : PlaybookStory(installed)
{
    [Fact]
    public async Task Loses_the_broken_key_only_and_comes_back_whole_when_nothing_smaller_can_help()
    {
        var world = await MakeForPlaybook();
        await world.StartDaemonAndGateway();
        var served = await Served(world);

        // An unknown key, a wish and a note, all in one edit.
        var wished = served.Replace("{\n", "{\n  // my note\n", StringComparison.Ordinal);
        wished = wished[..wished.IndexOf('{')] + "{ \"ui\": { \"seamColor\": \"#112233\" },\n" + wished[(wished.IndexOf('{') + 1)..].TrimStart('\n');
        var notes = await IsMended(world, () => world.Sandbox.WriteFile(Config, wished.Replace("\"seamColor\"", "\"nosuchkey\": 1, \"seamColor\"", StringComparison.Ordinal)));
        notes.ShouldContain("playbook");
        var mended = await Read(world, Config);
        mended.ShouldNotContain("nosuchkey");
        mended.ShouldContain("// my note");
        mended.ShouldContain("#112233");

        await IsMended(world, async () => (await world.Sandbox.Run(["truncate", "-s", "60", Config])).Succeeded.ShouldBeTrue());
        (await Read(world, Config)).ShouldContain("\"mode\"");

        await IsMended(world, async () => (await world.Sandbox.Run(["chmod", "000", Config])).Succeeded.ShouldBeTrue());
        (await world.Sandbox.Run(["stat", "-c", "%a", Config])).Output.Trim().ShouldBe("600");

        // What passes OpenClaw's check and is refused at the start: open to the network, and no key to the door.
        await IsMended(world, () => Sed(world, "s/\"loopback\"/\"lan\"/", Config));
        (await Read(world, Config)).ShouldContain("\"loopback\"");
    }
}
