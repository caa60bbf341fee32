using OpenClaw.Host.Cli;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Service;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary><c>install</c> under systemd.</summary>
public sealed class InstallSpecs : IDisposable
{
    private static readonly string[] FullStart = ["systemctl --user daemon-reload", $"systemctl --user enable {ServiceSpec.Unit}", $"systemctl --user restart {ServiceSpec.Unit}"];

    private readonly ServiceBench _bench = new();

    [Fact]
    public async Task A_first_install_writes_the_unit_starts_it_and_waits_until_the_daemon_answers()
    {
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Complaint.ShouldBeEmpty();
        _bench.Orders.ShouldBe([.. FullStart, "loginctl --no-ask-password enable-linger"]);
        File.ReadAllText(_bench.Unit).ShouldContain($"ExecStart=\"{_bench.Program}\" \"run\"\n");
        (File.GetUnixFileMode(_bench.Unit) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).ShouldBe(UnixFileMode.None);
        _bench.Output.ToString().ShouldContain($"{_bench.Unit} is written\n");
        _bench.Output.ToString().ShouldContain($"the daemon {ProductVersion.Text} runs as the unit {ServiceSpec.Unit} of your systemd (pid 4242) and watches main");
    }

    [Fact]
    public async Task A_second_install_changes_nothing_and_says_so()
    {
        await _bench.Install();
        var (before, written) = (_bench.Orders.Length, File.GetLastWriteTimeUtc(_bench.Unit));
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Orders.Length.ShouldBe(before);
        File.GetLastWriteTimeUtc(_bench.Unit).ShouldBe(written);
        _bench.Output.ToString().ShouldContain($"{_bench.Unit} is as it should be\n");
    }

    [Fact]
    public async Task A_unit_that_this_version_writes_otherwise_is_written_anew_and_the_daemon_started_again()
    {
        await _bench.Install();
        _bench.Environment["PATH"] = "/opt/node/bin:/usr/bin";
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Orders[^3..].ShouldBe(FullStart);
        File.ReadAllText(_bench.Unit).ShouldContain("/opt/node/bin");
        Directory.GetFiles(Path.GetDirectoryName(_bench.Unit)!).ShouldBe([_bench.Unit], "what we wrote ourselves is nobody's to keep");
    }

    [Fact]
    public async Task A_newer_program_behind_the_same_unit_is_started()
    {
        _bench.DaemonVersion("0.0.1");
        await _bench.Install();
        _bench.DaemonVersion(ProductVersion.Text);
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Orders[^3..].ShouldBe(FullStart);
        _bench.Output.ToString().ShouldContain($"the daemon {ProductVersion.Text} runs");
    }

