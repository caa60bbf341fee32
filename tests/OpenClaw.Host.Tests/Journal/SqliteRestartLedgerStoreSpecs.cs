using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

public sealed class SqliteRestartLedgerStoreSpecs : RestartLedgerStoreContractSpecs, IDisposable
{
    private readonly Desk _desk = new();
    private readonly Book _book;

    public SqliteRestartLedgerStoreSpecs() => _book = _desk.Open();

    private string Folder => Path.Combine(_desk.Home, "gateways", "main");

    private string Old => Path.Combine(Folder, "restarts.json");

    [Fact]
    public async Task The_file_of_an_earlier_version_is_taken_over_once()
    {
        WriteOld(RestartBook.Of(Ledger(3)).ToJson());
        (await Create().Load(Main, CancellationToken.None)).ShouldNotBeNull().Boots.ShouldBe(Ledger(3).Boots);
        Directory.GetFiles(Folder).ShouldBe([Old + ".imported"]);
        _book.Dispose();
        (await _desk.Ledgers(_desk.Open()).Load(Main, CancellationToken.None)).ShouldNotBeNull().Boots.ShouldBe(Ledger(3).Boots);
    }

    [Fact]
    public async Task A_file_that_was_taken_over_and_not_put_away_is_not_taken_over_again()
    {
        await Create().Save(Main, Ledger(5), CancellationToken.None);
        WriteOld(RestartBook.Of(Ledger(3)).ToJson());
        (await Create().Load(Main, CancellationToken.None)).ShouldNotBeNull().Boots.ShouldBe(Ledger(5).Boots);
        File.Exists(Old).ShouldBeFalse();
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
        WriteOld(text);
        (await Create().Load(Main, CancellationToken.None)).ShouldBeNull();
        var aside = Directory.GetFiles(Folder).ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(aside)).ShouldBe(text);
        Path.GetFileName(aside).ShouldBe("restarts.json.unreadable-20261123T031504000Z");
        _desk.Logs.Lines.ShouldHaveSingleItem().Text.ShouldContain("restarts.json");

        await Create().Save(Main, Ledger(1), CancellationToken.None);
        (await Create().Load(Main, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_is_told_and_none()
    {
        await Create().Save(Main, Ledger(1), CancellationToken.None);
        await _book.Do(db => db.Run("UPDATE ledgers SET json = '{}'"), CancellationToken.None);
        (await Create().Load(Main, CancellationToken.None)).ShouldBeNull();
        _desk.Logs.Lines.ShouldHaveSingleItem().Text.ShouldContain("main");
    }

    [Fact]
    public async Task While_the_book_is_in_memory_only_the_file_stays_where_it_is()
    {
        using (var newer = _desk.Open()) await newer.Do(db => db.Run("PRAGMA user_version = 99"), CancellationToken.None);
        WriteOld(RestartBook.Of(Ledger(3)).ToJson());
        (await _desk.Ledgers(_desk.Open()).Load(Main, CancellationToken.None)).ShouldNotBeNull().Boots.ShouldBe(Ledger(3).Boots);
        File.Exists(Old).ShouldBeTrue();
    }

    public void Dispose() => _desk.Dispose();

    protected override IRestartLedgerStore Create() => _desk.Ledgers(_book);

    private void WriteOld(string text)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Old, text);
    }
}
