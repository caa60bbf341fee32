using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>What is no book, or no more, is moved aside; a new one is begun, and its owner hears of it once.</summary>
public sealed class DamagedBookSpecs : IDisposable
{
    private const string HiddenDamage = "dd if=/dev/zero of=book.db bs=4096 seek=25 count=1 conv=notrunc 2>/dev/null";
    private readonly Desk _desk = new();

    public static TheoryData<string, string> Damages => new()
    {
        { "a text", "printf 'dear diary' > book.db" },
        { "a long text", "yes 'dear diary' | head -c 100000 > book.db" },
        { "noise", "head -c 100000 /dev/urandom > book.db" },
        { "half of it", "truncate -s 40960 book.db" },
        { "a hole in the middle", "dd if=/dev/zero of=book.db bs=4096 seek=3 count=20 conv=notrunc 2>/dev/null" },
        { "one page that nobody would have looked at", HiddenDamage },
        { "another such page", "dd if=/dev/zero of=book.db bs=4096 seek=30 count=1 conv=notrunc 2>/dev/null" },
        { "a header of noise", "head -c 100 /dev/urandom | dd of=book.db conv=notrunc 2>/dev/null" },
        { "another program's book", "sqlite PRAGMA application_id = 42" },
        { "another program's book without a mark", "sqlite PRAGMA application_id = 0; PRAGMA user_version = 0" },
        { "a schema that never was", "sqlite PRAGMA user_version = -3" },
        { "a table less", "sqlite DROP TABLE deliveries" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task What_is_no_book_is_moved_aside_and_told_once(string what, string damage)
    {
        using (var before = _desk.Open()) await Fill(before);
        await Do(damage);
        var bytes = await File.ReadAllBytesAsync(_desk.File);

        var book = _desk.Open();
        var journal = _desk.Journal(book);
        var trouble = (await journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None)).ShouldNotBeNull(what);

        var aside = $"{_desk.File}.unreadable-20261123T031504000Z";
        trouble.ShouldSatisfyAllConditions(t => t.ShouldStartWith($"{_desk.File} cannot be read ("), t => t.ShouldEndWith($": it was moved to {aside}, and a new book is begun"), t => t.ShouldNotContain("\n"));
        (await File.ReadAllBytesAsync(aside)).ShouldBe(bytes);
        var (level, text) = _desk.Logs.Lines.ShouldHaveSingleItem();
        (level, text).ShouldBe((LogLevel.Warning, trouble));
        var content = await journal.Load(Desk.Main, CancellationToken.None);
        (content.Events.Count, content.Trouble).ShouldBe((13, null), "the job was done on the new book");
    }

    [Fact]
    public async Task A_book_that_is_damaged_while_it_is_in_use_is_replaced_and_the_job_is_done_on_the_new_one()
    {
        var book = _desk.Open();
        var journal = _desk.Journal(book);
        for (var i = 0; i < 30; i++) await journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start.AddHours(i)), [], CancellationToken.None);
        await book.Do(db => db.Run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA shrink_memory"), CancellationToken.None);
        await Shell("head -c 200000 /dev/urandom | dd of=book.db bs=4096 seek=1 conv=notrunc 2>/dev/null");

        (await journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start.AddDays(9)), [], CancellationToken.None)).ShouldNotBeNull().ShouldContain("damaged");
        (await journal.Load(Desk.Main, CancellationToken.None)).Events.Count.ShouldBe(13);
        _desk.Files.ShouldContain("book.db.unreadable-20261123T031504000Z");
    }

    [Fact]
    public async Task It_is_looked_through_once_in_a_life_and_not_each_time_it_is_opened_again()
    {
        using (var book = _desk.Open())
        {
            await Fill(book);
            await Fail(book);
            await Shell($"cp -p book.db before && {HiddenDamage} && touch -r before book.db && rm before");
            (await _desk.Journal(book).Append(Desk.Main, [], [], CancellationToken.None)).ShouldBeNull("as far as anybody can see it is the file that was closed");
        }

        (await _desk.Journal(_desk.Open()).Append(Desk.Main, [], [], CancellationToken.None)).ShouldNotBeNull("the next life looks through it").ShouldContain("moved");
    }

    [Theory]
    [InlineData(HiddenDamage)]
    [InlineData($"cp book.db other && mv other book.db && {HiddenDamage}")]
    [InlineData("printf 'dear diary, and a lot more' > book.db")]
    public async Task What_somebody_else_has_written_since_it_was_closed_is_looked_through_again(string change)
    {
        var book = _desk.Open();
        await Fill(book);
        await Fail(book);
        await Shell(change);
        (await _desk.Journal(book).Append(Desk.Main, [], [], CancellationToken.None)).ShouldNotBeNull().ShouldContain("cannot be read");
    }

    [Fact]
    public async Task What_is_moved_aside_never_takes_the_place_of_what_was_moved_aside_before()
    {
        foreach (var text in new[] { "first, long enough", "second, long enough" })
        {
            await File.WriteAllTextAsync(_desk.File, text);
            using var book = _desk.Open();
            await _desk.Journal(book).Load(Desk.Main, CancellationToken.None);
        }

        _desk.Files.Where(static file => file.Contains("unreadable", StringComparison.Ordinal)).Select(file => File.ReadAllText(Path.Combine(_desk.Home, file)))
            .ShouldBe(["first, long enough", "second, long enough"]);
    }

    [Fact]
    public async Task A_disk_that_damages_every_book_is_not_filled_with_them()
    {
        for (var i = 0; i < 20; i++)
        {
            await File.WriteAllTextAsync(_desk.File, $"{i}, long enough");
            _desk.Time.Advance(TimeSpan.FromMinutes(1));
            using var book = _desk.Open();
            await _desk.Journal(book).Load(Desk.Main, CancellationToken.None);
        }

        _desk.Files.Where(static file => file.Contains("unreadable", StringComparison.Ordinal)).Select(file => File.ReadAllText(Path.Combine(_desk.Home, file)))
            .ShouldBe(Enumerable.Range(12, 8).Select(static i => $"{i}, long enough"));
    }

    [Fact]
    public async Task A_trouble_that_its_first_hearer_did_not_wait_for_is_told_to_the_next()
    {
        await File.WriteAllTextAsync(_desk.File, "no book at all");
        var book = _desk.Open();
        await _desk.Outbox(book).Load(Desk.Main, ["log"], CancellationToken.None);
        var journal = _desk.Journal(book);
        (await journal.Append(Desk.Main, [], [], CancellationToken.None)).ShouldNotBeNull();
        (await journal.Load(new("work"), CancellationToken.None)).Trouble.ShouldBeNull();
    }

    public void Dispose() => _desk.Dispose();

    private async Task Fill(Book book)
    {
        for (var i = 0; i < 30; i++) await _desk.Journal(book).Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start.AddHours(i)), [], CancellationToken.None);
    }

    private static async Task Fail(Book book) => await Should.ThrowAsync<IOException>(() => book.Do(db => db.Run("no SQL"), CancellationToken.None));

    private Task Do(string damage)
    {
        if (!damage.StartsWith("sqlite ", StringComparison.Ordinal)) return Shell(damage);
        using var raw = new SqliteConnection($"Data Source={_desk.File};Pooling=False");
        raw.Open();
        raw.Run(damage["sqlite ".Length..]);
        return Task.CompletedTask;
    }

    // By another process: closing a file here would end the locks that SQLite has on it.
    private async Task Shell(string line)
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", line]) { WorkingDirectory = _desk.Home })!;
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0);
    }
}
