using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Updates;

/// <summary>Upkeep as it looks on a real disk, with real processes where somebody is at work.</summary>
public sealed class UpkeepWitnessSpecs : IAsyncDisposable
{
    private readonly Workshop _workshop = new();
    private readonly string _package;
    private readonly string _state;
    private readonly List<ProcessEntry> _processes = [];

    public UpkeepWitnessSpecs()
    {
        _package = Path.GetDirectoryName(_workshop.Write("lib/node_modules/openclaw/package.json", "{}"))!;
        _workshop.Write("lib/node_modules/openclaw/dist/index.js", "");
        _state = Directory.CreateDirectory(_workshop.PathOf("state")).FullName;
        // The package is older than whatever the specs leave beside it.
        File.SetLastWriteTimeUtc(Path.Combine(_package, "package.json"), Now.AddDays(-30).UtcDateTime);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private string Beside(string name) => Directory.CreateDirectory(_workshop.PathOf($"lib/node_modules/{name}")).FullName;

    [Fact]
    public async Task On_a_quiet_machine_there_is_none() => (await Look()).ShouldBe(Upkeep.None);

    [Theory]
    [InlineData("openclaw-update", UpkeepKind.Updating)]
    [InlineData("npm install openclaw@2026.9.6", UpkeepKind.PackageSwap)]
    public async Task A_real_process_is_seen_by_its_title(string title, UpkeepKind kind)
    {
        var worker = await _workshop.Orphan(title, "/bin/sleep", ["300"], isReadyAtOnce: true);
        var entry = (await _workshop.Local.Table.Find(worker.Pid, CancellationToken.None)).ShouldNotBeNull();
        // The real table holds the whole machine; a process with this title that is not ours may well be there.
        var table = new Table([.. (await _workshop.Local.Table.All(CancellationToken.None)).Where(e => e.Identity == worker)]);
        var seen = await Witness(table).Look(CancellationToken.None);
        seen.Kind.ShouldBe(kind);
        seen.IsUnderWay.ShouldBeTrue();
        seen.Since.ShouldBe(entry.StartedAt);
        seen.Evidence.ShouldContain($"pid {worker.Pid}");
        await _workshop.Kill(worker);
        (await Witness(_workshop.Local.Table).Look(CancellationToken.None)).Evidence.ShouldNotContain($"pid {worker.Pid} ");
    }

    [Fact]
    public async Task An_update_counts_before_the_package_manager_that_it_runs()
    {
        Run("npm i openclaw@2026.9.6");
        Run("openclaw-update");
        (await Look()).Kind.ShouldBe(UpkeepKind.Updating);
    }

    [Fact]
    public async Task Another_user_and_a_zombie_do_not_count()
    {
        Run("openclaw-update", uid: Posix.GetUid() + 1);
        Run("openclaw-update", isZombie: true);
        (await Look()).ShouldBe(Upkeep.None);
    }

    [Fact]
    public async Task A_package_manager_that_names_nothing_is_betrayed_by_the_old_package()
    {
        Run("npm update");
        (await Look()).Kind.ShouldBe(UpkeepKind.None);
        Beside(".openclaw-sdJuu2Py");
        (await Look()).Kind.ShouldBe(UpkeepKind.PackageSwap);
    }

    [Fact]
    public async Task An_npm_that_was_killed_left_half_a_package()
    {
        Beside(".openclaw-sdJuu2Py");
        File.Delete(Path.Combine(_package, "package.json"));
        var seen = await Look();
        seen.Kind.ShouldBe(UpkeepKind.UpdateDied);
        seen.Evidence.ShouldContain(".openclaw-sdJuu2Py");
        seen.Evidence.ShouldContain("not complete");
    }

    [Fact]
    public async Task What_npm_could_not_clean_up_beside_a_whole_package_is_nothing()
    {
        Beside(".openclaw-sdJuu2Py");
        (await Look()).ShouldBe(Upkeep.None);
    }

    [Fact]
    public async Task An_update_that_was_killed_in_its_swap()
    {
        var at = Now.AddMinutes(-3);
        Beside($".openclaw.package-backup-999999-{at.ToUnixTimeMilliseconds()}");
        Directory.Delete(_package, recursive: true);
        var seen = await Look();
        seen.Kind.ShouldBe(UpkeepKind.UpdateDied);
        seen.Since.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()));
        seen.IsUnderWay.ShouldBeFalse();
    }

    [Fact]
    public async Task A_swap_whose_process_lives_under_a_title_that_is_not_known_is_under_way()
    {
        var updater = Run("something new", startedAt: Now.AddMinutes(-5));
        Beside($".openclaw.package-backup-{updater.Identity.Pid}-{Now.AddMinutes(-3).ToUnixTimeMilliseconds()}");
        (await Look()).Kind.ShouldBe(UpkeepKind.Updating);
    }

    [Fact]
    public async Task A_later_process_with_the_same_pid_is_not_the_updater()
    {
        var later = Run("something else", startedAt: Now.AddMinutes(-1));
        Beside($".openclaw.package-backup-{later.Identity.Pid}-{Now.AddMinutes(-3).ToUnixTimeMilliseconds()}");
        (await Look()).Kind.ShouldBe(UpkeepKind.UpdateDied);
    }

    [Fact]
    public async Task An_update_that_was_killed_while_it_tried_the_new_package()
    {
        Beside(".openclaw.update-stage-h5kMyz");
        (await Look()).Kind.ShouldBe(UpkeepKind.UpdateDied);
    }

    [Fact]
    public async Task An_update_that_has_said_its_end_did_not_die()
    {
        Beside(".openclaw.update-stage-h5kMyz");
        Report("1", "done", Now.AddSeconds(5));
        (await Look()).ShouldBe(Upkeep.None);
    }

    [Fact]
    public async Task What_a_later_installation_has_overtaken_is_history()
    {
        Beside(".openclaw.update-stage-h5kMyz");
        File.SetLastWriteTimeUtc(Path.Combine(_package, "package.json"), Now.AddSeconds(5).UtcDateTime);
        (await Look()).ShouldBe(Upkeep.None);
    }

    [Fact]
    public async Task What_has_lain_about_for_days_is_history()
    {
        Beside($".openclaw.package-backup-999999-{Now.AddDays(-2).ToUnixTimeMilliseconds()}");
        (await Look()).ShouldBe(Upkeep.None);
    }

    [Theory]
    [InlineData("update", "state", UpkeepKind.UpdateDied)]
    [InlineData("triage", "state", UpkeepKind.None)]
    [InlineData("update", "another", UpkeepKind.None)]
    public async Task A_helper_that_was_killed_left_its_orders(string action, string state, UpkeepKind kind)
    {
        _workshop.Write("tmp/openclaw-update-run-handoff-aB3x/handoff.cjs", "");
        _workshop.Write("tmp/openclaw-update-run-handoff-aB3x/handoff.json", $$"""{"action":"{{action}}","stateDatabasePath":"{{_workshop.PathOf(state)}}/state/openclaw.sqlite"}""");
        File.SetUnixFileMode(_workshop.PathOf("tmp/openclaw-update-run-handoff-aB3x"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await Look()).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Orders_in_a_folder_that_others_may_write_are_nobodys()
    {
        _workshop.Write("tmp/openclaw-update-run-handoff-aB3x/handoff.cjs", "");
        _workshop.Write("tmp/openclaw-update-run-handoff-aB3x/handoff.json", $$"""{"action":"update","stateDatabasePath":"{{_workshop.PathOf("state")}}/state/openclaw.sqlite"}""");
        File.SetUnixFileMode(_workshop.PathOf("tmp/openclaw-update-run-handoff-aB3x"), (UnixFileMode)0b111_111_111);
        (await Look()).Kind.ShouldBe(UpkeepKind.None);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_no_upkeep()
    {
        var seen = await Witness(new Table(null)).Look(CancellationToken.None);
        seen.Kind.ShouldBe(UpkeepKind.None);
        seen.Evidence.ShouldContain("cannot be seen");
    }

    [Fact]
    public async Task The_last_update_failed_when_its_report_says_so()
    {
        (await Failed()).ShouldBeFalse("there was none");
        Failure("1", Now.AddMinutes(-10));
        Report("1", "Bounded diagnostic JSON: ../logs/support/openclaw-update-failure-1.json", Now.AddMinutes(-10));
        (await Failed()).ShouldBeTrue();
        Report("2", "all is well", Now.AddMinutes(-5));
        (await Failed()).ShouldBeFalse("a later one succeeded");
        Failure("3", Now.AddMinutes(-2));
        (await Failed()).ShouldBeTrue("a later one failed before it could write its report");
        Run("openclaw-update");
        (await Failed()).ShouldBeFalse("the next one runs");
    }

    [Fact]
    public async Task A_failure_of_days_ago_or_before_an_owners_stop_says_nothing()
    {
        Failure("1", Now.AddDays(-2));
        (await Failed()).ShouldBeFalse();
        Failure("2", Now.AddMinutes(-40));
        (await Failed()).ShouldBeTrue();
        _workshop.Write("state/logs/gateway-restart.log", $"[{Now.AddHours(-3):O}] openclaw gateway lifecycle source=cli action=stop mode=bootout interactive=1\n");
        (await Failed()).ShouldBeTrue("the stop was before it");
        _workshop.Write("state/logs/gateway-restart.log", $"[{Now.AddMinutes(-20).UtcDateTime:O}] openclaw gateway lifecycle source=cli action=stop mode=bootout interactive=1\n");
        (await Failed()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("target-metadata-preflight", false)]
    [InlineData("global-install-permission-denied", false)]
    [InlineData("update-activation-timeout", true)]
    public async Task An_update_that_was_refused_before_it_touched_anything_has_left_nothing_off(string reason, bool failed)
    {
        File.SetLastWriteTimeUtc(_workshop.Write("state/logs/support/openclaw-update-failure-1.json", $$$"""{"result":{"status":"error","reason":"{{{reason}}}"}}"""), Now.AddMinutes(-1).UtcDateTime);
        Report("1", "Bounded diagnostic JSON: ../logs/support/openclaw-update-failure-1.json", Now.AddMinutes(-1));
        (await Failed()).ShouldBe(failed);
    }

    [Fact]
    public async Task A_died_update_is_a_failed_one()
    {
        Beside($".openclaw.package-backup-999999-{Now.AddMinutes(-3).ToUnixTimeMilliseconds()}");
        (await Failed()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_hand_on_the_gateway_tells_it_with_every_look()
    {
        Run("openclaw-update");
        var hand = new WatchesUpkeep(new Hand(), Witness(new Table(_processes)));
        var state = await hand.Look(CancellationToken.None);
        (state.Service, state.Upkeep.Kind).ShouldBe((ServiceState.Failed, UpkeepKind.Updating));
        (await hand.Restart(RestartKind.Graceful, CancellationToken.None)).Note.ShouldBe("Graceful");
        hand.Manager.ShouldBe("direct");
    }

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    private ValueTask<bool> Failed() => Witness(new Table(_processes)).LastUpdateFailed(CancellationToken.None);

    private ValueTask<Upkeep> Look() => Witness(new Table(_processes)).Look(CancellationToken.None);

    private UpkeepWitness Witness(IProcessTable table) => new(
        table, new InstallationFinder(new GatewayJob(null, null, ["/n/node", Path.Combine(_package, "dist", "index.js"), "gateway"], "")), _state, [_workshop.PathOf("tmp")], TimeProvider.System);

    private ProcessEntry Run(string title, uint? uid = null, bool isZombie = false, DateTimeOffset? startedAt = null)
    {
        var pid = 400_000_000 + _processes.Count;
        var entry = new ProcessEntry(new ProcessIdentity(pid, 1), 1, pid, uid ?? Posix.GetUid(), isZombie, startedAt ?? Now, [title]);
        _processes.Add(entry);
        return entry;
    }

    private void Report(string run, string text, DateTimeOffset at) =>
        File.SetLastWriteTimeUtc(_workshop.Write($"state/update-reports/{run}.md", $"A report\n\n{text}"), at.UtcDateTime);

    private void Failure(string id, DateTimeOffset at) =>
        File.SetLastWriteTimeUtc(_workshop.Write($"state/logs/support/openclaw-update-failure-{id}.json", "{}"), at.UtcDateTime);

    /// <summary>A table with these processes; one that cannot be read without them.</summary>
    private sealed class Table(IReadOnlyList<ProcessEntry>? processes) : IProcessTable
    {
        public ValueTask<ProcessEntry?> Find(int pid, CancellationToken cancel) => ValueTask.FromResult(processes?.FirstOrDefault(p => p.Identity.Pid == pid));

        public ValueTask<IReadOnlyList<ProcessEntry>> All(CancellationToken cancel) => processes is null ? throw new IOException("no table") : ValueTask.FromResult(processes);
    }

    private sealed class Hand : IGatewayProcess
    {
        public string Manager => "direct";

        public Task<ProcessState> Look(CancellationToken cancel) => Task.FromResult(ProcessState.Unreadable("x") with { Service = ServiceState.Failed });

        public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel) => Task.FromResult(new ProcessExit(0, null, Now));

        public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel) => Task.FromResult(new RestartOutcome(true, kind.ToString()));
    }
}
