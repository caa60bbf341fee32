using OpenClaw.Host.Cli;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Service;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary><c>uninstall</c>, with and without <c>--purge</c>.</summary>
public sealed class UninstallSpecs : IDisposable
{
    private readonly ServiceBench _bench = new();

    [Fact]
    public async Task It_stops_the_service_and_leaves_nothing_but_the_state_folder()
    {
        await _bench.Install();
        (await _bench.Uninstall()).ShouldBe(ExitCodes.Ok);
        _bench.Orders[^3..].ShouldBe([$"systemctl --user disable --now {ServiceSpec.Unit}", "systemctl --user daemon-reload", $"systemctl --user reset-failed {ServiceSpec.Unit}"]);
        Directory.GetFiles(Path.GetDirectoryName(_bench.Unit)!).ShouldBeEmpty();
        Directory.Exists(_bench.State).ShouldBeTrue();
        _bench.Output.ToString().ShouldContain($"what it knows is left in {_bench.State}");
    }

    [Fact]
    public async Task Twice_is_no_error()
    {
        (await _bench.Uninstall()).ShouldBe(ExitCodes.Ok);
        _bench.Output.ToString().ShouldContain("is not installed\n");
        _bench.Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_unit_that_its_owner_has_edited_is_kept_aside()
    {
        await _bench.Install();
        File.AppendAllText(_bench.Unit, "Nice=5\n");
        (await _bench.Uninstall()).ShouldBe(ExitCodes.Ok);
        File.ReadAllText(_bench.Unit + ".bak").ShouldEndWith("Nice=5\n");
        File.Exists(_bench.Unit).ShouldBeFalse();
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_keeps_nobody_from_uninstalling()
    {
        await _bench.Install();
        _bench.Write(".openclaw-actors/openclaw.conf", "openclaw.probe.interval = soon\n");
        (await _bench.Uninstall()).ShouldBe(ExitCodes.Ok);
        File.Exists(_bench.Unit).ShouldBeFalse();
        (await _bench.Uninstall(purge: true, yes: true)).ShouldBe(ExitCodes.Usage, "which folder is meant cannot be known");
    }

    [Fact]
    public async Task Without_a_systemd_to_ask_nothing_is_changed()
    {
        await _bench.Install();
        _bench.Play("unreachable");
        (await _bench.Uninstall()).ShouldBe(ExitCodes.Unhealthy);
        File.Exists(_bench.Unit).ShouldBeTrue();
    }

    [Fact]
    public async Task A_dry_run_touches_nothing()
    {
        await _bench.Install();
        var before = _bench.Orders.Length;
        using (DaemonLock.TryTake(_bench.State)) { }
        (await _bench.Uninstall(dryRun: true, purge: true)).ShouldBe(ExitCodes.Ok);
        _bench.Orders.Length.ShouldBe(before);
        _bench.Output.ToString().ShouldContain($"would delete {_bench.Unit}\n");
        _bench.Output.ToString().ShouldContain($"would delete {_bench.State}\n");
        File.Exists(_bench.Unit).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, ExitCodes.Usage)]
    [InlineData(false, ExitCodes.Ok)]
    public async Task A_purge_without_a_yes_changes_nothing_at_all(bool? answer, int code)
    {
        await Installed();
        _bench.Answer = answer;
        (await _bench.Uninstall(purge: true)).ShouldBe(code);
        _bench.Questions.Count.ShouldBe(1);
        Directory.Exists(_bench.State).ShouldBeTrue();
        File.Exists(_bench.Unit).ShouldBeTrue();
    }

    [Fact]
    public async Task A_purge_deletes_the_state_folder_and_follows_no_link_in_it()
    {
        await Installed();
        var (mine, folder) = (_bench.Write("precious/one", "one"), Path.Combine(_bench.Home, "precious"));
        _bench.Write(".openclaw/openclaw.json", "{}");
        File.CreateSymbolicLink(Path.Combine(_bench.State, "file-link"), mine);
        Directory.CreateSymbolicLink(Path.Combine(_bench.State, "folder-link"), folder);
        Directory.CreateSymbolicLink(Path.Combine(_bench.State, "gateway"), Path.Combine(_bench.Home, ".openclaw"));
        File.CreateSymbolicLink(Path.Combine(_bench.State, "nowhere"), "/nowhere");
        (await _bench.Uninstall(purge: true, yes: true)).ShouldBe(ExitCodes.Ok);
        Directory.Exists(_bench.State).ShouldBeFalse();
        File.ReadAllText(mine).ShouldBe("one");
        File.Exists(Path.Combine(_bench.Home, ".openclaw", "openclaw.json")).ShouldBeTrue();
        _bench.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_folder_that_is_a_link_is_left_alone()
    {
        await Installed();
        Directory.Move(_bench.State, Path.Combine(_bench.Home, "moved"));
        Directory.CreateSymbolicLink(_bench.State, Path.Combine(_bench.Home, "moved"));
        await IsNotPurged("is a link");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".openclaw")]
    [InlineData(".openclaw/logs")]
    [InlineData("openclaw")]
    public async Task A_state_folder_that_is_also_somebody_elses_is_left_alone(string folder)
    {
        _bench.Environment["OPENCLAW_ACTORS_HOME"] = Path.Combine(_bench.Home, folder);
        Directory.CreateDirectory(Path.Combine(_bench.Home, folder));
        using (DaemonLock.TryTake(Path.Combine(_bench.Home, folder))) { }
        await IsNotPurged("Delete by hand what you want to lose");
    }

    [Fact]
    public async Task A_folder_in_which_no_daemon_was_is_left_alone()
    {
        _bench.Environment["OPENCLAW_ACTORS_HOME"] = Path.GetDirectoryName(_bench.Write("photos/one", ""))!;
        await IsNotPurged("has no daemon.lock");
    }

    [Fact]
    public async Task A_folder_on_which_a_daemon_still_runs_is_left_alone()
    {
        await Installed();
        using var daemon = DaemonLock.TryTake(_bench.State);
        _bench.AnswerLimit = TimeSpan.FromMilliseconds(1);
        (await _bench.Uninstall(purge: true, yes: true)).ShouldBe(ExitCodes.AlreadyRunning);
        Directory.Exists(_bench.State).ShouldBeTrue();
    }

    [Fact]
    public async Task An_agent_of_launchd_is_booted_out_and_its_file_deleted()
    {
        _bench.System = HostSystem.MacOS;
        await _bench.Install();
        (await _bench.Uninstall()).ShouldBe(ExitCodes.Ok);
        _bench.Orders[^1].ShouldBe($"launchctl bootout gui/{Posix.GetUid()}/{ServiceSpec.Label}");
        File.Exists(_bench.Agent).ShouldBeFalse();
    }

    public void Dispose() => _bench.Dispose();

    private async Task Installed()
    {
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        using (DaemonLock.TryTake(_bench.State)) { }
    }

    private async Task IsNotPurged(string why)
    {
        (await _bench.Uninstall(purge: true, yes: true)).ShouldBe(ExitCodes.Usage);
        _bench.Complaint.ShouldStartWith("nothing was changed: ");
        _bench.Complaint.ShouldContain(why);
    }
}
