using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>What every book of incidents owes. An adapter's spec class inherits this.</summary>
public abstract class IncidentJournalContractSpecs
{
    private static readonly GatewayId Main = new("main");
    private static readonly GatewayId Work = new("work");
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);

    [Fact]
    public async Task A_new_book_is_empty() => (await Create().Load(Main, CancellationToken.None)).Events.ShouldBeEmpty();

    [Fact]
    public async Task Every_kind_of_event_comes_back_as_it_was_in_order()
    {
        var journal = Create();
        var events = Tales.EveryKind(Main, Start);
        await journal.Append(Main, events[..4], [], CancellationToken.None);
        await journal.Append(Main, events[4..], [], CancellationToken.None);
        var loaded = (await journal.Load(Main, CancellationToken.None)).Events;
        ShouldBeSame(loaded, events);
    }

    [Fact]
    public async Task What_is_in_the_book_is_not_added_again()
    {
        var journal = Create();
        var events = Tales.EveryKind(Main, Start);
        await journal.Append(Main, events[..4], [], CancellationToken.None);
        await journal.Append(Main, events[..4], [], CancellationToken.None);
        await journal.Append(Main, [events[3] with { At = Start.AddDays(1) }, .. events[4..]], [], CancellationToken.None);
        ShouldBeSame((await journal.Load(Main, CancellationToken.None)).Events, events);
    }

    [Fact]
    public async Task Whatever_dice_write_and_write_again_comes_to_the_same()
    {
        var seed = Random.Shared.Next();
        var dice = new Random(seed);
        var journal = Create();
        for (var round = 0; round < 20; round++)
        {
            var events = Tales.Random(Main, Start.AddHours(round), dice);
            for (var written = 0; written < events.Length;)
            {
                var (from, to) = (dice.Next(written + 1), dice.Next(written + 1, events.Length + 1));
                await journal.Append(Main, events[from..to], [], CancellationToken.None);
                written = to;
            }

            var loaded = (await journal.Load(Main, CancellationToken.None)).Events.Where(e => e.Incident == events[0].Incident).ToArray();
            ShouldBeSame(loaded, events, $"seed {seed}");
            var (summary, told) = (loaded.Aggregate((IncidentSummary?)null, IncidentSummary.Apply)!, events.Aggregate((IncidentSummary?)null, IncidentSummary.Apply)!);
            (summary with { Tried = [] }).ShouldBe(told with { Tried = [] }, $"seed {seed}");
            summary.Tried.ShouldBe(told.Tried, $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_book_with_which_nothing_is_wrong_says_nothing_of_itself()
    {
        var journal = Create();
        (await journal.Append(Main, [Open(1, Main)], [Tales.News("a", Start)], CancellationToken.None)).ShouldBeNull();
        (await journal.Load(Main, CancellationToken.None)).Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task Each_gateway_has_its_own_sequence()
    {
        var journal = Create();
        await journal.Append(Main, [Open(1, Main)], [], CancellationToken.None);
        await journal.Append(Work, [Open(2, Work)], [], CancellationToken.None);
        (await journal.Load(Main, CancellationToken.None)).Events.ShouldHaveSingleItem().Incident.Value.ShouldStartWith("main-");
        (await journal.Load(Work, CancellationToken.None)).Events.ShouldHaveSingleItem().Incident.Value.ShouldStartWith("work-");
    }

    [Fact]
    public async Task An_open_incident_is_kept_whatever_comes_after()
    {
        var journal = Create();
        await journal.Append(Main, [Open(0, Main)], [], CancellationToken.None);
        for (var i = 1; i <= 250; i++)
            await journal.Append(Main, [Open(i, Main), Close(i, Main)], [], CancellationToken.None);
        var loaded = (await journal.Load(Main, CancellationToken.None)).Events;
        loaded[0].Incident.ShouldBe(IncidentId.For(Main, Start));
        loaded[^1].Incident.ShouldBe(IncidentId.For(Main, Start.AddMinutes(250)));
        loaded.OfType<Resolved>().Count().ShouldBeGreaterThanOrEqualTo(1, "the last one tells of flapping");
    }

    [Fact]
    public async Task What_was_loaded_does_not_change_under_the_reader()
    {
        var journal = Create();
        await journal.Append(Main, [Open(1, Main)], [], CancellationToken.None);
        var loaded = (await journal.Load(Main, CancellationToken.None)).Events;
        await journal.Append(Main, [Close(1, Main)], [], CancellationToken.None);
        loaded.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_written_after_it_is_told_to_stop()
    {
        var journal = Create();
        await Should.ThrowAsync<OperationCanceledException>(() => journal.Append(Main, [Open(1, Main)], [], new CancellationToken(canceled: true)));
        (await journal.Load(Main, CancellationToken.None)).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_may_write_at_once()
    {
        var journal = Create();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => journal.Append(Main, [Open(i, Main)], [], CancellationToken.None))));
        (await journal.Load(Main, CancellationToken.None)).Events.Select(static e => e.Incident).Distinct().Count().ShouldBe(50);
    }

    // A list in a record compares by reference, and a book may give back another list with the same lines.
    private static void ShouldBeSame(IReadOnlyList<IncidentEvent> loaded, IReadOnlyList<IncidentEvent> events, string? why = null) =>
        loaded.Select(EventText.Of).ShouldBe(events.Select(EventText.Of), why);

    /// <summary>An empty book.</summary>
    protected abstract IIncidentJournal Create();

    /// <summary>An incident that opened this many minutes after the first.</summary>
    protected static Opened Open(int minute, GatewayId gateway) =>
        new(IncidentId.For(gateway, Start.AddMinutes(minute)), Start.AddMinutes(minute), Start, GatewayPhase.Down, ["gone"], Tier.Watchdog, 0, null) { Number = 1 };

    /// <summary>Its end.</summary>
    protected static Resolved Close(int minute, GatewayId gateway) =>
        new(IncidentId.For(gateway, Start.AddMinutes(minute)), Start.AddMinutes(minute), Start, Outcome.HealedByWatchdog, "live") { Number = 2 };
}
