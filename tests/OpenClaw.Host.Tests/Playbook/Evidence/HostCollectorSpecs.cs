using System.Globalization;
using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Evidence;

/// <summary>Programs, ports, files and disks around a gateway.</summary>
public sealed class HostCollectorSpecs : IAsyncDisposable
{
    private readonly Ward _ward = new();

    private string State => _ward.Gateway.StateDirectory;

    [Fact]
    public async Task A_whole_installation_shows_nothing()
    {
        (await _ward.Ask(new PackageCollector())).ShouldBeEmpty();
        (await _ward.Ask(new NodeCollector())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(849, 0)]
    [InlineData(850, 1)]
    public async Task A_process_that_has_nearly_all_the_memory_it_can_have_is_named(long megabytes, int findings)
    {
        var collector = new MemoryCollector(_ => new(megabytes << 20, 1000L << 20, "the spec"));
        (await _ward.Ask(collector)).ShouldBeEmpty("there is no process");
        _ward.State = _ward.State with { Service = ServiceState.Running, Process = new ProcessIdentity(100, 1) };
        var found = await _ward.Ask(collector);
        found.Select(static f => f.Id).ShouldBe(Enumerable.Repeat(FindingIds.MemoryHigh, findings));
        if (findings > 0) found[0].Fact("limit").ShouldBe((1000L << 20).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Files_and_dependencies_that_are_missing_are_named()
    {
        File.Delete(Path.Combine(_ward.Package, "dist/entry.js"));
        Directory.Delete(Path.Combine(_ward.Package, "node_modules/ws"), recursive: true);
        var found = (await _ward.Ask(new PackageCollector())).ShouldHaveSingleItem();
        (found.Id, found.Fact("version"), found.Fact("package")).ShouldBe((FindingIds.PackageIncomplete, "2026.9.6", _ward.Package));
        found.FactList("missing").ShouldBe(["dist/entry.js", "node_modules/ws"]);
    }

    [Fact]
    public async Task A_package_that_is_gone_is_missing_and_what_npm_has_left_beside_it_is_named()
    {
        Directory.Delete(_ward.Package, recursive: true);
        var left = Path.Combine(Path.GetDirectoryName(_ward.Package)!, ".openclaw-Ab3dEf_h");
        Directory.CreateDirectory(left);
        var found = await _ward.Ask(new PackageCollector());
        found.Select(static f => f.Id).ShouldBe([FindingIds.PackageMissing, FindingIds.PackageLeftovers]);
        found[1].FactList("folders").ShouldBe([left]);
    }

    [Fact]
    public async Task A_runtime_that_OpenClaw_refuses_is_told_with_the_range()
    {
        _ward.Workshop.WriteScript("bin/node", "#!/bin/sh\necho v25.3.0\n");
        var found = (await _ward.Ask(new NodeCollector())).ShouldHaveSingleItem();
        (found.Id, found.Fact("version"), found.Fact("range")).ShouldBe((FindingIds.NodeUnsupported, "25.3.0", ">=24.16.0 <25 || >=26.1.0"));
    }

    [Theory]
    [InlineData(">=24.16.0 <25 || >=26.1.0", "24.16.0", true)]
    [InlineData(">=24.16.0 <25 || >=26.1.0", "24.15.9", false)]
    [InlineData(">=24.16.0 <25 || >=26.1.0", "25.0.0", false)]
    [InlineData(">=24.16.0 <25 || >=26.1.0", "26.10.0", true)]
    [InlineData("^22.1 || ~20.3.1", "22.9.9", true)]
    [InlineData("^22.1 || ~20.3.1", "20.4.0", false)]
    [InlineData("22.x", "22.4.0", true)]
    [InlineData("<=22", "22.4.0", true)]
    [InlineData("latest", "22.4.0", null)]
    public void A_range_is_read_as_npm_reads_it(string range, string version, bool? allowed) => NodeRange.Allows(range, version).ShouldBe(allowed);

    [Fact]
    public async Task A_stranger_on_the_port_is_told_with_his_pid()
    {
        var stranger = await _ward.Workshop.Orphan("listen", _ward.Port.ToString(CultureInfo.InvariantCulture));
        var found = (await _ward.Ask(new PortCollector())).ShouldHaveSingleItem();
        (found.Id, found.Fact("pid")).ShouldBe((FindingIds.PortTaken, stranger.Pid.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_living_owner_of_the_lock_is_told_unless_it_is_the_gateway_itself_or_long_dead()
    {
        var owner = (await _ward.Workshop.Sleepers(1))[0];
        Lock(owner);
        (await _ward.Ask(new PortCollector())).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.LockOwned);
        _ward.State = _ward.State with { Process = owner };
        (await _ward.Ask(new PortCollector())).ShouldBeEmpty();
        _ward.State = _ward.State with { Process = null };
        Lock(owner with { StartTime = owner.StartTime - 1 });
        (await _ward.Ask(new PortCollector())).ShouldBeEmpty("another process has that pid now");
    }

    [Fact]
    public async Task A_state_folder_that_is_gone_or_closed_is_told()
    {
        (await _ward.Ask(new StateFolderCollector())).ShouldBeEmpty();
        Ward.Write(Path.Combine(State, "state/openclaw.sqlite"), "x");
        File.SetUnixFileMode(Path.Combine(State, "state/openclaw.sqlite"), UnixFileMode.UserRead);
        (await _ward.Ask(new StateFolderCollector())).ShouldHaveSingleItem().FactList("paths").ShouldBe([$"400 {State}/state/openclaw.sqlite"]);
        Directory.Delete(State, recursive: true);
        (await _ward.Ask(new StateFolderCollector())).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.StateMissing);
    }

    [Fact]
    public async Task Entries_of_another_user_are_told_with_his_id()
    {
        if (Posix.GetUid() != 0) Assert.Skip("only root can give files away");
        Ward.Write(Path.Combine(State, "credentials/x.json"), "{}");
        using (var chown = System.Diagnostics.Process.Start("chown", ["1234", Path.Combine(State, "credentials/x.json")])) await chown.WaitForExitAsync();
        var found = (await _ward.Ask(new StateFolderCollector())).ShouldHaveSingleItem();
        (found.Id, found.Fact("uid")).ShouldBe((FindingIds.StateOwner, "1234"));
        found.FactList("paths").ShouldBe([Path.Combine(State, "credentials/x.json")]);
    }

    [Fact]
    public async Task A_full_disk_is_told_once_for_each_file_system()
    {
        var found = await _ward.Ask(new DiskCollector(static _ => 1000, static _ => new FileSystems(7, 1000, 3, IsReadOnly: false)));
        found.Select(static f => f.Id).ShouldBe([FindingIds.DiskFull, FindingIds.DiskInodes]);
        (found[0].Fact("free"), found[0].Fact("path")).ShouldBe(("1000", State));
    }

    [Fact]
    public void The_kernel_tells_of_a_file_system_what_makes_sense()
    {
        var root = FileSystems.Of("/").ShouldNotBeNull();
        root.FreeInodes.ShouldBeLessThanOrEqualTo(root.Inodes);
        if (OperatingSystem.IsLinux()) FileSystems.Of("/proc").ShouldNotBeNull().Id.ShouldNotBe(root.Id);
        FileSystems.Of("/nowhere/at/all").ShouldBeNull();
    }

    [Fact]
    public async Task A_fatal_bundle_counts_while_it_is_fresh()
    {
        var bundle = Path.Combine(State, "logs/stability/openclaw-stability-2026-4711-uncaught_exception.json");
        Ward.Write(bundle, "{}");
        (await _ward.Ask(new LogsCollector())).ShouldHaveSingleItem().Fact("reason").ShouldBe("uncaught_exception");
        File.SetLastWriteTimeUtc(bundle, DateTime.UnixEpoch);
        (await _ward.Ask(new LogsCollector())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_beyond_reason_is_named()
    {
        Ward.Write(Path.Combine(State, "logs/gateway.log"), "x");
        using (var log = new FileStream(Path.Combine(State, "logs/gateway.log"), FileMode.Open)) log.SetLength(600L * 1024 * 1024);
        (await _ward.Ask(new LogsCollector())).ShouldHaveSingleItem().FactList("paths").ShouldBe([Path.Combine(State, "logs/gateway.log")]);
    }

    [Fact]
    public async Task A_database_is_judged_by_its_head_and_by_a_check_of_a_copy_which_leaves_nothing_behind()
    {
        var path = Path.Combine(State, "state/openclaw.sqlite");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "create table t(a); with recursive n(i) as (select 1 union all select i+1 from n where i<5000) insert into t select hex(randomblob(50)) from n; create index i on t(a);";
            await command.ExecuteNonQueryAsync();
        }

        (await _ward.Ask(new DatabaseCollector())).ShouldBeEmpty();
        (await _ward.Ask(new DatabaseCheckCollector())).ShouldBeEmpty();
        await using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = 4096 * 3;
            file.Write(new byte[4096 * 20]);
        }

        (await _ward.Ask(new DatabaseCollector())).ShouldBeEmpty("its head is whole");
        (await _ward.Ask(new DatabaseCheckCollector())).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.DatabaseCorrupt);
        await File.WriteAllTextAsync(path, "no database at all, but long enough");
        (await _ward.Ask(new DatabaseCollector())).ShouldHaveSingleItem().Fact("path").ShouldBe(path);
        Directory.EnumerateFileSystemEntries(_ward.Workshop.PathOf("healer/checks")).ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => _ward.DisposeAsync();

    private void Lock(ProcessIdentity owner) => Ward.Write(
        Path.Combine(State, string.Create(CultureInfo.InvariantCulture, $"tmp/openclaw-{Posix.GetUid()}/gateway.state.lock")),
        string.Create(CultureInfo.InvariantCulture, $$"""{"pid": {{owner.Pid}}, "port": 1, "startTime": {{owner.StartTime}} }"""));
}
