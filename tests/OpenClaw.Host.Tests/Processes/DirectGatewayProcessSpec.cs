using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class DirectGatewayProcessSpec : GatewayProcessContract
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly int Seed = Random.Shared.Next();

    private DirectGatewayProcess? _gateway;
    private IReadOnlyList<string> _command = ["/bin/sleep", "600"];

    protected override IGatewayProcess Gateway => Direct;

    private DirectGatewayProcess Direct => _gateway ??= Daemon(Options);

    private DirectOptions Options => new()
    {
        Port = Port,
        StateFolder = Workshop.PathOf("state"),
        LogFile = Workshop.PathOf("logs/gateway.log"),
        OpenClawStateFolder = Workshop.PathOf("openclaw"),
        ConfigFile = Workshop.PathOf("openclaw.json"),
        WorkingFolder = Workshop.Folder,
        Command = _command,
        ForcedWait = TimeSpan.FromMilliseconds(200),
        EvidenceFolder = Workshop.PathOf("evidence"),
    };

    protected override async Task<ProcessIdentity> BringUp(params string[] verb)
    {
        _command = [Workshop.Dummy, .. verb];
        return await Started(Direct, isReady: true);
    }

    protected override async Task EndWith(int code)
    {
        _command = [Workshop.Dummy, "exit", code.ToString(CultureInfo.InvariantCulture)];
        (await Direct.Restart(RestartKind.Start, CancellationToken.None)).Accepted.ShouldBeTrue();
        await Eventually.Holds(async () => (await Look()).LastExit is not null, "its end is known");
    }

    [Fact]
    public async Task A_gateway_that_was_never_started_is_failed_and_has_no_exit()
    {
        var state = await Look();

        (state.Service, state.Process, state.LastExit, state.ConfigChangedSinceExit).ShouldBe((ServiceState.Failed, null, null, false));
        state.Evidence.ShouldContain("never started");
    }

    [Fact]
    public async Task What_it_wrote_last_is_part_of_the_evidence_once_it_has_ended()
    {
        _command = ["/bin/sh", "-c", "echo one; echo two; echo; echo 'Refusing to bind gateway to lan without auth' >&2; exit 78"];
        (await Direct.Restart(RestartKind.Start, CancellationToken.None)).Accepted.ShouldBeTrue();
        await Eventually.Holds(async () => (await Look()).LastExit is not null, "its end is known");

        (await Look()).Evidence.ShouldContain("last words: \"one | two | Refusing to bind gateway to lan without auth\"");
    }

    [Fact]
    public async Task The_next_daemon_adopts_what_the_first_has_started_and_starts_no_second_copy()
    {
        var process = await BringUp("listen", PortText);
        using var next = Daemon(Options);

        (await next.Look(CancellationToken.None)).Process.ShouldBe(process);
        var outcome = await next.Restart(RestartKind.Start, CancellationToken.None);

        outcome.ShouldBe(new RestartOutcome(true, $"left alone: {process} is alive"));
        (await next.Look(CancellationToken.None)).Process.ShouldBe(process);
        (await Copies()).ShouldBe(1);
    }

    [Fact]
    public async Task An_adopted_gateway_that_ends_has_ended_in_an_unknown_way()
    {
        var process = await BringUp("sleep");
        using var next = Daemon(Options);
        (await next.Look(CancellationToken.None)).Process.ShouldBe(process);
        var exit = next.WaitForExit(process, CancellationToken.None);

        await Workshop.Kill(process);

        var ended = await exit.Soon();
        (ended.Code, ended.Signal).ShouldBe((null, null));
        (await next.Look(CancellationToken.None)).LastExit.ShouldBe(ended);
    }

    [Fact]
    public async Task How_the_gateway_ended_is_remembered_by_the_next_daemon()
    {
        Workshop.Write("openclaw.json", "broken");
        await EndWith(78);
        using var next = Daemon(Options);

        var state = await next.Look(CancellationToken.None);
        state.LastExit.ShouldBe((await Look()).LastExit);
        state.LastExit!.Code.ShouldBe(78);
        state.ConfigChangedSinceExit.ShouldBeFalse();

        Workshop.Write("openclaw.json", "mended");
        (await next.Look(CancellationToken.None)).ConfigChangedSinceExit.ShouldBeTrue();
    }

    [Fact]
    public async Task A_remembered_pid_that_somebody_else_has_now_is_not_adopted()
    {
        var process = await BringUp("sleep");
        var memory = Workshop.PathOf("state/direct-gateway.json");
        File.WriteAllText(memory, File.ReadAllText(memory).Replace(process.StartTime.ToString(CultureInfo.InvariantCulture), "1", StringComparison.Ordinal));
        using var next = Daemon(Options);

        (await next.Look(CancellationToken.None)).Process.ShouldBeNull();
        (await next.Restart(RestartKind.Forced, CancellationToken.None)).Accepted.ShouldBeTrue();
        Workshop.Adopt((await next.Look(CancellationToken.None)).Process!);

        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_remembered_process_that_runs_another_program_now_is_not_adopted_and_not_signalled()
    {
        await BringUp("sleep");
        var stranger = await Workshop.Orphan(null, "/bin/sleep", ["600"], isReadyAtOnce: true);
        Remember(stranger, "/usr/bin/node");
        using var next = Daemon(Options);

        var state = await next.Look(CancellationToken.None);
        state.Process.ShouldBeNull();
        state.Evidence.ShouldContain("runs another program");
        (await next.Restart(RestartKind.Forced, CancellationToken.None)).Accepted.ShouldBeTrue();
        Workshop.Adopt((await next.Look(CancellationToken.None)).Process!);

        (await Workshop.IsAlive(stranger)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_starter_that_has_become_the_gateway_by_exec_is_adopted()
    {
        var gateway = await Workshop.Orphan("openclaw-gateway", "/bin/sleep", ["600"], isReadyAtOnce: true);
        Remember(gateway, "/usr/bin/env");

        (await Look()).Process.ShouldBe(gateway);
    }

    [Fact]
    public async Task A_gateway_whose_program_was_deleted_from_disk_is_adopted_and_that_is_told()
    {
        File.Copy("/bin/sleep", Workshop.PathOf("gateway-program"));
        _command = [Workshop.PathOf("gateway-program"), "600"];
        var process = await Started(Direct);
        File.Delete(Workshop.PathOf("gateway-program"));
        using var next = Daemon(Options);

        var state = await next.Look(CancellationToken.None);

        state.Process.ShouldBe(process);
        state.Evidence.ShouldContain("its program was deleted or replaced on disk");
        state.Evidence.ShouldContain("gateway-program");
    }

    [Fact]
    public async Task However_often_the_daemon_is_replaced_there_is_one_gateway()
    {
        // Fifty daemons, one after the other and some at the same time, that are each lost without a word.
        var process = await BringUp("listen", PortText);
        var random = new Random(Seed);
        var daemons = new List<DirectGatewayProcess>();
        for (var i = 0; i < 50; i++)
        {
            var next = Daemon(Options);
            daemons.Add(next);
            var asks = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(2) == 0
                ? next.Restart(RestartKind.Start, CancellationToken.None)
                : Task.Run(async () => new RestartOutcome((await next.Look(CancellationToken.None)).Process == process, "left alone")));
            foreach (var outcome in await Task.WhenAll(asks).Soon())
                (outcome.Accepted, outcome.Note.Contains("left alone", StringComparison.Ordinal)).ShouldBe((true, true), $"seed {Seed}, daemon {i}: {outcome.Note}");
            (await Copies()).ShouldBe(1, $"seed {Seed}, daemon {i}");
        }

        daemons.ForEach(static daemon => daemon.Dispose());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"process\":null}")]
    [InlineData("not json")]
    public async Task A_memory_that_cannot_be_read_is_no_memory(string text)
    {
        Workshop.Write("state/direct-gateway.json", text);

        (await Look()).Process.ShouldBeNull();
    }

    [Fact]
    public async Task A_gateway_that_was_started_by_hand_is_adopted_when_its_lock_names_it()
    {
        var process = await Workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["listen", PortText]);
        WriteLock(process.Pid, process.StartTime);

        var state = await Look();

        (state.Service, state.Process, state.Port.Kind).ShouldBe((ServiceState.Running, process, PortOwnerKind.Gateway));
        (await Direct.Restart(RestartKind.Start, CancellationToken.None)).Note.ShouldContain("left alone");
    }

    [Fact]
    public async Task A_gateway_that_boots_and_has_not_opened_its_port_yet_is_adopted_by_its_lock_and_no_second_one_is_started()
    {
        var process = await Workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["sleep"]);
        WriteLock(process.Pid, process.StartTime);

        (await Direct.Restart(RestartKind.Start, CancellationToken.None)).Note.ShouldContain("left alone");

        (await Look()).Process.ShouldBe(process);
        (await Copies()).ShouldBe(0);
    }

    [Fact]
    public async Task A_gateway_of_another_state_folder_is_neither_adopted_nor_signalled()
    {
        var process = await Workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["listen", PortText]);
        WriteLock(process.Pid, process.StartTime - 1);

        var state = await Look();
        var outcome = await Direct.Restart(RestartKind.Forced, CancellationToken.None);

        (state.Process, state.Port.Kind).ShouldBe((null, PortOwnerKind.OtherGateway));
        outcome.Accepted.ShouldBeFalse();
        outcome.Note.ShouldContain(process.Pid.ToString(CultureInfo.InvariantCulture));
        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_started_while_a_stranger_has_the_port()
    {
        var stranger = await Workshop.Orphan("listen-silent", PortText);

        var outcome = await Direct.Restart(RestartKind.Start, CancellationToken.None);

        outcome.Accepted.ShouldBeFalse();
        outcome.Note.ShouldContain($"pid {stranger.Pid}");
        outcome.Note.ShouldContain("listen-silent");
        (await Look()).Process.ShouldBeNull();
    }

    [Fact]
    public async Task A_graceful_restart_waits_for_the_gateway_to_finish_its_work()
    {
        var first = await BringUp("stop-slowly", "700");

        var outcome = await Direct.Restart(RestartKind.Graceful, CancellationToken.None).Soon();

        outcome.Accepted.ShouldBeTrue();
        outcome.Note.ShouldContain("ended after SIGTERM");
        var state = await Look();
        state.Process.ShouldNotBeNull().ShouldNotBe(first);
        (state.LastExit!.Code, state.Service).ShouldBe((0, ServiceState.Running));
    }

    [Fact]
    public async Task Restarts_that_come_together_start_one_copy()
    {
        _command = [Workshop.Dummy, "sleep"];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Direct.Restart(RestartKind.Start, CancellationToken.None))).Soon();

        outcomes.Count(static outcome => outcome.Note.Contains("left alone", StringComparison.Ordinal)).ShouldBe(4);
        (await Copies()).ShouldBe(1);
    }

    [Fact]
    public async Task The_gateway_has_its_own_session_its_log_and_default_signals()
    {
        // sleep takes its signals as it gets them, a .NET program would set its own.
        _command = ["/bin/sleep", "600"];
        var process = await Started(Direct);

        var entry = (await Workshop.Local.Table.Find(process.Pid, CancellationToken.None))!;
        entry.Group.ShouldBe(process.Pid);
        File.ReadAllText($"/proc/{process.Pid}/stat").Split(' ')[5].ShouldBe(process.Pid.ToString(CultureInfo.InvariantCulture));
        new FileInfo($"/proc/{process.Pid}/fd/0").LinkTarget.ShouldBe("/dev/null");
        new FileInfo($"/proc/{process.Pid}/fd/1").LinkTarget.ShouldBe(Options.LogFile);
        new FileInfo($"/proc/{process.Pid}/fd/2").LinkTarget.ShouldBe(Options.LogFile);
        Directory.GetFileSystemEntries($"/proc/{process.Pid}/fd").Length.ShouldBe(3);
        new FileInfo($"/proc/{process.Pid}/cwd").LinkTarget.ShouldBe(Workshop.Folder);
        foreach (var mask in File.ReadLines($"/proc/{process.Pid}/status").Where(static line => line.StartsWith("SigIgn", StringComparison.Ordinal) || line.StartsWith("SigBlk", StringComparison.Ordinal)))
            mask.ShouldEndWith("0000000000000000");
    }

    [Fact]
    public async Task The_gateway_gets_the_environment_but_not_our_secrets_and_not_our_managers_words()
    {
        Environment.SetEnvironmentVariable("OUR_WEBHOOK", "https://secret");
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", "/run/ours");
        Environment.SetEnvironmentVariable("INVOCATION_ID", "ours");
        Environment.SetEnvironmentVariable("THEIR_KEY", "theirs");
        _command = [Workshop.Dummy, "print-env", "OUR_WEBHOOK", "NOTIFY_SOCKET", "INVOCATION_ID", "THEIR_KEY", "OPENCLAW_NO_RESPAWN", "PATH"];
        using var daemon = Daemon(Options with { HiddenVariables = ["OUR_WEBHOOK"], Path = "/usr/bin:/bin" });

        await daemon.Restart(RestartKind.Start, CancellationToken.None);
        await Eventually.Holds(() => File.ReadAllText(Options.LogFile).Contains("ready", StringComparison.Ordinal), "it has spoken");

        File.ReadAllLines(Options.LogFile).ShouldBe(["OUR_WEBHOOK", "NOTIFY_SOCKET", "INVOCATION_ID", "THEIR_KEY=theirs", "OPENCLAW_NO_RESPAWN=1", "PATH=/usr/bin:/bin", "ready"]);
    }

    [Fact]
    public async Task A_bare_command_name_is_looked_up_in_the_configured_PATH()
    {
        Workshop.WriteScript("bin/openclaw", $"#!/bin/sh\nexec '{Workshop.Dummy}' listen {PortText}\n");
        Workshop.Write("other/openclaw", "not executable");
        using var daemon = Daemon(Options with { Command = null, Path = $"{Workshop.PathOf("other")}:{Workshop.PathOf("bin")}:/usr/bin:/bin" });

        var process = await Started(daemon);

        await Eventually.Holds(async () => (await daemon.Look(CancellationToken.None)).Port.Kind == PortOwnerKind.Gateway, "it listens");
        Workshop.Adopt(process);
    }

    [Fact]
    public async Task A_gateway_behind_a_wrapper_has_its_port()
    {
        _command = ["/bin/sh", "-c", $"'{Workshop.Dummy}' listen {PortText}; exit 0"];
        var wrapper = await Started(Direct, isReady: true);
        foreach (var child in await Workshop.Local.Table.Descendants(wrapper.Pid, CancellationToken.None))
            Workshop.Adopt(child.Identity);

        (await Look()).Port.Kind.ShouldBe(PortOwnerKind.Gateway);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_a_refusal_in_one_line()
    {
        using var missing = Daemon(Options with { Command = ["openclaw-that-is-not-there"] });
        using var noProgram = Daemon(Options with { Command = [Workshop.Write("plain.txt", "x")] });
        using var noFolder = Daemon(Options with { WorkingFolder = Workshop.PathOf("nowhere") });

        foreach (var daemon in new[] { missing, noProgram, noFolder })
        {
            var outcome = await daemon.Restart(RestartKind.Start, CancellationToken.None);
            outcome.Accepted.ShouldBeFalse();
            outcome.Note.ShouldNotContain("\n");
            (await daemon.Look(CancellationToken.None)).Service.ShouldBe(ServiceState.Failed);
        }
    }

    [Fact]
    public async Task What_is_written_is_for_the_owner_only_and_holds_no_secret()
    {
        using var daemon = Daemon(Options with { Command = ["/bin/sh", "-c", "sleep 600", "--token", "hunter2"] });
        Workshop.Adopt(await Started(daemon));

        var memory = Workshop.PathOf("state/direct-gateway.json");
        File.GetUnixFileMode(memory).ShouldBe(OwnerOnly);
        File.GetUnixFileMode(Options.LogFile).ShouldBe(OwnerOnly);
        File.GetUnixFileMode(Workshop.PathOf("state")).ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Workshop.PathOf("logs")).ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
        File.ReadAllText(memory).ShouldNotContain("hunter2");
        JsonDocument.Parse(File.ReadAllText(memory)).RootElement.GetProperty("bootId").GetString().ShouldNotBeNullOrEmpty();
        Directory.GetFiles(Workshop.PathOf("state")).ShouldBe([memory]);
    }

    [Fact]
    public async Task A_log_that_has_grown_too_large_is_put_aside_and_a_smaller_one_is_continued()
    {
        Workshop.Write("logs/gateway.log", "old\n");
        _command = [Workshop.Dummy, "exit", "0", "1"];
        using (var continued = Daemon(Options))
        {
            await continued.Restart(RestartKind.Start, CancellationToken.None);
            await Eventually.Holds(() => File.ReadAllText(Options.LogFile) == "old\nready\n", "the log is continued");
            await Eventually.Holds(async () => (await continued.Look(CancellationToken.None)).Process is null, "it has ended");
        }

        using var aside = Daemon(Options with { LogLimit = 3 });
        await aside.Restart(RestartKind.Start, CancellationToken.None);

        File.ReadAllText(Options.LogFile + ".1").ShouldBe("old\nready\n");
        await Eventually.Holds(() => File.ReadAllText(Options.LogFile) == "ready\n", "the new log is there");
    }

    [Fact]
    public async Task What_a_dead_gateway_leaves_behind_is_mentioned_and_not_ended()
    {
        var gateway = await BringUp("spawn-child", "sleep");
        var child = await OnlyChildOf(gateway);
        Workshop.Adopt(child);

        await Workshop.Kill(gateway);
        var state = await Look();
        await Direct.Restart(RestartKind.Start, CancellationToken.None);

        state.Evidence.ShouldContain($"left behind: pid {child.Pid}");
        state.LastExit!.Signal.ShouldBe(9);
        (await Workshop.IsAlive(child)).ShouldBeTrue();
        Workshop.Adopt(await OnlyChildOf((await Look()).Process!));
    }

    [Theory]
    [InlineData(OnDaemonStop.Leave, true)]
    [InlineData(OnDaemonStop.Stop, false)]
    public async Task When_the_daemon_stops_the_gateway_is_left_or_stopped_as_configured(OnDaemonStop setting, bool isLeft)
    {
        using var daemon = Daemon(Options with { Command = ["/bin/sleep", "600"], OnDaemonStop = setting });
        var process = await Started(daemon);
        Workshop.Adopt(process);

        await daemon.Release(CancellationToken.None).Soon();

        (await Workshop.IsAlive(process)).ShouldBe(isLeft);
    }

    [Fact]
    public async Task No_zombie_stays_of_a_gateway_that_ended()
    {
        var process = await BringUp("sleep");

        await Workshop.Kill(process);

        await Eventually.Holds(async () => await Workshop.Local.Table.Find(process.Pid, CancellationToken.None) is not { } entry || entry.Identity != process, "it is reaped");
    }

    [Theory]
    [InlineData(0x4E00, 78, null)]
    [InlineData(0x0000, 0, null)]
    [InlineData(0x0009, null, 9)]
    [InlineData(0x008B, null, 11)]
    public void The_status_of_wait_is_read(int status, int? code, int? signal) =>
        ChildProcess.Decode(status, DateTimeOffset.UnixEpoch).ShouldBe(new ProcessExit(code, signal, DateTimeOffset.UnixEpoch));

    private void Remember(ProcessIdentity process, string executable) => new DirectMemory(Options.StateFolder, NullLogger.Instance).Save(
        new DirectRecord(process, DirectMemory.BootId(), "openclaw gateway run", null, null, executable));

    private DirectGatewayProcess Daemon(DirectOptions options) => new(options, Workshop.Local, TimeProvider.System, NullLogger<DirectGatewayProcess>.Instance);

    private async Task<ProcessIdentity> Started(DirectGatewayProcess daemon, bool isReady = false)
    {
        var outcome = await daemon.Restart(RestartKind.Start, CancellationToken.None);
        outcome.Accepted.ShouldBeTrue(outcome.Note);
        if (isReady)
            await Eventually.Holds(() => File.ReadAllText(Options.LogFile).Contains("ready", StringComparison.Ordinal), "the gateway is ready");
        return (await daemon.Look(CancellationToken.None)).Process.ShouldNotBeNull();
    }

    private async Task<ProcessIdentity> OnlyChildOf(ProcessIdentity process)
    {
        IReadOnlyList<ProcessEntry> children = [];
        await Eventually.Holds(async () => (children = await Workshop.Local.Table.Descendants(process.Pid, CancellationToken.None)).Count == 1, "its child is there");
        return children[0].Identity;
    }

    private async Task<int> Copies() =>
        (await Workshop.Local.Table.All(CancellationToken.None)).Count(entry => !entry.IsZombie && entry.Arguments.SequenceEqual(_command)
            && new FileInfo($"/proc/{entry.Identity.Pid}/cwd").LinkTarget == Workshop.Folder);

    private void WriteLock(int pid, long startTime) => Workshop.WriteLock(pid, startTime, Port);
}
