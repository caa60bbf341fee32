using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
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
        var id = IncidentId.For(Main, Start);
        IncidentEvent[] events =
        [
            new Opened(id, Start, Start.AddSeconds(-30), GatewayPhase.Down, ["exit code 1", "port free"], Tier.Watchdog, 2, new ProcessIdentity(42, 123456789)),
            new RepairOrdered(id, Start, Tier.Watchdog, 1, RestartKind.Start, Start.AddMinutes(7), "it is down"),
            new RepairClosed(id, Start.AddSeconds(5), 1, RepairResult.Done, "accepted", Start.AddSeconds(15)),
            new Waited(id, Start.AddSeconds(60), Start.AddSeconds(360)),
            new Escalated(id, Start.AddSeconds(360), Tier.Doctor, "restarts used", Start.AddSeconds(2160)),
            new RepairOrdered(id, Start.AddSeconds(361), Tier.Doctor, 2, null, Start.AddSeconds(2160), "treat"),
            new HumanCalled(id, Start.AddSeconds(2161), "nothing helped", "look at it", 1, GatewayPhase.ConfigBlocked),
            new Acknowledged(id, Start.AddSeconds(2200)),
            new Resolved(id, Start.AddSeconds(2300), Start.AddSeconds(2290), Outcome.HealedAfterHumanCall, "live for 10 s"),
        ];
        events = [.. events.Select(static (e, i) => e with { Number = i + 1 })];
        await journal.Append(Main, events[..4], [], CancellationToken.None);
        await journal.Append(Main, events[4..], [], CancellationToken.None);
        var loaded = (await journal.Load(Main, CancellationToken.None)).Events;
        loaded.Select(WithoutEvidence).ShouldBe(events.Select(WithoutEvidence));
        loaded.OfType<Opened>().Single().Evidence.ShouldBe(["exit code 1", "port free"]);
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
    private static IncidentEvent WithoutEvidence(IncidentEvent e) => e is Opened opened ? opened with { Evidence = Array.Empty<string>() } : e;

    /// <summary>An empty book.</summary>
    protected abstract IIncidentJournal Create();

    /// <summary>An incident that opened this many minutes after the first.</summary>
    protected static Opened Open(int minute, GatewayId gateway) =>
        new(IncidentId.For(gateway, Start.AddMinutes(minute)), Start.AddMinutes(minute), Start, GatewayPhase.Down, ["gone"], Tier.Watchdog, 0, null) { Number = 1 };

    /// <summary>Its end.</summary>
    protected static Resolved Close(int minute, GatewayId gateway) =>
        new(IncidentId.For(gateway, Start.AddMinutes(minute)), Start.AddMinutes(minute), Start, Outcome.HealedByWatchdog, "live") { Number = 2 };
}
