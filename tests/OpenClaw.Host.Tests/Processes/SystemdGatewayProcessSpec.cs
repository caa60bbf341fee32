using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes.Systemd;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

/// <summary>Against a stand-in for systemctl that notes how it was called and plays what a real one said.</summary>
public sealed class SystemdGatewayProcessSpec : GatewayProcessContract
{
    private const string Unit = "openclaw-gateway.service";
    private const string ExitedAt = "Mon 2026-11-23 03:07:09 UTC";

    // Recorded with systemd 252, a unit with Restart=always: how its owner's stop, a crash loop and a refused start leave it.
    private const string StoppedWithExitCode =
        "Result=exit-code ExecMainPID=359 ExecMainCode=1 ExecMainStatus=1 ExecMainExitTimestampMonotonic=12024420598 ActiveExitTimestampMonotonic=12024408556 InactiveEnterTimestampMonotonic=12024420859 StateChangeTimestampMonotonic=12024420859";

    private const string StoppedByKill =
        "Result=timeout ExecMainPID=383 ExecMainCode=2 ExecMainStatus=9 ExecMainExitTimestampMonotonic=12027008934 ActiveExitTimestampMonotonic=12024861654 InactiveEnterTimestampMonotonic=12027009039 StateChangeTimestampMonotonic=12027009039";

    private const string CrashedToTheLimit =
        "Result=exit-code ExecMainPID=698 ExecMainCode=1 ExecMainStatus=1 NRestarts=4 ExecMainExitTimestampMonotonic=12037831362 ActiveExitTimestampMonotonic=12037832176 InactiveEnterTimestampMonotonic=12041010964 StateChangeTimestampMonotonic=12041011118";

    private const string RestartedAtTheLimit =
        "Result=exit-code ExecMainPID=938 ExecMainCode=1 ExecMainStatus=1 ExecMainExitTimestampMonotonic=12046205080 ActiveExitTimestampMonotonic=12046199970 InactiveEnterTimestampMonotonic=12046205272 StateChangeTimestampMonotonic=12046205886";

    private const string RefusedItsConfig =
        "Result=exit-code ExecMainPID=77 ExecMainCode=1 ExecMainStatus=78 ExecMainExitTimestampMonotonic=13000000000 ActiveExitTimestampMonotonic=13000000200 InactiveEnterTimestampMonotonic=13000000200 StateChangeTimestampMonotonic=13000000200";

    private SystemdGatewayProcess? _gateway;

    protected override IGatewayProcess Gateway => _gateway ??= Adapter();

    protected override async Task<ProcessIdentity> BringUp(params string[] verb)
    {
        var process = await Workshop.Orphan(verb);
        Play($"LoadState=loaded\nActiveState=active\nSubState=running\nMainPID={process.Pid}\nResult=success\nExecMainPID={process.Pid}\nExecMainCode=0\nExecMainStatus=0\nExecMainStartTimestamp={ExitedAt}\nExecMainExitTimestamp=\nNRestarts=0\nUnitFileState=enabled\n");
        return process;
    }

