using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

public sealed class SqliteIncidentHistorySpecs : IncidentHistoryContractSpecs, IDisposable
{
    private readonly Desk _desk = new();
    private SqliteIncidentJournal? _journal;

    [Fact]
    public async Task It_makes_no_book_where_there_is_none()
    {
        await History.Find(new IncidentQuery(), CancellationToken.None);
        _desk.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_reads_a_book_that_no_daemon_has_open()
    {
        using (var book = _desk.Open()) await _desk.Journal(book).Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None);
        (await History.Find(new IncidentQuery(), CancellationToken.None)).ShouldHaveSingleItem();
        using (var book = _desk.Open()) (await _desk.Journal(book).Load(Desk.Main, CancellationToken.None)).Trouble.ShouldBeNull();
        _desk.Files.ShouldBe(["book.db"], "what the reader had to put beside it was cleared away");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no book at all, but a longer text than a header of SQLite is, so that it is looked at in earnest; it goes on and on and on and on.")]
    public async Task It_leaves_what_is_no_book_as_it_is(string text)
    {
        await File.WriteAllTextAsync(_desk.File, text);
        if (text == "") (await History.Find(new IncidentQuery(), CancellationToken.None)).ShouldBeEmpty();
        else (await Should.ThrowAsync<BookRefusedException>(() => History.Find(new IncidentQuery(), CancellationToken.None))).Message.ShouldContain(_desk.File);
        (await File.ReadAllTextAsync(_desk.File)).ShouldBe(text);
    }

    [Fact]
    public async Task A_line_that_this_version_cannot_read_is_left_out()
    {
        var book = _desk.Open();
        await _desk.Journal(book).Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None);
        await book.Do(db => db.Run("UPDATE incidents SET cause = '7'"), CancellationToken.None);
        (await History.Find(new IncidentQuery(), CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_page_is_found_by_an_index_and_nothing_is_sorted()
    {
        var book = _desk.Open();
        IncidentId last = new("main-20261123-031504");
        IncidentQuery[] questions =
        [
            new(), new() { Before = last }, new() { Gateway = Desk.Main }, new() { Gateway = Desk.Main, Before = last }, new() { IsOpen = true, Gateway = Desk.Main }, new() { Cause = GatewayPhase.Down, Before = last },
            new() { Since = Desk.Start, Before = last }, new() { Gateway = Desk.Main, Since = Desk.Start, Until = Desk.Start.AddDays(1) }, new() { Id = last },
        ];
        foreach (var question in questions)
        {
            var (sql, values) = SqliteIncidentHistory.Ask(question);
            var plan = string.Join('\n', await book.Do(db => db.Rows($"EXPLAIN QUERY PLAN {sql}", static row => row.GetString(3), values), CancellationToken.None));
            plan.ShouldContain("USING INDEX", customMessage: $"{question}: {plan}");
            plan.ShouldNotContain("TEMP B-TREE", customMessage: $"{question}: {plan}");
            if (question is { Before: not null } or { Since: not null } or { Gateway: not null }) plan.ShouldContain("SEARCH incidents USING INDEX", customMessage: $"{question}: {plan}");
        }
    }

    public void Dispose() => _desk.Dispose();

    protected override IIncidentHistory History => _desk.History();

    protected override Task Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events) =>
        (_journal ??= _desk.Journal(_desk.Open())).Append(gateway, events, [], CancellationToken.None);
}
