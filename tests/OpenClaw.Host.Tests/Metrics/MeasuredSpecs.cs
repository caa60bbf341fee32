using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>Each port does what it did, and what came of it is counted.</summary>
public sealed class MeasuredSpecs : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);

    private readonly HealerMetrics _metrics = Meters.Fresh();
    private readonly Desk _desk = new();

    [Fact]
    public async Task Writes_into_a_real_book_are_counted_by_what_was_written()
    {
        var book = _desk.Open();
        var parts = (Meters.Parts() with { Journal = _desk.Journal(book), Outbox = _desk.Outbox(book), Ledgers = _desk.Ledgers(book) }).By(_metrics, TimeProvider.System);
        await parts.Journal.Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [Tales.News("a", Desk.Start)], CancellationToken.None);
        await parts.Outbox!.Keep(Desk.Main, Tales.News("b", Desk.Start), CancellationToken.None);
        await parts.Outbox.Mark(Desk.Main, "discord", "b", DeliveryMark.Delivered, null, CancellationToken.None);
        await parts.Ledgers!.Save(Desk.Main, new RestartLedger(), CancellationToken.None);
        (_metrics.JournalWrites.Of("incidents"), _metrics.JournalWrites.Of("outbox"), _metrics.JournalWrites.Of("ledger")).ShouldBe((1, 2, 1));
        (await parts.Journal.Look(Desk.Main, CancellationToken.None)).Count.ShouldBe((await parts.Journal.Load(Desk.Main, CancellationToken.None)).Events.Count);
        OpenClaw.Host.Journal.BookFile.SizeIn(_desk.Home).ShouldBeGreaterThan(4096);
        OpenClaw.Host.Journal.BookFile.SizeIn("/nowhere").ShouldBe(0);
    }

    [Fact]
    public async Task A_write_that_fails_is_counted_as_that_and_fails_as_it_did()
    {
        var parts = Meters.Parts(new Broken(new IOException("the disk is full"))).By(_metrics, TimeProvider.System);
        (await Should.ThrowAsync<IOException>(() => parts.Journal.Append(Desk.Main, [], [], CancellationToken.None))).Message.ShouldBe("the disk is full");
        (_metrics.JournalWrites.Of("incidents"), _metrics.JournalFailures.Of("incidents")).ShouldBe((0, 1));
        var given = Meters.Parts(new Broken(new OperationCanceledException())).By(_metrics, TimeProvider.System);
        await Should.ThrowAsync<OperationCanceledException>(() => given.Journal.Append(Desk.Main, [], [], CancellationToken.None));
        _metrics.JournalFailures.Of("incidents").ShouldBe(1, "nobody waited for it any more");
    }

    [Fact]
    public async Task A_look_is_timed_by_what_it_saw_and_its_answer_is_passed_on()
    {
        var probe = new ScriptedProbe();
        var measured = new MeasuredProbe(Meters.Main, probe, _metrics, TimeProvider.System);
        await using var server = await ScrapeServer.Start(_metrics);
        var answer = HttpAnswer.Of(Liveness.Live, TimeSpan.FromMilliseconds(4), "live");
        var look = measured.Look(CancellationToken.None);
        probe.Looks[0].Answer(answer);
        (await look).ShouldBe(answer);
        _metrics.Healthy.Of("main").ShouldBe(1);
        (await server.Scrape()).Values["""openclaw_probe_duration_seconds_sum{gateway="main",result="live"}"""].ShouldBe(0.004);
        look = measured.Look(CancellationToken.None);
        probe.Looks[1].Fail(new InvalidOperationException("a bug"));
        await Should.ThrowAsync<InvalidOperationException>(() => look);
        _metrics.Healthy.Of("main").ShouldBe(0);
    }

    [Fact]
    public async Task What_a_doctor_costs_is_counted_as_it_grows_however_often_it_is_told()
    {
        var (book, measured) = Treatments();
        var entry = new TreatmentEntry("main", "main-1", "claude-code", "down", DateTimeOffset.MaxValue.AddDays(-1));
        foreach (var cost in new[] { 0m, 0.5m, 0.5m, 1.25m, 1.25m }) await measured.Note(entry with { CostUsd = cost }, CancellationToken.None);
        _metrics.DoctorCost.Of("main", "claude-code").ShouldBe(1.25);
        _metrics.DoctorSessions.Of("main", "claude-code").ShouldBe(1);
        book.Entries.ShouldHaveSingleItem().CostUsd.ShouldBe(1.25m);
    }

    [Fact]
    public async Task Of_a_session_that_an_earlier_daemon_has_begun_only_what_came_since_is_counted()
    {
        var (book, measured) = Treatments();
        var entry = new TreatmentEntry("main", "main-1", "claude-code", "down", Start);
        book.Entries.Add(entry with { CostUsd = 2 });
        await measured.Note(entry with { CostUsd = 2.5m }, CancellationToken.None);
        _metrics.DoctorCost.Of("main", "claude-code").ShouldBe(0.5);
        _metrics.DoctorSessions.Of("main", "claude-code").ShouldBe(0);
    }

    [Fact]
    public async Task A_book_that_does_not_answer_holds_no_doctor_up()
    {
        var (book, measured) = Treatments();
        book.Answers = new TaskCompletionSource().Task;
        await measured.Note(new TreatmentEntry("main", "main-1", "claude-code", "down", Start) { CostUsd = 3 }, CancellationToken.None);
        book.Entries.ShouldHaveSingleItem();
        _metrics.DoctorCost.Of("main", "claude-code").ShouldBe(0);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _desk.Dispose();
    }

    private (Meters.Notes Book, MeasuredTreatments Measured) Treatments()
    {
        var book = new Meters.Notes();
        return (book, new MeasuredTreatments(book, _metrics, TimeProvider.System));
    }

    private sealed class Broken(Exception fault) : IIncidentJournal
    {
        public Task<BookContent> Load(OpenClaw.Actors.Gateways.GatewayId gateway, CancellationToken cancel) => throw fault;

        public Task<string?> Append(OpenClaw.Actors.Gateways.GatewayId gateway, IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news, CancellationToken cancel) => Task.FromException<string?>(fault);
    }
}
