using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

public sealed class FileRestartLedgerStoreSpecs : RestartLedgerStoreContractSpecs, IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ledgers-");
    private readonly RecordedLogs _log = new();

    private string Book => Path.Combine(_home.FullName, "gateways", "main", "restarts.json");

    [Fact]
    public async Task A_later_daemon_finds_it()
    {
        await Create().Save(Main, Ledger(2), CancellationToken.None);
        (await Create().Load(Main, CancellationToken.None)).ShouldNotBeNull().Boots.ShouldBe(Ledger(2).Boots);
    }

    [Fact]
    public async Task Only_its_owner_may_read_it()
    {
        await Create().Save(Main, Ledger(2), CancellationToken.None);
        File.GetUnixFileMode(Book).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(Book)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(Path.GetDirectoryName(Book)!).ShouldBe([Book], "no draft is left");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"version\": 1, \"boots\": [")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("{}")]
    [InlineData("{\"version\": 1}")]
    [InlineData("{\"version\": 1, \"boots\": [null], \"restarts\": [], \"bootTimes\": []}")]
    [InlineData("{\"version\": 2, \"boots\": [], \"restarts\": [], \"bootTimes\": []}")]
    public async Task A_file_that_is_no_ledger_is_moved_aside_and_told(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Book)!);
        await File.WriteAllTextAsync(Book, text);
        var store = Create();
        (await store.Load(Main, CancellationToken.None)).ShouldBeNull();
        File.Exists(Book).ShouldBeFalse();
        var aside = Directory.GetFiles(Path.GetDirectoryName(Book)!).ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(aside)).ShouldBe(text);
        Path.GetFileName(aside).ShouldBe("restarts.json.unreadable-20261123T031504000Z");
        _log.Lines.ShouldHaveSingleItem().Text.ShouldContain("restarts.json");

        await store.Save(Main, Ledger(1), CancellationToken.None);
        (await store.Load(Main, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_disk_that_does_not_take_it_is_an_exception_of_ours()
    {
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "gateways"), "a file where the folder should be");
        await Should.ThrowAsync<IOException>(() => Create().Save(Main, Ledger(1), CancellationToken.None));
    }

    public void Dispose() => _home.Delete(recursive: true);

    protected override IRestartLedgerStore Create() =>
        new FileRestartLedgerStore(_home.FullName, new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 3, 15, 4, TimeSpan.Zero)), _log.For<FileRestartLedgerStore>());
}
