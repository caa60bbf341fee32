using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

public sealed class InMemoryIncidentJournalSpecs : IncidentJournalContractSpecs
{
    [Fact]
    public async Task It_keeps_the_last_hundred_closed_incidents()
    {
        var journal = Create();
        var main = new GatewayId("main");
        for (var i = 1; i <= 130; i++)
            await journal.Append(main, [Open(i, main), Close(i, main)], [], CancellationToken.None);
        var loaded = (await journal.Load(main, CancellationToken.None)).Events;
        loaded.Count.ShouldBe(200);
        loaded[0].Incident.ShouldBe(Open(31, main).Incident);
    }

    protected override IIncidentJournal Create() => new InMemoryIncidentJournal();
}
