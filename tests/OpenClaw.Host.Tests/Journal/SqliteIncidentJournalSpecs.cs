using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

public sealed class SqliteIncidentJournalSpecs : IncidentJournalContractSpecs, IDisposable
{
    private readonly Desk _desk = new();
    private readonly Book _book;
    private readonly SqliteIncidentJournal _journal;

    public SqliteIncidentJournalSpecs() => _journal = _desk.Journal(_book = _desk.Open());

    [Fact]
    public async Task It_loads_the_open_incidents_and_the_last_fifty_that_ended()
    {
        await _journal.Append(Desk.Main, [Open(0, Desk.Main), .. Enumerable.Range(1, 70).SelectMany(i => new IncidentEvent[] { Open(i, Desk.Main), Close(i, Desk.Main) })], [], CancellationToken.None);
        var loaded = (await _journal.Load(Desk.Main, CancellationToken.None)).Events;
        loaded.Select(static e => e.Incident).Distinct().ShouldBe([Open(0, Desk.Main).Incident, .. Enumerable.Range(21, 50).Select(static i => Open(i, Desk.Main).Incident)]);
    }

    [Fact]
    public async Task A_later_daemon_finds_it()
    {
        await _journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None);
        _book.Dispose();
        (await _desk.Journal(_desk.Open()).Load(Desk.Main, CancellationToken.None)).Events.Count.ShouldBe(13);
    }

    [Fact]
    public async Task News_is_kept_with_its_events_or_neither_is()
    {
        var outbox = _desk.Outbox(_book);
        await outbox.Load(Desk.Main, ["log"], CancellationToken.None);
        await _journal.Append(Desk.Main, [Open(1, Desk.Main)], [Tales.News("a", Desk.Start)], CancellationToken.None);
        await Should.ThrowAsync<NotSupportedException>(() => _journal.Append(Desk.Main, [Open(2, Desk.Main), new Unheard(Open(2, Desk.Main).Incident, Desk.Start)], [Tales.News("b", Desk.Start)], CancellationToken.None));
        await _book.Do(db => db.Run("CREATE TRIGGER no_news BEFORE INSERT ON news BEGIN SELECT raise(ABORT, 'no'); END"), CancellationToken.None);
        await Should.ThrowAsync<IOException>(() => _journal.Append(Desk.Main, [Open(3, Desk.Main)], [Tales.News("c", Desk.Start)], CancellationToken.None));

        (await _journal.Load(Desk.Main, CancellationToken.None)).Events.ShouldHaveSingleItem().Incident.ShouldBe(Open(1, Desk.Main).Incident);
        (await outbox.Load(Desk.Main, ["log"], CancellationToken.None)).ShouldHaveSingleItem().News.Key.ShouldBe("a");
    }

    [Fact]
    public async Task What_a_newer_version_wrote_and_what_is_broken_is_skipped_and_told_in_one_line()
    {
        var events = Tales.EveryKind(Desk.Main, Desk.Start);
        await _journal.Append(Desk.Main, events, [], CancellationToken.None);
        await _book.Do(db => db.Run("UPDATE events SET kind = 'telepathy' WHERE number = 2; UPDATE events SET json = '{}' WHERE number = 3; UPDATE events SET json = replace(json, 'main-', 'work-') WHERE number = 4"), CancellationToken.None);

        (await _journal.Load(Desk.Main, CancellationToken.None)).Events.Select(static e => e.Number).ShouldBe([1, .. Enumerable.Range(5, events.Length - 4)]);
        var (level, text) = _desk.Logs.Lines.ShouldHaveSingleItem();
        level.ShouldBe(LogLevel.Warning);
        text.ShouldContain("3 events");
        text.ShouldContain("telepathy");
    }

    [Fact]
    public async Task An_event_from_before_it_had_witnesses_has_none()
    {
        await _journal.Append(Desk.Main, [Open(1, Desk.Main)], [], CancellationToken.None);
        await _book.Do(db => db.Run("UPDATE events SET json = json_set(json_remove(json, '$.witnesses', '$.number'), '$.later', 'a member of tomorrow')"), CancellationToken.None);
        var e = (await _journal.Load(Desk.Main, CancellationToken.None)).Events.ShouldHaveSingleItem();
        e.Witnesses.ShouldBeEmpty();
        e.Number.ShouldBe(1);
    }

    [Fact]
    public void Every_kind_of_event_has_its_word_in_the_book()
    {
        var kinds = typeof(IncidentEvent).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(IncidentEvent))).ToArray();
        var told = Tales.EveryKind(Desk.Main, Desk.Start);
        told.Select(static e => e.GetType()).Distinct().ShouldBe(kinds, ignoreOrder: true, "the tale of every kind lacks one");
        told.Select(static e => EventText.Of(e).Kind).Distinct().Count().ShouldBe(kinds.Length);
    }

    [Fact]
    public async Task An_incident_whose_line_is_broken_has_it_made_anew_from_its_events()
    {
        var events = Tales.EveryKind(Desk.Main, Desk.Start);
        await _journal.Append(Desk.Main, events[..^1], [], CancellationToken.None);
        await _book.Do(db => db.Run("UPDATE incidents SET tier = 'Astrologer', calls = 99"), CancellationToken.None);
        await _journal.Append(Desk.Main, events[^1..], [], CancellationToken.None);
        var summary = (await _desk.History().Find(new IncidentQuery(), CancellationToken.None)).ShouldHaveSingleItem();
        (summary.Tier, summary.Calls, summary.Outcome).ShouldBe((Tier.Doctor, 1, Outcome.HealedAfterHumanCall));
    }

    [Fact]
    public async Task A_clock_that_is_years_ahead_for_one_start_takes_nothing_out()
    {
        await _journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [Tales.News("last", Desk.Start)], CancellationToken.None);
        var ahead = Desk.Start.AddYears(10);
        await _journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, ahead.AddMinutes(1)), [Tales.News("of this start", ahead.AddMinutes(1))], CancellationToken.None);

        (await BookRetention.Keep(_book, ahead, ahead.AddMinutes(10), CancellationToken.None)).ShouldBe(0);
        (await BookRetention.Keep(_book, Desk.Start.AddDays(1), Desk.Start.AddDays(1), CancellationToken.None)).ShouldBe(0, "and neither does the next start, when it is right again");
    }

    [Fact]
    public async Task News_that_a_channel_has_still_to_tell_is_never_taken_out()
    {
        var outbox = _desk.Outbox(_book);
        await outbox.Load(Desk.Main, ["log", "discord"], CancellationToken.None);
        string[] keys = ["told", "half told", "begun", "untold"];
        foreach (var key in keys) await outbox.Keep(Desk.Main, Tales.News(key, Desk.Start.AddDays(-91)), CancellationToken.None);
        foreach (var key in keys[..3]) await outbox.Mark(Desk.Main, "log", key, DeliveryMark.Delivered, null, CancellationToken.None);
        foreach (var (key, mark) in new[] { ("told", DeliveryMark.Refused), ("begun", DeliveryMark.Begun) }) await outbox.Mark(Desk.Main, "discord", key, mark, null, CancellationToken.None);
        await _journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None);

        (await BookRetention.Keep(_book, Desk.Start.AddDays(1), Desk.Start.AddDays(1), CancellationToken.None)).ShouldBe(1);
        (await outbox.Load(Desk.Main, ["log", "discord"], CancellationToken.None)).Select(static k => k.News.Key).ShouldBe(keys[1..]);

        await outbox.Load(Desk.Main, ["log"], CancellationToken.None);
        (await BookRetention.Keep(_book, Desk.Start.AddDays(1), Desk.Start.AddDays(1), CancellationToken.None)).ShouldBe(2, "the other channel is no more");
    }

    [Fact]
    public async Task It_is_tidied_some_time_after_the_start_and_not_in_front_of_it()
    {
        await _journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start.AddDays(-500)), [], CancellationToken.None);
        await _journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start.AddDays(-1)), [], CancellationToken.None);
        var tidied = BookRetention.KeepLater(_book, _desk.Time, _desk.Logs.For<BookSpecs>(), CancellationToken.None);
        _desk.Time.Advance(TimeSpan.FromMinutes(9));
        (await Count()).ShouldBe(26);
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        await tidied.Soon();
        (await Count()).ShouldBe(13);
        _desk.Logs.Lines.ShouldBeEmpty();

        Task<long> Count() => _book.Do(db => db.Number("SELECT count(*) FROM events"), CancellationToken.None);
    }

    [Fact]
    public async Task A_daemon_that_ends_before_leaves_it_to_the_next_without_a_word_and_a_book_that_cannot_be_tidied_is_told()
    {
        using (var stopped = new CancellationTokenSource())
        {
            var given = BookRetention.KeepLater(_book, _desk.Time, _desk.Logs.For<BookSpecs>(), stopped.Token);
            await stopped.CancelAsync();
            await given.Soon();
        }

        _desk.Logs.Lines.ShouldBeEmpty();
        var late = BookRetention.KeepLater(_book, _desk.Time, _desk.Logs.For<BookSpecs>(), CancellationToken.None);
        _book.Dispose();
        _desk.Time.Advance(TimeSpan.FromMinutes(10));
        await late.Soon();
        _desk.Logs.Lines.ShouldHaveSingleItem().Text.ShouldBe("The book was not tidied: the book is closed");
    }

    [Fact]
    public async Task What_is_too_old_is_taken_out_and_the_line_of_the_incident_stays()
    {
        var (old, young) = (Desk.Start.AddDays(-401), Desk.Start.AddDays(-399));
        await _journal.Append(Desk.Main, Tales.Ended(Desk.Main, old, GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.Zero, "start"), [Tales.News("old", Desk.Start.AddDays(-91))], CancellationToken.None);
        await _journal.Append(Desk.Main, Tales.Ended(Desk.Main, young, GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.Zero, "start"), [Tales.News("young", Desk.Start.AddDays(-89))], CancellationToken.None);
        await _journal.Append(Desk.Main, [Open(0, Desk.Main) with { Incident = new IncidentId("main-open"), At = old }], [], CancellationToken.None);

        await _journal.Append(new("work"), Tales.Ended(new("work"), Desk.Start, GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.Zero), [], CancellationToken.None);

        (await BookRetention.Keep(_book, Desk.Start.AddHours(1), Desk.Start.AddHours(1), CancellationToken.None)).ShouldBe(4, "three events and a piece of news");

        (await _journal.Load(Desk.Main, CancellationToken.None)).Events.Select(static e => e.Incident.Value).Distinct().ShouldBe([Tales.Id(Desk.Main, young).Value, "main-open"]);
        (await _desk.History().Find(new IncidentQuery { Gateway = Desk.Main, IsOpen = false }, CancellationToken.None)).Count.ShouldBe(2);
        (await _book.Do(db => db.Rows("SELECT key FROM news", static row => row.GetString(0)), CancellationToken.None)).ShouldBe(["young"]);
    }

    public void Dispose() => _desk.Dispose();

    protected override IIncidentJournal Create() => _journal;

    private sealed record Unheard(IncidentId Incident, DateTimeOffset At) : IncidentEvent(Incident, At);
}
