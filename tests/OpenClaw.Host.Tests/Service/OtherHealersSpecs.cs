using OpenClaw.Host.Cli;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Service;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary>The jobs of the shell project, as its installers and documents write them: found, and set aside with consent only.</summary>
public sealed class OtherHealersSpecs : IDisposable
{
    private const string Script = "/home/alice/.openclaw/skills/openclaw-self-healing/scripts/gateway-watchdog.sh";
    private const string CronLine = "*/5 * * * * /home/alice/openclaw/scripts/gateway-healthcheck.sh >>/tmp/x 2>&1";

    private readonly ServiceBench _bench = new();

    private string Units => Path.Combine(_bench.Home, ".config", "systemd", "user");

    [Fact]
    public async Task On_a_clean_machine_there_is_none()
    {
        _bench.Write(".config/systemd/user/openclaw-gateway.service", "[Service]\nExecStart=/usr/bin/node gateway\n");
        _bench.Play("crontab-now", "0 3 * * * backup\n# " + CronLine + "\n");
        (await _bench.Others().Find(CancellationToken.None)).ShouldBeEmpty();
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_units_of_its_Linux_installer_a_unit_of_ones_own_and_a_cron_line_are_found()
    {
        Timers();
        _bench.Write(".config/systemd/user/my-watch.service", $"[Service]\nExecStart=/bin/bash {Script}\n");
        var machine = _bench.WriteMachineUnit("openclaw-healthcheck.timer", "[Timer]\n");
        _bench.Play("crontab-now", $"0 3 * * * backup\n{CronLine}\n");
        var found = await _bench.Others().Find(CancellationToken.None);
        found.Select(static o => (o.Kind, o.Name)).ShouldBe([
            (OtherHealerKind.SystemdUnit, "my-watch"), (OtherHealerKind.SystemdUnit, "openclaw-healthcheck"), (OtherHealerKind.SystemdUnit, "openclaw-watchdog"),
            (OtherHealerKind.MachineUnit, "openclaw-healthcheck"), (OtherHealerKind.CronLine, CronLine)]);
        found[2].Files.ShouldBe([Path.Combine(Units, "openclaw-watchdog.service"), Path.Combine(Units, "openclaw-watchdog.timer")]);
        found[3].Files.ShouldBe([machine]);
    }

    [Fact]
    public async Task A_unit_that_is_switched_off_heals_nobody()
    {
        Timers();
        _bench.Play("others", "ActiveState=inactive\nUnitFileState=disabled\n\nActiveState=inactive\nUnitFileState=static\n");
        (await _bench.Others().Find(CancellationToken.None)).ShouldBeEmpty();
        _bench.Play("unreachable");
        (await _bench.Others().Find(CancellationToken.None)).Count.ShouldBe(2, "of one that nobody can be asked about, the worse is taken");
    }

    [Fact]
    public async Task The_agents_of_its_macOS_installer_are_found_and_so_is_one_that_is_loaded_without_a_file()
    {
        _bench.System = HostSystem.MacOS;
        _bench.Write("Library/LaunchAgents/com.openclaw.healthcheck.plist", "<plist/>");
        _bench.Write("Library/LaunchAgents/me.mine.plist", $"<string>{Script}</string>");
        _bench.Write("Library/LaunchAgents/ai.openclaw.gateway.plist", "<plist/>");
        _bench.Play("other-job");
        (await _bench.Others().Find(CancellationToken.None)).Select(static o => (o.Name, o.Files.Count)).ShouldBe([("com.openclaw.healthcheck", 1), ("me.mine", 1), ("ai.openclaw.watchdog", 0), ("ai.openclaw.emergency-recovery", 0)]);
    }

    [Fact]
    public async Task Without_a_word_of_the_owner_nothing_is_stopped_and_nothing_installed()
    {
        Timers();
        (await _bench.Install()).ShouldBe(ExitCodes.Usage);
        _bench.Complaint.ShouldBe("nothing was changed: two healers fight over one gateway. Say --replace-others to stop the others (their files are kept), or --keep-others");
        _bench.Questions.Count.ShouldBe(1);
        _bench.Orders.ShouldBeEmpty();
        Directory.GetFiles(Units).Length.ShouldBe(4);
    }

    [Fact]
    public async Task With_the_owners_yes_they_are_stopped_before_ours_is_started_and_their_files_kept()
    {
        Timers();
        _bench.Play("crontab-now", $"0 3 * * * backup\n{CronLine}\n");
        _bench.Answer = true;
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Orders[..5].ShouldBe([
            "systemctl --user disable --now openclaw-healthcheck.timer openclaw-healthcheck.service", "systemctl --user daemon-reload",
            "systemctl --user disable --now openclaw-watchdog.timer openclaw-watchdog.service", "systemctl --user daemon-reload", _bench.Orders[4]]);
        _bench.Orders[4].ShouldStartWith("crontab ");
        Directory.GetFiles(Units).ShouldBe([_bench.Unit]);
        var kept = Directory.GetDirectories(Path.Combine(_bench.State, "replaced")).Single();
        Directory.GetFiles(kept).Select(Path.GetFileName).Order().ShouldBe(["crontab", "openclaw-healthcheck.service", "openclaw-healthcheck.timer", "openclaw-watchdog.service", "openclaw-watchdog.timer"]);
        File.ReadAllText(Path.Combine(kept, "crontab")).ShouldContain(CronLine);
        _bench.Played("crontab-now").ShouldBe($"0 3 * * * backup\n# set aside by openclaw-actors: {CronLine}\n");
        _bench.Output.ToString().ShouldContain("to go back, move them to");
    }

    [Fact]
    public async Task With_the_owners_no_they_stay_and_ours_is_installed()
    {
        Timers();
        (await _bench.Install(replaceOthers: false)).ShouldBe(ExitCodes.Ok);
        _bench.Questions.ShouldBeEmpty();
        Directory.GetFiles(Units).Length.ShouldBe(5);
        _bench.Output.ToString().ShouldContain("both will restart the gateway");
    }

    [Fact]
    public async Task What_only_root_can_stop_is_told_and_ours_is_not_installed_beside_it()
    {
        _bench.WriteMachineUnit("openclaw-healthcheck.timer", "[Timer]\n");
        (await _bench.Install(replaceOthers: true)).ShouldBe(ExitCodes.Unhealthy);
        _bench.Complaint.ShouldContain("sudo systemctl disable --now openclaw-healthcheck.timer");
        File.Exists(_bench.Unit).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_cannot_be_stopped_keeps_its_files()
    {
        Timers();
        _bench.Play("fail-disable", "Access denied\n");
        (await _bench.Install(replaceOthers: true)).ShouldBe(ExitCodes.Unhealthy);
        _bench.Complaint.ShouldContain("could not be stopped: Access denied");
        Directory.GetFiles(Units).Length.ShouldBe(4);
    }

    [Fact]
    public async Task An_agent_is_booted_out_and_its_file_kept()
    {
        _bench.System = HostSystem.MacOS;
        var file = _bench.Write("Library/LaunchAgents/com.openclaw.healthcheck.plist", "<plist/>");
        (await _bench.Install(replaceOthers: true)).ShouldBe(ExitCodes.Ok);
        _bench.Orders[0].ShouldBe($"launchctl bootout gui/{Posix.GetUid()}/com.openclaw.healthcheck");
        File.Exists(file).ShouldBeFalse();
        Directory.GetFiles(Path.Combine(_bench.State, "replaced"), "*.plist", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_dry_run_names_them_and_stops_none()
    {
        Timers();
        (await _bench.Install(dryRun: true)).ShouldBe(ExitCodes.Ok);
        _bench.Output.ToString().ShouldContain("would ask whether to stop another healer: the unit openclaw-watchdog of your systemd");
        _bench.Orders.ShouldBeEmpty();
    }

    public void Dispose() => _bench.Dispose();

    private void Timers()
    {
        foreach (var name in (string[])["openclaw-watchdog", "openclaw-healthcheck"])
        {
            _bench.Write($".config/systemd/user/{name}.timer", "[Timer]\nOnBootSec=1min\nOnUnitActiveSec=3min\n");
            _bench.Write($".config/systemd/user/{name}.service", $"[Service]\nType=oneshot\nExecStart=/bin/bash {Script}\n");
        }
    }
}
