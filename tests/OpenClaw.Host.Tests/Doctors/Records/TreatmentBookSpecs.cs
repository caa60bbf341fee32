using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors.Records;

public sealed class TreatmentBookSpecs : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_treatment_is_kept_whole_and_the_last_word_about_it_counts_also_for_the_next_daemon()
    {
        var home = _desk.Open();
        var book = new TreatmentBook(home, _desk.Logs.For<TreatmentBook>());
        await book.Note(Entry("i1", Desk.Start), CancellationToken.None);
        var ended = Entry("i1", Desk.Start) with
        {
            EndedAt = Desk.Start.AddMinutes(3),
            Session = "s-1",
            CostUsd = 0.0375m,
            Turns = 4,
            ToolCalls = 5,
            Denials = 1,
            Healed = true,
            Actions = ["ok - Edit: a", "ok - Bash: b"],
            Diff = "-a\n+b",
        };
        await book.Note(ended, CancellationToken.None);
        await book.Note(Entry("i2", Desk.Start.AddHours(1)) with { Healed = false }, CancellationToken.None);
        home.Dispose();

        var next = new TreatmentBook(_desk.Open(), _desk.Logs.For<TreatmentBook>());
        var all = await next.Since(Desk.Start, CancellationToken.None);
        all.Select(static e => e.Incident).ShouldBe(["i1", "i2"]);
        (all[0] with { Actions = [] }).ShouldBe(ended with { Actions = [] });
        all[0].Actions.ShouldBe(ended.Actions);
        (await next.Since(Desk.Start.AddMinutes(1), CancellationToken.None)).ShouldHaveSingleItem().Healed.ShouldBe(false);
        (await next.Of("main", "Down", 1, CancellationToken.None)).ShouldHaveSingleItem().Incident.ShouldBe("i2");
        (await next.Of("main", "Wedged", 9, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_can_be_read_beside_the_daemon_and_where_there_is_none()
    {
        var onDisk = TreatmentBook.OnDisk(_desk.Home, _desk.Logs.For<TreatmentBook>());
        (await onDisk.Since(DateTimeOffset.MinValue, CancellationToken.None)).ShouldBeEmpty();
        await new TreatmentBook(_desk.Open(), _desk.Logs.For<TreatmentBook>()).Note(Entry("i1", Desk.Start), CancellationToken.None);
        await onDisk.Note(Entry("i2", Desk.Start), CancellationToken.None);
        (await onDisk.Since(DateTimeOffset.MinValue, CancellationToken.None)).ShouldHaveSingleItem().Incident.ShouldBe("i1");
        _desk.Logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_book_that_cannot_be_written_is_a_line_in_the_log_and_makes_nothing_free_of_charge()
    {
        Directory.CreateDirectory(_desk.File);
        var book = new TreatmentBook(_desk.Open(), _desk.Logs.For<TreatmentBook>());
        await book.Note(Entry("i1", Desk.Start) with { CostUsd = 3 }, CancellationToken.None);
        (await book.Since(Desk.Start, CancellationToken.None)).ShouldHaveSingleItem().CostUsd.ShouldBe(3);
        _desk.Logs.Lines.Count.ShouldBe(2);
    }

    private static TreatmentEntry Entry(string incident, DateTimeOffset at) => new("main", incident, "claude-code", "Down", at);
}
