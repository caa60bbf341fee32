using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Cli.Drills;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli.Drills;

/// <summary>A drill as its owner runs it: the built program, a daemon that heals, a stand-in gateway that is really broken; and what is undone when the program does not live to undo it.</summary>
public sealed class DrillProgramSpecs
{
    // The healer would believe a hang after two minutes: what goes on before that is the undo's doing.
    private const string Patient = "openclaw.probe.suspicion-threshold = 100";

    // Nobody mends the config.
    private const string Alone = "openclaw.doctor.playbook.enabled = off, openclaw.doctor.autonomy = off";

    [Fact]
    public async Task A_gateway_that_is_killed_in_a_drill_is_healed_and_the_report_says_by_whom()
    {
        await using var owner = new OwnersProgram();
        await owner.StartDaemon();
        var before = await owner.Gateway();

        var said = await owner.Run("drill", "kill", "--yes", "--json");

        said.Code.ShouldBe(ExitCodes.Ok, said.Errors);
        var report = JsonDocument.Parse(said.Output).RootElement;
        report.GetProperty("healed").GetBoolean().ShouldBeTrue();
        report.GetProperty("pid").GetInt32().ShouldBe(before.Pid);
        report.GetProperty("tier").GetInt32().ShouldBe(1);
        report.GetProperty("outcome").GetString().ShouldBe("HealedByWatchdog");
        report.GetProperty("steps").EnumerateArray().Select(static s => s.GetProperty("what").GetString()).ShouldContain($"pid {before.Pid} was ended");
        report.GetProperty("alerts").EnumerateArray().Select(static a => a.GetProperty("channel").GetString()).ShouldContain("log");
        said.Errors.ShouldContain($"pid {before.Pid} is ended at once (SIGKILL)");
        (await owner.Gateway()).ShouldNotBe(before);
        new DrillFolder(owner.StateFolder).IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task A_config_that_is_broken_in_a_drill_is_at_last_what_it_was_byte_for_byte()
    {
        await using var owner = new OwnersProgram();
        File.SetUnixFileMode(owner.Config, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var before = await File.ReadAllBytesAsync(owner.Config);
        await owner.StartDaemon();
        // A stand-in has no command line that could be asked which key is wrong: the version that has served is all the playbook has.
        await Eventually.Holds(async () => (await ServedFiles.OnDisk(owner.StateFolder, new GatewayId("main")).Served(owner.Config, CancellationToken.None)).Count > 0, "the daemon knows a config that has served");

        var said = await owner.Run("drill", "config", "--yes", "--json");

        said.Code.ShouldBe(ExitCodes.Ok, said.Errors);
        JsonDocument.Parse(said.Output).RootElement.GetProperty("tier").GetInt32().ShouldBe(3);
        (await File.ReadAllBytesAsync(owner.Config)).ShouldBe(before);
        File.GetUnixFileMode(owner.Config).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.Exists(new DrillFolder(owner.StateFolder).Original).ShouldBeFalse("it holds the config's secrets, and nobody needs it any more");
    }

    [Fact]
    public async Task What_is_not_healed_within_the_limit_is_undone_and_is_1()
    {
        await using var owner = new OwnersProgram(Alone);
        var before = await File.ReadAllBytesAsync(owner.Config);
        await owner.StartDaemon();

        var said = await owner.Run("drill", "config", "--yes", "--limit", "10s");

        said.Code.ShouldBe(ExitCodes.Unhealthy, said.Errors);
        said.Output.ShouldContain("NOT healed within 10.0 s");
        (await File.ReadAllBytesAsync(owner.Config)).ShouldBe(before);
        await Eventually.Holds(() => new StatusFile(owner.StateFolder).Read() is { Gateways: [{ Healthy: true }] }, "the gateway serves again");
    }

    [Fact]
    public async Task A_stopped_gateway_goes_on_when_the_drill_is_called_off_with_Ctrl_C()
    {
        await using var owner = new OwnersProgram(Patient);
        await owner.StartDaemon();
        var gateway = await owner.Gateway();
        using var drill = owner.Begin("drill", "hang", "--yes");
        await Eventually.Holds(() => OwnersProgram.StateOf(gateway) == 'T', "it is stopped");

        Posix.Kill(drill.Id, 2).ShouldBe(0);
        var said = await OwnersProgram.End(drill);

        said.Code.ShouldBe(130);
        OwnersProgram.StateOf(gateway).ShouldNotBe('T');
        said.Output.ShouldContain($"called off: pid {gateway.Pid} goes on (SIGCONT)");
        said.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_gateway_goes_on_when_the_drill_is_killed_without_a_word()
    {
        await using var owner = new OwnersProgram(Patient);
        await owner.StartDaemon();
        var gateway = await owner.Gateway();
        using var drill = owner.Begin("drill", "hang", "--yes");
        await Eventually.Holds(() => OwnersProgram.StateOf(gateway) == 'T', "it is stopped");

        Posix.Kill(drill.Id, 9).ShouldBe(0);
        await drill.WaitForExitAsync();

        await Eventually.Holds(() => OwnersProgram.StateOf(gateway) != 'T', "its guardian has told it to go on");
        await Eventually.Holds(() => !new DrillFolder(owner.StateFolder).IsOpen, "nothing is left to undo");
        (await owner.Shop.IsAlive(gateway)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_broken_config_is_put_back_when_the_drill_is_killed_without_a_word()
    {
        await using var owner = new OwnersProgram(Alone);
        var before = await File.ReadAllBytesAsync(owner.Config);
        await owner.StartDaemon();
        using var drill = owner.Begin("drill", "config", "--yes");
        await Eventually.Holds(() => File.ReadAllText(owner.Config).Contains(DrillConfig.Key, StringComparison.Ordinal), "it is broken");

        Posix.Kill(drill.Id, 9).ShouldBe(0);
        await drill.WaitForExitAsync();

        await Eventually.Holds(() => !new DrillFolder(owner.StateFolder).IsOpen, "its guardian has put it back");
        (await File.ReadAllBytesAsync(owner.Config)).ShouldBe(before);
        await Eventually.Holds(() => new StatusFile(owner.StateFolder).Read() is { Gateways: [{ Healthy: true }] }, "the gateway serves again");
    }

    [Fact]
    public async Task A_gateway_whose_daemon_died_in_the_drill_is_started_by_the_guardian()
    {
        await using var owner = new OwnersProgram(Alone);
        await owner.StartDaemon();
        var before = await owner.Gateway();
        using var drill = owner.Begin("drill", "config", "--yes");
        await Eventually.Holds(async () => !await owner.Shop.IsAlive(before), "it is broken");

        await owner.KillDaemon();
        Posix.Kill(drill.Id, 9).ShouldBe(0);
        await drill.WaitForExitAsync();

        (await owner.Gateway()).ShouldNotBe(before);
    }

    [Fact]
    public async Task What_program_and_guardian_did_not_live_to_undo_is_undone_by_the_next_daemon()
    {
        await using var owner = new OwnersProgram();
        var before = await File.ReadAllBytesAsync(owner.Config);
        var folder = new DrillFolder(owner.StateFolder);
        folder.Prepare();
        var gone = (await owner.Shop.Child("exit", "0", "1")).Identity;
        await Eventually.Holds(async () => !await owner.Shop.IsAlive(gone), "it is gone");
        await File.WriteAllBytesAsync(folder.Original, before);
        await File.WriteAllBytesAsync(owner.Config, DrillConfig.Break(before, owner.Config));
        await folder.Write(new DrillRecord(DrillRecord.CurrentVersion, DrillKind.Config, "main", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1), gone, gone, owner.Config, 0b110_000_000), CancellationToken.None);

        await owner.StartDaemon();

        (await File.ReadAllBytesAsync(owner.Config)).ShouldBe(before);
        folder.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_broken_without_a_daemon_without_consent_or_while_it_is_paused()
    {
        await using var owner = new OwnersProgram();
        var without = await owner.Run("drill", "kill", "--yes");
        without.Code.ShouldBe(ExitCodes.NotReachable);
        without.Errors.TrimEnd().ShouldBe($"no daemon runs on {owner.StateFolder}, so nobody would heal it: start one with 'openclaw-actors run'");
        await owner.StartDaemon();
        var gateway = await owner.Gateway();

        var silent = await owner.Run("drill", "kill");
        silent.Code.ShouldBe(ExitCodes.Usage);
        silent.Errors.TrimEnd().ShouldBe("nobody is at the terminal to agree: say --yes, or --dry-run to see what would be done");
        (await owner.Run("drill", "hang", "--dry-run")).Code.ShouldBe(ExitCodes.Ok);
        (await owner.Bash("echo n | script -qec 'openclaw-actors drill kill' /dev/null")).Output.ShouldContain("nothing was done");
        (await owner.Run("pause")).Code.ShouldBe(ExitCodes.Ok);
        var paused = await owner.Run("drill", "kill", "--yes");
        paused.Code.ShouldBe(ExitCodes.Unhealthy);
        paused.Errors.TrimEnd().ShouldBe("main is paused, so nobody would heal it: 'openclaw-actors resume main' first");

        (await owner.Shop.IsAlive(gateway)).ShouldBeTrue();
        OwnersProgram.StateOf(gateway).ShouldNotBe('T');
    }
}
