using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>The gateway's own files are well; its unit is not.</summary>
public sealed class A_unit_that_the_playbook_mends(InstalledPrograms installed) : PlaybookStory(installed)
{
    private const string Preload =
        $"""
        [Service]
        RestartSec=200ms
        Environment=NODE_OPTIONS=--require={Owner.Home}/gone/agent.cjs

        """;

    [Fact]
    public async Task Gets_its_runtime_its_port_and_its_file_back_and_loses_a_preload_that_is_gone()
    {
        var world = await MakeForPlaybook();
        await world.StartDaemonAndGateway();
        await Served(world);
        var unit = await Read(world, UnitFile);

        await IsMended(world, async () =>
        {
            await Sed(world, $"s#^ExecStart=[^ ]*#ExecStart={Owner.Home}/.nvm/versions/node/v1/bin/node#", UnitFile);
            await Reload(world);
        });
        (await Read(world, UnitFile)).ShouldBe(unit);

        await IsMended(world, async () =>
        {
            await Sed(world, "s#--port 18789#--port 18790#", UnitFile);
            await Reload(world);
        });
        (await Read(world, UnitFile)).ShouldBe(unit);

        await IsMended(world, () => world.Unit.DropIn("agent", Preload));
        // Only the setting that cannot work is put aside; what else the drop-in says stays.
        (await Read(world, $"{UnitFile}.d/agent.conf")).ShouldSatisfyAllConditions(text => text.ShouldContain("RestartSec=200ms"), text => text.ShouldNotContain("agent.cjs"));

        await IsMended(world, async () =>
        {
            (await world.Sandbox.Run(["rm", UnitFile])).Succeeded.ShouldBeTrue();
            _ = await world.Sandbox.Systemctl("stop", Owner.Unit);
            await Reload(world);
        });
        (await Read(world, UnitFile)).ShouldBe(unit);
    }

    private static async Task Reload(Worlds.SystemdWorld world) => (await world.Sandbox.Systemctl("daemon-reload")).Succeeded.ShouldBeTrue();
}
