using Microsoft.Data.Sqlite;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>The book's file: whose it is, how it comes to be, and that nobody has to wait for it.</summary>
public sealed class BookSpecs : IDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task Only_its_owner_may_read_it_whatever_mask_the_process_has()
    {
        // A book of a wider mode, as a copy from a backup may be.
        using (var first = _desk.Open()) await Write(first);
        File.SetUnixFileMode(_desk.File, (UnixFileMode)0b110_100_100);
        await Write(_desk.Open());
        _desk.Files.ShouldBe(["book.db", "book.db-shm", "book.db-wal"]);
        foreach (var file in _desk.Files) File.GetUnixFileMode(Path.Combine(_desk.Home, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task What_is_written_is_on_the_disk_before_it_is_acknowledged()
    {
        var book = _desk.Open();
        (await book.Do(db => db.Text("PRAGMA journal_mode"), CancellationToken.None)).ShouldBe("wal");
        (await book.Do(db => db.Number("PRAGMA synchronous"), CancellationToken.None)).ShouldBe(2, "FULL: one flush for each commit");
        (await book.Do(db => db.Number("PRAGMA application_id"), CancellationToken.None)).ShouldBe(BookSchema.ApplicationId);
        (await book.Do(db => db.Number("PRAGMA user_version"), CancellationToken.None)).ShouldBe(BookSchema.Ours.Version);
    }

    [Fact]
    public async Task At_its_end_everything_is_in_the_one_file_and_later_jobs_are_refused()
    {
        var book = _desk.Open();
        var last = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Write(book)));
        book.Dispose();
        await last;
        _desk.Files.ShouldBe(["book.db"]);
        (await Should.ThrowAsync<IOException>(() => Write(book))).Message.ShouldContain("closed");
        (await Count(_desk.Open())).ShouldBe(20);
    }

    [Fact]
    public async Task A_disk_that_hangs_holds_nobody_who_gives_up_waiting()
    {
        using var disk = new ManualResetEventSlim();
        var book = _desk.Open();
        var hung = book.Do(_ => { disk.Wait(); return 1; }, CancellationToken.None);
        using var patience = new CancellationTokenSource();
        var (begun, behind) = (book.Do(db => Insert(db), patience.Token), book.Do(db => Insert(db), CancellationToken.None));
        begun.IsCompleted.ShouldBeFalse();

        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => begun.Soon());
        (hung.IsCompleted, behind.IsCompleted).ShouldBe((false, false));

        disk.Set();
        await behind.Soon();
        (await Count(book)).ShouldBe(1, "what nobody waits for any more is not written");
    }

    [Fact]
    public async Task A_job_that_is_given_up_while_it_is_done_is_done_all_the_same()
    {
        using SemaphoreSlim begun = new(0), disk = new(0);
        using var patience = new CancellationTokenSource();
        var book = _desk.Open();
        var job = book.Do(db => { begun.Release(); disk.Wait(); return Insert(db); }, patience.Token);
        await begun.WaitAsync();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => job.Soon());
        disk.Release();
        (await Count(book)).ShouldBe(1);
    }

    [Fact]
    public async Task A_book_of_an_earlier_version_is_brought_forward_with_all_that_is_in_it()
    {
        using (var earlier = _desk.Open(new BookSchema(BookSchema.Ours.Steps.Take(1).ToArray())))
        {
            await _desk.Journal(earlier).Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None);
            (await earlier.Do(db => db.Number("PRAGMA user_version"), CancellationToken.None)).ShouldBe(1);
        }

        (await _desk.History().Find(new(), CancellationToken.None)).ShouldHaveSingleItem("it can be read before a daemon has brought it forward");
        var book = _desk.Open();
        (await _desk.Journal(book).Load(Desk.Main, CancellationToken.None)).Events.Count.ShouldBe(13);
        await new ConfigVersions(book).Saw(Desk.Main, "a", "b", Desk.Start, CancellationToken.None);
        (await book.Do(db => db.Number("PRAGMA user_version"), CancellationToken.None)).ShouldBe(BookSchema.Ours.Version);
        _desk.Logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_forward_that_is_cut_off_leaves_what_was_there_before_it()
    {
        var first = BookSchema.Ours.Steps[0];
        using (var earlier = _desk.Open(new BookSchema([first]))) await Write(earlier);
        using (var cut = _desk.Open(new BookSchema([first, "CREATE TABLE more (a INT)", "CREATE TABLE even_more (a INT); INSERT INTO nowhere VALUES (1)"])))
        {
            (await Should.ThrowAsync<IOException>(() => Write(cut))).Message.ShouldNotContain("\n");
            await Should.ThrowAsync<IOException>(() => Write(cut));
        }

        var mended = _desk.Open(new BookSchema([first, "CREATE TABLE more (a INT)", "CREATE TABLE even_more (a INT)"]));
        (await Count(mended)).ShouldBe(1);
        (await mended.Do(db => db.Number("PRAGMA user_version"), CancellationToken.None)).ShouldBe(3);
        _desk.Logs.Lines.ShouldBeEmpty("a failed step is no damage");
    }

    [Fact]
    public async Task A_daemon_that_was_killed_at_its_very_first_step_is_no_trouble()
    {
        await File.WriteAllTextAsync(_desk.File, "");
        await Write(_desk.Open());
        _desk.Logs.Lines.ShouldBeEmpty();

        using var other = new Desk();
        using (var raw = new SqliteConnection($"Data Source={other.File};Pooling=False"))
        {
            raw.Open();
            raw.Run("PRAGMA journal_mode = WAL");
        }

        new FileInfo(other.File).Length.ShouldBeGreaterThan(0);
        await Write(other.Open());
        other.Logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_newer_book_is_left_as_it_is_and_healing_goes_on_in_memory()
    {
        using (var newer = _desk.Open(new BookSchema([.. BookSchema.Ours.Steps, "CREATE TABLE tomorrow (a INT)"]))) await Write(newer);
        var bytes = await File.ReadAllBytesAsync(_desk.File);

        var book = _desk.Open();
        var journal = _desk.Journal(book);
        var trouble = (await journal.Load(Desk.Main, CancellationToken.None)).Trouble.ShouldNotBeNull();
        trouble.ShouldBe($"{_desk.File} has schema {BookSchema.Ours.Version + 1} and this program knows up to {BookSchema.Ours.Version}: update openclaw-actors, or move the file out of the way. Until then incidents and news are kept in memory only");
        (await journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None)).ShouldBeNull("it was told");
        await Should.ThrowAsync<IOException>(() => book.Do(db => db.Run("no SQL"), CancellationToken.None));
        var content = await journal.Load(Desk.Main, CancellationToken.None);
        (content.Events.Count, content.Trouble).ShouldBe((13, null));

        _desk.Logs.Lines.ShouldHaveSingleItem().Text.ShouldBe(trouble);
        (await Should.ThrowAsync<BookRefusedException>(() => _desk.History().Find(new(), CancellationToken.None))).Message.ShouldStartWith($"{_desk.File} has schema {BookSchema.Ours.Version + 1}");
        book.Dispose();
        (await File.ReadAllBytesAsync(_desk.File)).ShouldBe(bytes);
    }

    public void Dispose() => _desk.Dispose();

    private static int Insert(SqliteConnection db) => db.Run("INSERT INTO ledgers (gateway, json) VALUES (hex(randomblob(8)), '')");

    private static Task<int> Write(Book book) => book.Do(Insert, CancellationToken.None);

    private static Task<long> Count(Book book) => book.Do(db => db.Number("SELECT count(*) FROM ledgers"), CancellationToken.None);
}
