using OpenClaw.Host.Journal;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

public sealed class RemoteBookSpecs : IDisposable
{
    private static readonly RemoteSender Owner = new("telegram", "-100", "1");

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task What_was_asked_for_is_kept_whole_and_without_secrets_and_read_by_its_incident_beside_the_daemon()
    {
        var onDisk = RemoteBook.OnDisk(_desk.Home, _desk.Logs.For<RemoteBook>());
        (await onDisk.Of("i1", CancellationToken.None)).ShouldBeEmpty();
        var book = new RemoteBook(_desk.Open(), _desk.Logs.For<RemoteBook>());
        await book.Note(new RemoteEntry(Desk.Start, Owner, "ack", "offered, waits for its code", "i1"), CancellationToken.None);
        await book.Note(new RemoteEntry(Desk.Start.AddSeconds(5), Owner, "pause 1800s token=abcdefghijkl", "done\nor not", "i1"), CancellationToken.None);
        await book.Note(new RemoteEntry(Desk.Start, Owner, "status", "answered", null), CancellationToken.None);
        (await onDisk.Of("i1", CancellationToken.None)).ShouldBe(
        [
            new RemoteEntry(Desk.Start, Owner, "ack", "offered, waits for its code", "i1"),
            new RemoteEntry(Desk.Start.AddSeconds(5), Owner, "pause 1800s token=[redacted]", "done or not", "i1"),
        ]);
        _desk.Logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_kept_as_long_as_events_are()
    {
        var home = _desk.Open();
        var book = new RemoteBook(home, _desk.Logs.For<RemoteBook>());
        await book.Note(new RemoteEntry(Desk.Start, Owner, "ack", "done", "i1"), CancellationToken.None);
        await book.Note(new RemoteEntry(Desk.Start.AddDays(2), Owner, "undo", "done", "i1"), CancellationToken.None);
        var now = Desk.Start + BookRetention.Events + TimeSpan.FromDays(1);
        // Something of an earlier daemon, by whose time the age is counted.
        await home.Do(db => db.Run("INSERT INTO news (gateway, key, at, json) VALUES ('main', 'k', $at, '{}')", ("$at", BookSql.Time(now.AddSeconds(-1)))), CancellationToken.None);
        await BookRetention.Keep(home, now, now, CancellationToken.None);
        (await book.Of("i1", CancellationToken.None)).ShouldHaveSingleItem().Command.ShouldBe("undo");
    }

    [Fact]
    public async Task A_book_that_cannot_be_written_is_a_line_in_the_log()
    {
        Directory.CreateDirectory(_desk.File);
        await new RemoteBook(_desk.Open(), _desk.Logs.For<RemoteBook>()).Note(new RemoteEntry(Desk.Start, Owner, "ack", "done", "i1"), CancellationToken.None);
        _desk.Logs.All.ShouldContain("A command from telegram user 1 in chat -100 could not be written down");
    }
}