    [Fact]
    public async Task A_unit_that_was_stopped_or_switched_off_is_brought_up_again()
    {
        await _bench.Install();
        _bench.PlayNot("pid");
        _bench.PlayNot("enabled");
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Orders[^2..].ShouldBe(FullStart[1..]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_unit_that_its_owner_wrote_or_edited_is_kept_and_that_is_said(bool isEdited)
    {
        if (isEdited) await _bench.Install();
        var mine = (isEdited ? File.ReadAllText(_bench.Unit) : "[Service]\nExecStart=/bin/true\n") + "Nice=5\n";
        _bench.Write(Path.GetRelativePath(_bench.Home, _bench.Unit), mine);
        _bench.Write(Path.GetRelativePath(_bench.Home, _bench.Unit) + ".bak", "older");
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        File.ReadAllText(_bench.Unit + ".bak").ShouldBe("older");
        File.ReadAllText(_bench.Unit + ".bak.2").ShouldBe(mine);
        WrittenMark.IsUntouched(File.ReadAllText(_bench.Unit)).ShouldBeTrue();
        _bench.Output.ToString().ShouldContain($"what you had there is kept as {_bench.Unit}.bak.2");
    }

    [Fact]
    public async Task A_link_where_the_unit_goes_is_kept_and_not_written_through()
    {
        var elsewhere = _bench.Write("dotfiles/unit", "mine");
        Directory.CreateDirectory(Path.GetDirectoryName(_bench.Unit)!);
        File.CreateSymbolicLink(_bench.Unit, elsewhere);
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        File.ReadAllText(elsewhere).ShouldBe("mine");
        new FileInfo(_bench.Unit).LinkTarget.ShouldBeNull();
        new FileInfo(_bench.Unit + ".bak").LinkTarget.ShouldBe(elsewhere);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_written_and_run_and_does_nothing()
    {
        (await _bench.Install(dryRun: true)).ShouldBe(ExitCodes.Ok);
        _bench.Orders.ShouldBeEmpty();
        Directory.GetFileSystemEntries(_bench.Home).ShouldBe([Path.Combine(_bench.Home, "apps")]);
        _bench.Output.ToString().ShouldContain($"would write {_bench.Unit}:\n\n# Written by 'openclaw-actors install'");
        foreach (var order in FullStart) _bench.Output.ToString().ShouldContain($"would run: {order}\n");
    }

    [Fact]
    public async Task A_dry_run_needs_no_systemd_and_says_what_would_be_in_the_way()
    {
        _bench.Play("unreachable");
        _bench.Fleeting = "it lies there";
        (await _bench.Install(dryRun: true)).ShouldBe(ExitCodes.Ok);
        _bench.Output.ToString().ShouldContain("would refuse without --from-here");
        _bench.Output.ToString().ShouldContain("would refuse: your systemd cannot be asked");
    }

    [Fact]
    public async Task Without_a_systemd_of_the_user_nothing_is_changed_and_one_line_says_how_to_mend_it()
    {
        _bench.Play("unreachable");
        (await _bench.Install()).ShouldBe(ExitCodes.Unhealthy);
        _bench.Complaint.ShouldStartWith("nothing was changed: your systemd cannot be asked (Failed to connect to bus: No medium found). Log in as this user itself");
        _bench.Complaint.ShouldNotContain('\n');
        File.Exists(_bench.Unit).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_line()
    {
        // A file where the folder should be: root, whom a mode does not stop, is stopped by that too.
        _bench.Write(".config/systemd", "");
        (await _bench.Install()).ShouldBe(ExitCodes.Unhealthy);
        _bench.Complaint.ShouldContain(".config/systemd");
        _bench.Complaint.ShouldEndWith(": mend its owner and mode, then run it again");
        _bench.Complaint.ShouldNotContain('\n');
        _bench.Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_where_the_unit_goes_is_left_alone()
    {
        Directory.CreateDirectory(_bench.Unit);
        (await _bench.Install()).ShouldBe(ExitCodes.Unhealthy);
        _bench.Complaint.ShouldContain($"{_bench.Unit} is a folder");
    }

    [Fact]
    public async Task Who_has_no_home_is_told_so()
    {
        var parts = _bench.Parts();
        (await new InstallCommand(parts with { Sources = parts.Sources with { HomeDirectory = "" } }, _bench.Output, _bench.Errors).Run(new InstallOrder(), CancellationToken.None)).ShouldBe(ExitCodes.Usage);
        _bench.Complaint.ShouldBe("this user has no home folder: set HOME");
    }

    [Fact]
    public async Task Root_by_sudo_is_sent_back_to_the_user()
    {
        _bench.SudoUser = "alice";
        (await _bench.Install()).ShouldBe(ExitCodes.Usage);
        _bench.Complaint.ShouldContain("run it as that user, without sudo");
    }

    [Fact]
    public async Task A_system_without_a_service_manager_is_told_so()
    {
        _bench.System = HostSystem.Other;
        (await _bench.Install()).ShouldBe(ExitCodes.Usage);
        _bench.Complaint.ShouldContain("openclaw-actors run");
    }

    [Fact]
    public async Task A_program_that_may_be_gone_tomorrow_is_refused_unless_its_owner_insists()
    {
        _bench.Fleeting = "it lies in a build's output";
        (await _bench.Install()).ShouldBe(ExitCodes.Usage);
        _bench.Complaint.ShouldBe($"{_bench.Program} cannot be the service: it lies in a build's output");
        (await _bench.Install(fromHere: true)).ShouldBe(ExitCodes.Ok);
    }

    [Fact]
    public async Task A_daemon_that_runs_already_and_is_not_the_units_stops_it()
    {
        Directory.CreateDirectory(_bench.State);
        using var other = DaemonLock.TryTake(_bench.State);
        (await _bench.Install()).ShouldBe(ExitCodes.AlreadyRunning);
        _bench.Complaint.ShouldContain("a daemon already runs on");
        File.Exists(_bench.Unit).ShouldBeFalse();
    }

    [Fact]
    public async Task A_configuration_that_the_daemon_would_refuse_is_refused_before_anything_is_done()
    {
        _bench.Write(".openclaw-actors/openclaw.conf", "openclaw.probe.interval = soon\n");
        (await _bench.Install()).ShouldBe(ExitCodes.Usage);
        _bench.Complaint.ShouldContain("probe.interval");
        _bench.Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_that_fails_is_told_with_the_daemons_last_words()
    {
        _bench.Play("fail-restart", "Job for openclaw-actors.service failed.\n");
        (await _bench.Install()).ShouldBe(ExitCodes.NotReachable);
        _bench.Complaint.ShouldBe($"systemctl --user restart {ServiceSpec.Unit}: Job for openclaw-actors.service failed.; it said: the last words");
    }

    [Fact]
    public async Task A_daemon_that_is_started_and_never_answers_is_told()
    {
        _bench.Play("mute");
        _bench.AnswerLimit = TimeSpan.FromMilliseconds(1);
        (await _bench.Install()).ShouldBe(ExitCodes.NotReachable);
        _bench.Complaint.ShouldStartWith("the daemon was started and has not answered within");
    }

    [Fact]
    public async Task Lingering_that_may_not_be_switched_on_is_a_hint()
    {
        _bench.Play("fail-linger");
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Output.ToString().ShouldContain("sudo loginctl enable-linger ");
    }

    [Fact]
    public async Task The_service_gets_the_state_folder_and_the_runtime_of_this_terminal_and_no_secret()
    {
        var state = Path.Combine(_bench.Home, "elsewhere");
        (_bench.Environment["OPENCLAW_ACTORS_HOME"], _bench.Environment["DOTNET_ROOT"], _bench.Environment["DISCORD_WEBHOOK_URL"]) = (state, "/opt/dotnet", "https://discord.com/api/webhooks/1/hunter2");
        (await _bench.Install(dryRun: true)).ShouldBe(ExitCodes.Ok);
        _bench.Output.ToString().ShouldContain($"Environment=\"OPENCLAW_ACTORS_HOME={state}\"\n");
        _bench.Output.ToString().ShouldContain("Environment=\"DOTNET_ROOT=/opt/dotnet\"\n");
        _bench.Output.ToString().ShouldNotContain("hunter2");
        _bench.Output.ToString().ShouldContain("this terminal sets DISCORD_WEBHOOK_URL, which the service does not see");
    }

    public void Dispose() => _bench.Dispose();
}