    protected override Task EndWith(int code)
    {
        Play(Ended("failed", "exit-code", code, DateTimeOffset.UtcNow));
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nMainPID=0\nResult=exit-code", ServiceState.RestartPending)]
    [InlineData("LoadState=loaded\nActiveState=activating\nSubState=auto-restart-queued\nMainPID=0\nResult=exit-code", ServiceState.Restarting)]
    [InlineData("LoadState=loaded\nActiveState=activating\nSubState=start-pre\nMainPID=0\nResult=success", ServiceState.Restarting)]
    [InlineData("LoadState=loaded\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=success\nJob=30", ServiceState.Restarting)]
    [InlineData("LoadState=loaded\nActiveState=failed\nSubState=failed\nMainPID=0\nResult=exit-code\nJob=31", ServiceState.Restarting)]
    [InlineData("LoadState=loaded\nActiveState=deactivating\nSubState=stop-sigterm\nMainPID=0\nResult=success", ServiceState.Stopping)]
    [InlineData("LoadState=loaded\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=success", ServiceState.StoppedOnPurpose)]
    [InlineData("LoadState=loaded\nActiveState=failed\nSubState=failed\nMainPID=0\nResult=start-limit-hit", ServiceState.Failed)]
    [InlineData("LoadState=loaded\nActiveState=active\nSubState=exited\nMainPID=0\nResult=success", ServiceState.Unknown)]
    [InlineData("LoadState=not-found\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=success", ServiceState.NotLoaded)]
    [InlineData("LoadState=masked\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=success", ServiceState.StoppedOnPurpose)]
    [InlineData("LoadState=loaded\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=exit-code", ServiceState.StoppedOnPurpose)]
    [InlineData("LoadState=loaded\nActiveState=something-new\nMainPID=0", ServiceState.Unknown)]
    public async Task Every_state_of_a_unit_has_a_word(string show, ServiceState service)
    {
        Play(show + "\n");

        var state = await Look();

        state.Service.ShouldBe(service);
        state.Process.ShouldBeNull();
        state.Evidence.ShouldContain(Unit);
    }

    [Theory]
    [InlineData("1", "78", 78, null)]
    [InlineData("2", "9", null, 9)]
    [InlineData("3", "6", null, 6)]
    public async Task An_exit_is_a_code_or_a_signal_with_its_time(string execMainCode, string status, int? code, int? signal)
    {
        Play($"LoadState=loaded\nActiveState=failed\nMainPID=0\nExecMainPID=77\nExecMainCode={execMainCode}\nExecMainStatus={status}\nExecMainExitTimestamp={ExitedAt}\n");

        (await Look()).LastExit.ShouldBe(new ProcessExit(code, signal, new DateTimeOffset(2026, 11, 23, 3, 7, 9, TimeSpan.Zero)));
    }

    [Fact]
    public async Task The_last_words_of_a_process_that_ended_are_asked_of_the_journal_once_and_shown_without_secrets()
    {
        Play(Ended("failed", "exit-code", 78, DateTimeOffset.UtcNow, pid: 4711));
        Workshop.Write("journal", "booting\nRefusing to bind gateway to lan without auth\nset gateway.auth.token: \"hunter2hunter2\"\n");

        var first = await Look();
        var second = await Look();

        first.Evidence.ShouldContain("last words: \"booting | Refusing to bind gateway to lan without auth | ");
        first.Evidence.ShouldNotContain("hunter2");
        second.Evidence.ShouldBe(first.Evidence);
        var calls = File.ReadAllLines(Workshop.PathOf("journal-calls"));
        calls.Where(static call => call.Contains("_PID=", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("_PID=4711");
    }

    [Fact]
    public async Task A_manager_that_cannot_be_asked_is_unknown_and_nothing_else_is_claimed()
    {
        Workshop.Write("show-rc", "1");
        Workshop.Write("show-error", "Failed to connect to bus: No medium found");

        var state = await Look();

        (state.Service, state.Process, state.LastExit).ShouldBe((ServiceState.Unknown, null, null));
        state.Evidence.ShouldContain("No medium found");
        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).ShouldBe(
            new RestartOutcome(false, "the user's systemd cannot be asked: Failed to connect to bus: No medium found"));
    }

    [Fact]
    public async Task A_systemctl_that_hangs_or_is_not_there_is_unknown()
    {
        var hangs = Workshop.WriteScript("hangs", "#!/bin/sh\nexec sleep 600\n");
        using var hanging = Adapter(hangs, TimeSpan.FromMilliseconds(300));
        using var missing = Adapter(Workshop.PathOf("missing"));

        (await hanging.Look(CancellationToken.None).Soon()).Evidence.ShouldContain("did not answer within");
        (await missing.Look(CancellationToken.None).Soon()).Service.ShouldBe(ServiceState.Unknown);
    }

    [Fact]
    public async Task A_start_clears_the_start_limit_first()
    {
        await EndWith(1);

        var outcome = await Gateway.Restart(RestartKind.Start, CancellationToken.None);

        outcome.ShouldBe(new RestartOutcome(true, $"systemd starts {Unit}"));
        Orders().ShouldBe([$"--user reset-failed {Unit}", $"--user start --no-block {Unit}"]);
    }

    [Fact]
    public async Task A_unit_that_waits_for_its_restart_is_restarted_at_once_because_a_start_would_only_be_queued()
    {
        PlayPending(DateTimeOffset.UtcNow, "30s");

        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).ShouldBe(new RestartOutcome(true, $"systemd starts {Unit}"));

        Orders().ShouldBe([$"--user reset-failed {Unit}", $"--user restart --no-block {Unit}"]);
    }

    [Fact]
    public async Task A_restart_that_is_due_now_is_left_to_systemd()
    {
        PlayPending(DateTimeOffset.UtcNow.AddSeconds(-5), "5s");

        var outcome = await Gateway.Restart(RestartKind.Start, CancellationToken.None);

        outcome.ShouldBe(new RestartOutcome(true, $"systemd is about to start {Unit} by itself"));
        Orders().ShouldBe([$"--user reset-failed {Unit}"]);
    }

    [Fact]
    public async Task A_unit_that_has_a_process_again_when_it_is_to_be_started_is_left_alone()
    {
        var process = await BringUp("sleep");
        Workshop.Write("show-once", Pending(DateTimeOffset.UtcNow, "30s"));

        var outcome = await Gateway.Restart(RestartKind.Start, CancellationToken.None);

        outcome.ShouldBe(new RestartOutcome(true, $"left alone: {Unit} runs as pid {process.Pid}"));
        Orders().ShouldBe([$"--user reset-failed {Unit}"]);
    }

    [Theory]
    [InlineData(StoppedWithExitCode, "", ServiceState.StoppedOnPurpose, false)]
    [InlineData(StoppedByKill, "", ServiceState.StoppedOnPurpose, false)]
    [InlineData(StoppedByKill, Said.Started, ServiceState.StoppedOnPurpose, false)]
    [InlineData(StoppedWithExitCode, Said.StoppedForRestart, ServiceState.Failed, false)]
    [InlineData(RestartedAtTheLimit, Said.StartFailed, ServiceState.Failed, true)]
    [InlineData(RestartedAtTheLimit, "", ServiceState.Failed, true)]
    [InlineData(CrashedToTheLimit, "", ServiceState.Failed, true)]
    [InlineData(CrashedToTheLimit, Said.StartFailed, ServiceState.Failed, true)]
    [InlineData(RefusedItsConfig, Said.Started, ServiceState.Failed, false)]
    [InlineData(RefusedItsConfig, Said.Stopped, ServiceState.StoppedOnPurpose, false)]
    [InlineData("Result=start-limit-hit", "", ServiceState.Failed, true)]
    [InlineData("Result=exit-code", "", ServiceState.Failed, false)]
    public async Task A_failed_unit_crashed_or_was_stopped_by_its_owner_or_was_given_up(string recorded, string journal, ServiceState service, bool isGivenUp)
    {
        Play($"LoadState=loaded\nActiveState=failed\nSubState=failed\nMainPID=0\n{recorded.Replace(' ', '\n')}\n");
        Workshop.Write("word", journal);

        var state = await Look();

        (state.Service, state.IsGivenUp).ShouldBe((service, isGivenUp));
        state.Evidence.ShouldContain("its times:");
    }

    [Fact]
    public async Task The_journal_is_asked_once_for_a_failure_and_again_for_the_next()
    {
        foreach (var recorded in new[] { CrashedToTheLimit, CrashedToTheLimit, StoppedByKill, StoppedByKill })
        {
            Play($"LoadState=loaded\nActiveState=failed\nMainPID=0\n{recorded.Replace(' ', '\n')}\n");
            await Look();
        }

        File.ReadAllLines(Workshop.PathOf("journal-calls")).Count(static call => call.Contains("MESSAGE_ID=", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_calm_look_is_one_call()
    {
        await BringUp("sleep");

        await Look();

        File.ReadAllLines(Workshop.PathOf("calls")).ShouldHaveSingleItem().ShouldStartWith("--user show");
        File.Exists(Workshop.PathOf("journal-calls")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("5s", 5.0)]
    [InlineData("100ms", 0.1)]
    [InlineData("1min 30s", 90.0)]
    [InlineData("1.500s", 1.5)]
    [InlineData("infinity", null)]
    [InlineData("", null)]
    [InlineData("5", null)]
    public void A_span_of_systemd_is_read(string text, double? seconds) => (SystemdTime.Span(text)?.TotalSeconds).ShouldBe(seconds);

    [Fact]
    public async Task A_graceful_restart_is_systemds_own()
    {
        var process = await BringUp("sleep");

        (await Gateway.Restart(RestartKind.Graceful, CancellationToken.None)).Accepted.ShouldBeTrue();

        Orders().ShouldBe([$"--user restart --no-block {Unit}"]);
        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_forced_restart_starts_the_unit_after_its_process_has_gone()
    {
        await BringUp("hang", PortText);

        await Gateway.Restart(RestartKind.Forced, CancellationToken.None).Soon();

        Orders().ShouldBe([$"--user reset-failed {Unit}", $"--user start --no-block {Unit}"]);
    }

    [Fact]
    public async Task A_process_that_is_no_longer_the_units_is_not_signalled()
    {
        var process = await BringUp("sleep");
        Workshop.Write("show-2", File.ReadAllText(Workshop.PathOf("show")));
        Workshop.Write("show", File.ReadAllText(Workshop.PathOf("show")).Replace($"={process.Pid}", $"={int.MaxValue}", StringComparison.Ordinal));
        File.Move(Workshop.PathOf("show-2"), Workshop.PathOf("show-once"));

        var outcome = await Gateway.Restart(RestartKind.Forced, CancellationToken.None).Soon();

        outcome.Accepted.ShouldBeFalse();
        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_of_another_user_is_not_signalled_whatever_systemd_says()
    {
        Assert.SkipUnless(Host.Processes.Posix.GetUid() == 0, "only root can start a process of another user");
        var process = await Workshop.Orphan(null, "/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", "/bin/sleep", "600"], isReadyAtOnce: true);
        await Eventually.Holds(async () => (await Workshop.Local.Table.Find(process.Pid, CancellationToken.None))!.Uid == 65534, "it has changed its user");
        Play($"LoadState=loaded\nActiveState=active\nMainPID={process.Pid}\n");

        var outcome = await Gateway.Restart(RestartKind.Forced, CancellationToken.None).Soon();

        outcome.Accepted.ShouldBeFalse();
        outcome.Note.ShouldContain("not this user's process");
        (await Workshop.IsAlive(process)).ShouldBeTrue();
        Orders().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_of_systemd_is_told_and_does_not_look_like_its_owners_stop()
    {
        await EndWith(1);
        Workshop.Write("start-rc", "1");
        Workshop.Write("start-error", "Failed to start openclaw-gateway.service: Unit has a bad unit file setting.");

        var outcome = await Gateway.Restart(RestartKind.Start, CancellationToken.None);
        outcome.Accepted.ShouldBeFalse();
        outcome.Note.ShouldContain("bad unit file setting");

        // reset-failed has worked, start has not: the unit is now inactive as after systemctl stop.
        Play("LoadState=loaded\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=success\n");
        (await Look()).Service.ShouldBe(ServiceState.Failed);

        var process = await BringUp("sleep");
        (await Look()).Process.ShouldBe(process);
        Play("LoadState=loaded\nActiveState=inactive\nSubState=dead\nMainPID=0\nResult=success\n");
        (await Look()).Service.ShouldBe(ServiceState.StoppedOnPurpose);
    }

    [Fact]
    public async Task A_unit_that_systemd_does_not_know_is_not_started()
    {
        Play("LoadState=not-found\nActiveState=inactive\nSubState=dead\nMainPID=0\n");

        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).Accepted.ShouldBeFalse();

        Orders().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_code_of_an_exit_is_there_once_systemd_has_written_it_down()
    {
        var process = await BringUp("sleep");
        Workshop.Write("show-once", File.ReadAllText(Workshop.PathOf("show")));
        var exit = Gateway.WaitForExit(process, CancellationToken.None);
        Play(Ended("failed", "exit-code", 78, DateTimeOffset.UtcNow, process.Pid));

        await Workshop.Kill(process);

        (await exit.Soon()).Code.ShouldBe(78);
    }

    [Fact]
    public async Task The_users_bus_is_found_without_a_session_and_no_secret_is_passed_on()
    {
        Environment.SetEnvironmentVariable("OUR_WEBHOOK", "https://secret");
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } set
            ? set
            : string.Create(CultureInfo.InvariantCulture, $"/run/user/{Host.Processes.Posix.GetUid()}");
        await EndWith(1);

        await Look();

        var environment = File.ReadAllLines(Workshop.PathOf("environment"));
        environment.ShouldContain($"XDG_RUNTIME_DIR={runtime}");
        environment.ShouldContain("LC_ALL=C");
        environment.ShouldContain("TZ=UTC");
        environment.ShouldNotContain(line => line.StartsWith("OUR_WEBHOOK", StringComparison.Ordinal));
    }

    private void PlayPending(DateTimeOffset since, string pause) => Play(Pending(since, pause));

    private static string Pending(DateTimeOffset since, string pause) => string.Create(
        CultureInfo.InvariantCulture,
        $"LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nMainPID=0\nResult=signal\nStateChangeTimestamp={since.UtcDateTime:ddd yyyy-MM-dd HH:mm:ss} UTC\nRestartUSec={pause}\n");

    private static string Ended(string activeState, string result, int code, DateTimeOffset at, int pid = 77) => string.Create(
        CultureInfo.InvariantCulture,
        $"LoadState=loaded\nActiveState={activeState}\nSubState={activeState}\nMainPID=0\nResult={result}\nExecMainPID={pid}\nExecMainCode=1\nExecMainStatus={code}\nExecMainStartTimestamp={ExitedAt}\nExecMainExitTimestamp={at.UtcDateTime:ddd yyyy-MM-dd HH:mm:ss} UTC\nNRestarts=3\nUnitFileState=enabled\n");

    private void Play(string show) => Workshop.Write("show", show);

    private string Journal() =>
        Workshop.WriteScript("journalctl", $$"""
            #!/bin/sh
            cd '{{Workshop.Folder}}' || exit 99
            echo "$@" >> journal-calls
            case "$*" in *MESSAGE_ID=*) cat word ;; *) cat journal ;; esac 2>/dev/null
            exit 0
            """);

    private string[] Orders() =>
        File.Exists(Workshop.PathOf("calls")) ? [.. File.ReadAllLines(Workshop.PathOf("calls")).Where(static call => !call.StartsWith("--user show", StringComparison.Ordinal))] : [];

    private SystemdGatewayProcess Adapter(string? systemctl = null, TimeSpan? timeout = null) => new(
        new SystemdOptions
        {
            Port = Port,
            OpenClawStateFolder = Workshop.PathOf("openclaw"),
            ConfigFile = Workshop.PathOf("openclaw.json"),
            ForcedWait = TimeSpan.FromMilliseconds(200),
            CommandTimeout = timeout ?? TimeSpan.FromSeconds(20),
            EvidenceFolder = Workshop.PathOf("evidence"),
            Systemctl = systemctl ?? StandIn(),
            Journalctl = Journal(),
        },
        Workshop.Local,
        TimeProvider.System);

    // "show" plays show-once if it is there, else show; every verb fails with VERB-rc and VERB-error if they are there.
    private string StandIn() => Workshop.WriteScript("systemctl", $$"""
        #!/bin/sh
        cd '{{Workshop.Folder}}' || exit 99
        echo "$*" >> calls
        env > environment
        verb=$2
        [ -f "$verb-error" ] && cat "$verb-error" >&2
        [ -f "$verb-rc" ] && exit "$(cat "$verb-rc")"
        if [ "$verb" = show ]; then
          if [ -f show-once ]; then cat show-once; rm show-once; else cat show; fi
        fi
        exit 0
        """);

    /// <summary>Lines of the journal as systemd 252 writes them, cut to the fields that are asked for.</summary>
    private static class Said
    {
        public const string Started = """{"MESSAGE_ID":"39f53479d3a045ac8e11786248231fbf","JOB_TYPE":"start"}""";
        public const string Stopped = """{"MESSAGE_ID":"9d1aaa27d60140bd96365438aad20286","JOB_TYPE":"stop"}""";
        public const string StoppedForRestart = """{"MESSAGE_ID":"9d1aaa27d60140bd96365438aad20286","JOB_TYPE":"restart"}""";
        public const string StartFailed = """{"MESSAGE_ID":"be02cf6855d2428ba40df7e9d022f03d","JOB_TYPE":"start"}""";
    }
}
