using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.EndToEnd.Tests.Systemd;

/// <summary>Before anything is said about the daemon: a real systemd runs the real gateway in a sandbox, and nothing of it is left behind.</summary>
[Trait("Category", "RealGateway")]
public sealed class The_ground_under_systemd(InstalledPrograms installed)
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task A_sandbox_comes_up_with_a_healthy_gateway_under_its_real_unit_and_nothing_of_it_is_left_behind()
    {
        var sandbox = await SandboxGround.BootOrSkip(installed.OrSkip());
        IReadOnlyList<ProcessRef> all;
        await using (sandbox)
        {
            using var http = new GatewayHttp(sandbox.Network.CreateClient(GatewayHttp.Timeout));
            await Eventually.Sees("the gateway has started", BootLimit, async () => await http.IsStarted() ? "started" : null);

            var main = (await sandbox.Unit.MainProcess()).ShouldNotBeNull();
            main.CommandLine.ShouldContain("openclaw/dist/index.js gateway --port 18789");
            (await sandbox.Unit.Property("ActiveState")).ShouldBe("active");
            (await sandbox.Unit.Starts()).ShouldBe(1);
            (await sandbox.Unit.Restarts()).ShouldBe(0);
            (await sandbox.Run(["id", "-un"])).Output.Trim().ShouldBe("owner");
            (await sandbox.RunAsRoot(["touch", "/usr/not-ours"])).Succeeded.ShouldBeFalse("the host's files are read-only");
            all = sandbox.Processes();
        }

        all.Count.ShouldBeGreaterThan(4);
        all.ShouldAllBe(process => !process.IsAlive);
    }
}
