using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Configuration;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Daemon;

public sealed class DaemonLockSpecs : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("lock-").FullName;

    [Fact]
    public void Nobody_is_named_where_nobody_signed()
    {
        DaemonLock.LastHolder(_home).ShouldBeNull();
        using (var mine = DaemonLock.TryTake(_home)) DaemonLock.LastHolder(_home).ShouldBeNull();
        foreach (var text in new[] { "", "12", "12 x\n", "12 34", new string('1', 500) })
        {
            File.WriteAllText(Path.Combine(_home, "daemon.lock"), text);
            DaemonLock.LastHolder(_home).ShouldBeNull(text);
        }
    }

    [Fact]
    public void The_holder_is_named_while_it_holds_the_lock_and_looking_changes_nothing()
    {
        using var mine = DaemonLock.TryTake(_home).ShouldNotBeNull();
        mine.Sign(new ProcessIdentity(1234567, 987654321012));
        mine.Sign(new ProcessIdentity(12, 34));
        DaemonLock.IsHeld(_home).ShouldBeTrue();
        DaemonLock.TryTake(_home).ShouldBeNull();
        DaemonLock.LastHolder(_home).ShouldBe(new ProcessIdentity(12, 34));
        File.GetUnixFileMode(Path.Combine(_home, "daemon.lock")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Kill_9_frees_it_at_any_moment()
    {
        for (var round = 0; round < 5; round++)
        {
            using var holder = Scribe.Start("lock", _home);
            (await holder.StandardOutput.ReadLineAsync().Soon()).ShouldBe("mine");
            DaemonLock.IsHeld(_home).ShouldBeTrue();
            DaemonLock.LastHolder(_home).ShouldNotBeNull().Pid.ShouldBe(holder.Id);
            holder.Kill();
            await holder.WaitForExitAsync().Soon();
            DaemonLock.IsHeld(_home).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_second_daemon_names_the_first_before_there_is_a_status()
    {
        using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
        using var mine = DaemonLock.TryTake(_home).ShouldNotBeNull();
        mine.Sign((await local.Table.Find(Environment.ProcessId, CancellationToken.None)).ShouldNotBeNull().Identity);
        (await SecondRun()).ShouldBe($"another daemon already runs on {_home} (pid {Environment.ProcessId}): stop it first, or set OPENCLAW_ACTORS_HOME to another folder");
    }

    [Fact]
    public async Task A_second_daemon_never_names_one_that_is_no_more()
    {
        await new StatusFile(_home).Write(new DaemonStatus(4321, "", Desk.Start, Desk.Start, []));
        using var mine = DaemonLock.TryTake(_home).ShouldNotBeNull();
        // This pid is alive, but it is another process than the one that signed.
        mine.Sign(new ProcessIdentity(Environment.ProcessId, 1));
        (await SecondRun()).ShouldBe($"another daemon already runs on {_home}: stop it first, or set OPENCLAW_ACTORS_HOME to another folder");
    }

    [Fact]
    public void Old_drafts_of_ours_are_cleared_away_and_nothing_else_is()
    {
        var now = TimeProvider.System.GetUtcNow();
        Directory.CreateDirectory(Path.Combine(_home, "gateways", "main"));
        string[] ours = ["status.json.0123456789abcdef0123456789abcdef.tmp", "gateways/main/owner.json.00000000000000000000000000000000.tmp", "gateways/main/direct-gateway.json.4711.tmp"];
        string[] others = ["notes.tmp", "owner.json", "a.0123456789ABCDEF0123456789ABCDEF.tmp", "x.0123456789abcdef.tmp", "direct-gateway.json.x.tmp", "direct-gateway.json.4711.tmp.bak", ".0123456789abcdef0123456789abcdef.tmp"];
        foreach (var file in ours.Concat(others))
        {
            File.WriteAllText(Path.Combine(_home, file), "");
            File.SetLastWriteTimeUtc(Path.Combine(_home, file), now.AddMinutes(-11).UtcDateTime);
        }

        File.WriteAllText(Path.Combine(_home, "young.0123456789abcdef0123456789abcdef.tmp"), "");
        var elsewhere = Directory.CreateTempSubdirectory("elsewhere-");
        File.WriteAllText(Path.Combine(elsewhere.FullName, ours[0]), "");
        File.SetLastWriteTimeUtc(Path.Combine(elsewhere.FullName, ours[0]), now.AddMinutes(-11).UtcDateTime);
        Directory.CreateSymbolicLink(Path.Combine(_home, "link"), elsewhere.FullName);

        StaleDrafts.Clear(_home, now).ShouldBe(ours.Length);

        ours.ShouldAllBe(file => !File.Exists(Path.Combine(_home, file)));
        others.ShouldAllBe(file => File.Exists(Path.Combine(_home, file)));
        File.Exists(Path.Combine(_home, "young.0123456789abcdef0123456789abcdef.tmp")).ShouldBeTrue("somebody may be writing it");
        File.Exists(Path.Combine(elsewhere.FullName, ours[0])).ShouldBeTrue();
        elsewhere.Delete(recursive: true);
    }

    [Fact]
    public void Old_drafts_beside_a_config_and_of_published_reports_are_cleared_away_and_nothing_else_of_the_owner_is()
    {
        const string Draft = ".0123456789abcdef0123456789abcdef.tmp";
        var now = TimeProvider.System.GetUtcNow();
        using var bench = new SettingsBench();
        var (linked, real, memory) = (Path.Combine(bench.Home, "oc", "openclaw.json"), Path.Combine(bench.Home, "dotfiles", "oc.json"), Path.Combine(bench.Home, "memory"));
        bench.Write(real, "{}").Write(linked + ".bak", "").Owner($"openclaw {{ memory-dir = \"{memory}\", gateways.main.config-path = \"{linked}\" }}");
        File.CreateSymbolicLink(linked, real);
        string[] ours =
        [
            linked + Draft, real + Draft, Path.Combine(memory, $"emergency-recovery-report-2026-11-23-0315.md{Draft}"), Path.Combine(memory, $"emergency-recovery-report-2026-11-23-0315-2.md{Draft}"),
            Path.Combine(memory, $"claude-session-2026-11-23-0315.log{Draft}"), Path.Combine(bench.Home, ".openclaw-actors", $"status.json{Draft}"),
        ];
        string[] others =
        [
            linked + ".bak", linked + ".tmp", linked + Draft + ".bak", linked + ".0123456789ABCDEF0123456789ABCDEF.tmp", Path.Combine(bench.Home, "oc", $"other.json{Draft}"), Path.Combine(bench.Home, "oc", $"xopenclaw.json{Draft}"),
            Path.Combine(bench.Home, "oc", $"openclawxjson{Draft}"), Path.Combine(bench.Home, "oc", "deeper", $"openclaw.json{Draft}"), Path.Combine(memory, $"notes.md{Draft}"),
            Path.Combine(memory, $"my-claude-session-2026-11-23-0315.log{Draft}"), Path.Combine(memory, "emergency-recovery-report-2026-11-23-0315.md"),
        ];
        foreach (var file in ours.Concat(others))
        {
            bench.Write(file, "");
            File.SetLastWriteTimeUtc(file, now.AddMinutes(-11).UtcDateTime);
        }

        var young = $"{linked}.ffffffffffffffffffffffffffffffff.tmp";
        bench.Write(young, "");

        StaleDrafts.Clear(bench.Load(), now).ShouldBe(ours.Length);

        ours.Where(File.Exists).ShouldBeEmpty();
        others.Where(static file => !File.Exists(file)).ShouldBeEmpty();
        (File.Exists(young), File.Exists(linked), File.Exists(real)).ShouldBe((true, true, true));
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private async Task<string> SecondRun()
    {
        var errors = new StringWriter();
        var sources = new SettingsSources(AppContext.BaseDirectory, _home, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = _home });
        (await RunCommand.Run(sources, errors, CancellationToken.None)).ShouldBe(ExitCodes.AlreadyRunning);
        return errors.ToString().Trim();
    }
}
