using Microsoft.Data.Sqlite;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Remedies;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Remedies;

/// <summary>package-reinstall, with an npm that does as it is told.</summary>
public sealed class PackageReinstallSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new PackageReinstall();

    internal override Diagnosis Break()
    {
        File.Delete(Path.Combine(Package, "dist/index.js"));
        Ward.Write("lib/node_modules/.openclaw-AbCd/package.json", "half");
        Npm("mkdir -p $P/dist $P/node_modules/ws; printf '{\"name\":\"openclaw\",\"version\":\"2026.9.6\",\"dependencies\":{\"ws\":\"8\"}}' > $P/package.json; touch $P/dist/index.js");
        return Ward.Found(Ward.Finding(FindingIds.PackageIncomplete, ("package", Package), ("missing", "dist/index.js")));
    }

    [Fact]
    public async Task Exactly_the_same_version_is_asked_for_in_the_same_prefix_and_leftovers_are_moved_aside()
    {
        var plan = (await Remedy.Plan(Break(), Ward.Patient(), CancellationToken.None)).ShouldNotBeNull();
        plan.Moves.Select(static m => m.From).ShouldBe([Package, Ward.At("lib/node_modules/.openclaw-AbCd")]);
        await plan.Act(CancellationToken.None);
        Ward.Told.ShouldContain($"npm install -g openclaw@2026.9.6 --prefix {Ward.Root} --prefer-offline --no-audit --no-fund");
        Ward.Told.ShouldContain($"path {Ward.At("node/bin")}:");
    }

    [Fact]
    public async Task An_install_that_leaves_something_missing_has_not_succeeded()
    {
        var diagnosis = Break();
        Npm("true");
        Directory.Delete(Path.Combine(Package, "node_modules"), recursive: true);
        (await (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_known_version_nothing_is_guessed()
    {
        var diagnosis = Break();
        File.Delete(Path.Combine(Package, "package.json"));
        (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }

    private string Package => Ward.At(Ward.Package);

    private void Npm(string install) => Ward.Script("tools/npm", $"echo \"npm $@\" >> {Ward.At("told.txt")}; echo \"path $PATH\" >> {Ward.At("told.txt")}; P={Package}; {install}");
}

/// <summary>state-permissions.</summary>
public sealed class StatePermissionsSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new StatePermissions();

    internal override Diagnosis Break()
    {
        Ward.Write(".openclaw/state/openclaw.sqlite", "db", UnixFileMode.GroupRead);
        File.SetUnixFileMode(Ward.At(".openclaw/state"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Ward.Found(Ward.Finding(FindingIds.StateMode, ("paths", $"500 {Ward.At(".openclaw/state")}\n040 {Ward.At(".openclaw/state/openclaw.sqlite")}")));
    }

    [Fact]
    public async Task Only_the_owners_bits_are_given_back()
    {
        await (await Remedy.Plan(Break(), Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None);
        File.GetUnixFileMode(Ward.At(".openclaw/state/openclaw.sqlite")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.GetUnixFileMode(Ward.At(".openclaw/state")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task What_is_outside_the_state_folder_is_not_touched()
    {
        var outside = Ward.Write("outside", "", UnixFileMode.None);
        (await Remedy.Plan(Ward.Found(Ward.Finding(FindingIds.StateMode, ("paths", $"0 {outside}\n0 {Ward.At(".openclaw/../outside")}"))), Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }
}

/// <summary>disk-room.</summary>
public sealed class DiskRoomSpecs : RemedyContractSpecs
{
    private static readonly DateTime LongAgo = DateTime.UtcNow.AddDays(-30);

    internal override IRemedy Remedy => new DiskRoom(Ward.At("tmp"));

    protected override bool ChangesFiles => false;

    internal override Diagnosis Break()
    {
        Aged("tmp/openclaw/openclaw-2026-01-01.log");
        Aged("tmp/openclaw/openclaw-2026-01-02.log.3");
        Aged(".openclaw/openclaw.json.clobbered.2026-01-01");
        return Ward.Found(Ward.Finding(FindingIds.DiskFull, ("path", Ward.At("not/there/yet"))));
    }

    [Fact]
    public async Task Rotated_logs_and_old_leftovers_go_and_everything_else_stays()
    {
        var diagnosis = Break();
        string[] stay = [Ward.Write("tmp/openclaw/openclaw-today.log", "x"), Ward.Write(".openclaw/openclaw.json.clobbered.new", "x"), Aged(".openclaw/state/openclaw.sqlite"), Aged(".openclaw/openclaw.json.bak"), Aged(".openclaw/logs/x.sqlite.log.1"), Aged("tmp/mine.log.1")];
        File.CreateSymbolicLink(Ward.At("tmp/openclaw/link.log.1"), stay[3]);
        await (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None);
        stay.ShouldAllBe(static f => File.Exists(f));
        Directory.GetFiles(Ward.At("tmp/openclaw")).Select(Path.GetFileName).ShouldBe(["openclaw-today.log", "link.log.1"], ignoreOrder: true);
        File.Exists(Ward.At(".openclaw/openclaw.json.clobbered.2026-01-01")).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_full_disk_nothing_is_deleted()
    {
        Break();
        (await Remedy.Plan(Ward.Found(Ward.Finding(FindingIds.StateMissing, ("path", Ward.Root))), Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }

    private string Aged(string name)
    {
        var path = Ward.Write(name, "old");
        File.SetLastWriteTimeUtc(path, LongAgo);
        return path;
    }
}

/// <summary>log-truncate.</summary>
public sealed class LogTruncateSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new LogTruncate();

    protected override bool ChangesFiles => false;

    internal override Diagnosis Break()
    {
        File.WriteAllLines(Log, Enumerable.Range(0, 400_000).Select(static n => $"line {n}"));
        return Ward.Found(Ward.Finding(FindingIds.LogOversized, ("paths", Log)));
    }

    [Fact]
    public async Task The_last_whole_lines_stay_and_who_writes_goes_on_writing()
    {
        var diagnosis = Break();
        await using var writer = new FileStream(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None);
        var lines = File.ReadAllLines(Log);
        lines[^1].ShouldBe("line 399999");
        lines[0].ShouldStartWith("line ");
        new FileInfo(Log).Length.ShouldBeLessThanOrEqualTo(1024 * 1024);
    }

    private string Log => Ward.At("gateway.log");
}

/// <summary>database-restore.</summary>
public sealed class DatabaseRestoreSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new DatabaseRestore();

    internal override Diagnosis Break()
    {
        Database(Db + ".bak", 1);
        File.WriteAllText(Db + ".bak.2", "this one is broken too");
        File.WriteAllText(Db, "file is not a database");
        Ward.Write(".openclaw/state/openclaw.sqlite-wal", "log");
        return Ward.Found(Ward.Finding(FindingIds.DatabaseCorrupt, ("path", Db)));
    }

    [Fact]
    public void Its_owner_is_asked_first() => RemedyPolicy.Shipped.Of(Remedy.Name).ShouldBe(RemedySwitch.Ask);

    [Fact]
    public async Task A_copy_that_is_not_sound_is_not_taken()
    {
        var diagnosis = Break();
        File.WriteAllText(Db + ".bak", "broken");
        (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }

    private string Db
    {
        get
        {
            Directory.CreateDirectory(Ward.At(".openclaw/state"));
            return Ward.At(".openclaw/state/openclaw.sqlite");
        }
    }

    private static void Database(string path, int rows)
    {
        using var db = new SqliteConnection($"Data Source={path};Pooling=False");
        db.Open();
        using var make = db.CreateCommand();
        make.CommandText = $"CREATE TABLE boots (id); INSERT INTO boots VALUES ({rows})";
        make.ExecuteNonQuery();
    }
}
