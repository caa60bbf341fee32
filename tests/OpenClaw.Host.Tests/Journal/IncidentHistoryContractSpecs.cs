using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>What every history of incidents owes. An adapter's spec class inherits this.</summary>
public abstract class IncidentHistoryContractSpecs
{
    private static readonly GatewayId Work = new("work");

    [Fact]
    public async Task Where_nothing_was_written_nothing_has_happened()
    {
        (await Find(new IncidentQuery())).ShouldBeEmpty();
        (await History.Events(new IncidentId("main-20261123-031504"), CancellationToken.None)).ShouldBeEmpty();
        (await History.Remedies(Desk.Main, GatewayPhase.Down, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_incident_is_the_fold_of_its_events()
    {
        var events = Tales.EveryKind(Desk.Main, Desk.Start);
        for (var written = 1; written <= events.Length; written++)
        {
            await Append(Desk.Main, [events[written - 1]]);
            var should = events[..written].Aggregate((IncidentSummary?)null, IncidentSummary.Apply)!;
            var found = (await Find(new IncidentQuery())).ShouldHaveSingleItem();
            (found with { Tried = [] }).ShouldBe(should with { Tried = [] });
            found.Tried.ShouldBe(should.Tried);
        }

        (await History.Events(events[0].Incident, CancellationToken.None)).Select(static e => (e.GetType(), e.Number, e.At)).ShouldBe(events.Select(static e => (e.GetType(), e.Number, e.At)));
    }

    [Fact]
    public async Task Each_question_finds_what_fits_newest_first()
    {
        await Write();
        await Finds(new IncidentQuery(), 5, 4, 3, 2, 1, 0);
        await Finds(new IncidentQuery { Limit = 2 }, 5, 4);
        await Finds(new IncidentQuery { Limit = 0 });
        await Finds(new IncidentQuery { Id = Tales.Id(Work, At(4)) }, 4);
        await Finds(new IncidentQuery { Id = new IncidentId("main-1") });
        await Finds(new IncidentQuery { Gateway = Work }, 4);
        await Finds(new IncidentQuery { Cause = GatewayPhase.Wedged }, 3, 2);
        await Finds(new IncidentQuery { Tier = Tier.Human }, 3);
        await Finds(new IncidentQuery { Remedy = "start" }, 4, 1, 0);
        await Finds(new IncidentQuery { Remedy = "playbook" }, 3, 2);
        await Finds(new IncidentQuery { Outcome = Outcome.HealedByWatchdog }, 4, 1, 0);
        await Finds(new IncidentQuery { IsOpen = true }, 5);
        await Finds(new IncidentQuery { IsOpen = false }, 4, 3, 2, 1, 0);
        await Finds(new IncidentQuery { Since = At(3) }, 5, 4, 3);
        await Finds(new IncidentQuery { Until = At(3) }, 2, 1, 0);
        await Finds(new IncidentQuery { AtLeast = TimeSpan.FromMinutes(3) }, 4, 3);
        await Finds(new IncidentQuery { Gateway = Desk.Main, Cause = GatewayPhase.Down, Outcome = Outcome.HealedByWatchdog, AtLeast = TimeSpan.FromMinutes(1), Since = At(0), Until = At(2) }, 1);
    }

    [Fact]
    public async Task A_page_goes_on_where_the_one_before_has_ended()
    {
        await Write();
        await Finds(new IncidentQuery { Limit = 2, Before = Tales.Id(Work, At(4)) }, 3, 2);
        await Finds(new IncidentQuery { Gateway = Desk.Main, Before = Tales.Id(Work, At(4)) }, 3, 2, 1, 0);
        await Finds(new IncidentQuery { Before = Tales.Id(Desk.Main, At(0)) });
        await Finds(new IncidentQuery { Before = new IncidentId("main-1") });
    }

    [Fact]
    public async Task What_was_opened_at_the_same_moment_is_on_one_page_each()
    {
        foreach (var name in new[] { "a", "b", "c" }) await Append(new GatewayId(name), Tales.Ended(new GatewayId(name), At(0), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.Zero, "start"));
        (await Find(new IncidentQuery { Limit = 1, Before = Tales.Id(new GatewayId("c"), At(0)) })).ShouldHaveSingleItem().Id.Value.ShouldStartWith("b-");
        (await Find(new IncidentQuery { Limit = 1, Before = Tales.Id(new GatewayId("b"), At(0)) })).ShouldHaveSingleItem().Id.Value.ShouldStartWith("a-");
    }

    [Fact]
    public async Task A_remedy_has_healed_when_it_was_the_last_one_and_nobody_was_called()
    {
        await Write();
        (await History.Remedies(Desk.Main, GatewayPhase.Wedged, CancellationToken.None)).ShouldBe([new RemedyRecord("playbook", 2, 1), new RemedyRecord("forced restart", 1, 0)]);
        (await History.Remedies(Desk.Main, GatewayPhase.Down, CancellationToken.None)).ShouldBe([new RemedyRecord("start", 2, 2)], "an open incident has not tried anything yet");
        (await History.Remedies(Work, GatewayPhase.Down, CancellationToken.None)).ShouldBe([new RemedyRecord("start", 1, 1)]);
    }

    [Fact]
    public async Task Nine_of_ten_is_better_than_one_of_one()
    {
        for (var i = 0; i < 10; i++)
            await Append(Desk.Main, Tales.Ended(Desk.Main, At(i), GatewayPhase.Down, i == 0 ? Outcome.Unknown : Outcome.HealedByWatchdog, TimeSpan.Zero, "start"));
        await Append(Desk.Main, Tales.Ended(Desk.Main, At(10), GatewayPhase.Down, Outcome.HealedByDoctor, TimeSpan.Zero, "claude"));
        (await History.Remedies(Desk.Main, GatewayPhase.Down, CancellationToken.None)).ShouldBe([new RemedyRecord("start", 10, 9), new RemedyRecord("claude", 1, 1)]);
    }

    protected abstract IIncidentHistory History { get; }

    protected abstract Task Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events);

    private static DateTimeOffset At(int hour) => Desk.Start.AddHours(hour);

    private async Task Write()
    {
        await Append(Desk.Main, Tales.Ended(Desk.Main, At(0), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.Zero, "start"));
        await Append(Desk.Main, Tales.Ended(Desk.Main, At(1), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromMinutes(1), "start"));
        await Append(Desk.Main, Tales.Ended(Desk.Main, At(2), GatewayPhase.Wedged, Outcome.HealedByDoctor, TimeSpan.FromMinutes(2), "forced restart", "playbook"));
        await Append(Desk.Main, Tales.Ended(Desk.Main, At(3), GatewayPhase.Wedged, Outcome.HealedAfterHumanCall, TimeSpan.FromMinutes(3), "playbook"));
        await Append(Work, Tales.Ended(Work, At(4), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromMinutes(4), "start"));
        await Append(Desk.Main, Tales.Ended(Desk.Main, At(5), GatewayPhase.Down, Outcome.Unknown, TimeSpan.Zero)[..1]);
    }

    private async Task Finds(IncidentQuery query, params int[] hours) =>
        (await Find(query)).Select(static i => (i.OpenedAt - Desk.Start).TotalHours).ShouldBe(hours.Select(static hour => (double)hour), query.ToString());

    private Task<IReadOnlyList<IncidentSummary>> Find(IncidentQuery query) => History.Find(query, CancellationToken.None);
}
