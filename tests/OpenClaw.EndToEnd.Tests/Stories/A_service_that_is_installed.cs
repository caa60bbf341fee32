using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary><c>install</c> under the owner's real systemd: the machine is rebooted, the daemon comes up by itself, is replaced when it hangs, and heals, and <c>uninstall</c> leaves nothing.</summary>
public sealed class A_service_that_is_installed(InstalledPrograms installed) : WorldStory(installed)
{
    private const string Unit = "openclaw-actors.service";
    private const string Folder = $"{Owner.Home}/.config/systemd/user";

    [Fact]
    public async Task Comes_up_after_a_reboot_is_replaced_when_it_hangs_and_heals()
    {
        var world = await MakeSystemd();
        await InstallsItself(world);

        await world.Reboot();
        // While the gateway boots as well: that takes longer.
        await IsReplacedWhenItHangs(world);
        var gateway = await world.SeesHealthyGateway(except: null);
        gateway.Signal(Signals.Kill);
        await world.SeesHealthyGateway(except: gateway);
        gateway.IsAlive.ShouldBeFalse();
        world.Log.LostMail().ShouldBeEmpty("no mail may be lost");

        await LeavesNothing(world);
    }

    private static async Task InstallsItself(SystemdWorld world)
    {
        // The owner's own haste, in a drop-in: the shipped patience is two minutes.
        await world.Sandbox.WriteFile($"{Folder}/{Unit}.d/haste.conf", "[Service]\nWatchdogSec=10\nRestartSec=1\n");
        var first = await world.Verb("install");
        first.Succeeded.ShouldBeTrue(first.Complaint);
        first.Output.ShouldContain($"{Folder}/{Unit} is written\n");
        first.Output.ShouldContain("watches main");
        (await Property(world, "Type")).ShouldBe("notify");
        await Eventually.Sees("systemd has been told how the gateway stands", World.BootLimit, async () => await Property(world, "StatusText") is { Length: > 0 } told ? told : null);

        var pid = await Property(world, "MainPID");
        var again = await world.Verb("install");
        again.Succeeded.ShouldBeTrue(again.Complaint);
        again.Output.ShouldContain("is as it should be");
        (await Property(world, "MainPID")).ShouldBe(pid, "nothing has changed, so nothing is started again");
    }

    private static async Task IsReplacedWhenItHangs(SystemdWorld world)
    {
        var hangs = await Eventually.Sees("the daemon has come up by itself and watches", World.BootLimit, () => Daemon(world, except: null));
        hangs.Signal(Signals.Stop);
        await Eventually.Sees("another daemon watches in its place", World.BootLimit, () => Daemon(world, hangs));
        hangs.IsAlive.ShouldBeFalse();
        (await Property(world, "NRestarts")).ShouldBe("1");
    }

    private static async Task LeavesNothing(SystemdWorld world)
    {
        var gateway = await world.Gateway();
        var gone = await world.Verb("uninstall", "--purge", "--yes");
        gone.Succeeded.ShouldBeTrue(gone.Complaint);
        (await Property(world, "MainPID")).ShouldBe("0");
        // The drop-in is the owner's own, and said to be left.
        var left = await world.Sandbox.Run(["/bin/sh", "-c", $"ls -d {Folder}/{Unit} {Folder}/*.wants/{Unit} {Owner.Home}/.openclaw-actors; true"]);
        left.Output.ShouldBeEmpty();
        gone.Output.ShouldContain($"{Folder}/{Unit}.d");
        (await world.Gateway()).ShouldBe(gateway, "the gateway is left alone");
    }

    /// <summary>The service's process once it has said how the gateway stands.</summary>
    private static async Task<ProcessRef?> Daemon(SystemdWorld world, ProcessRef? except) =>
        await Property(world, "ActiveState") == "active" && int.TryParse(await Property(world, "MainPID"), out var pid) && DaemonStatusJson.Read(world.ActorsHome) is { Main: not null } status && status.Pid == pid
        && world.Sandbox.Process(pid) is { } daemon && daemon != except ? daemon : null;

    private static async Task<string> Property(SystemdWorld world, string name) => (await world.Sandbox.Systemctl("show", "--value", "--property", name, Unit)).Output.Trim();
}
