using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>The brain's body: first the book, then the deed; and the deed all the same when there is no book.</summary>
public sealed class IncidentActorSpecs : ActorSpecs
{
    private readonly FailableJournal _journal = new();
    private readonly GatewayPolicy _policy = new() { BackoffJitter = 0 };

    [Fact]
    public async Task The_deed_follows_the_book()
    {
        _journal.Writing = FailableJournal.Mood.Hangs;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        brain.All<RestartGateway>().ShouldBeEmpty("it is not in the book yet");
        _journal.Held[0].Answer(true);
        await Quiet();
        brain.Only<RestartGateway>().Attempt.ShouldBe(1);
        _journal.Events.Select(e => e.GetType()).ShouldBe([typeof(Opened), typeof(RepairOrdered)]);
        brain.Only<Announce>().Announcement.Title.ShouldContain("down");
    }

    [Fact]
    public async Task Facts_that_come_while_the_book_is_read_are_not_lost()
    {
        _journal.Reading = FailableJournal.Mood.Hangs;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        brain.All<RestartGateway>().ShouldBeEmpty();
        _journal.Held[0].Answer(true);
        await Quiet();
        brain.Only<RestartGateway>();
    }

    [Fact]
    public async Task Facts_that_come_while_the_book_is_written_are_taken_in_order_afterwards()
    {
        var brain = await Raise();
        await See(brain, Seen.Gone());
        var order = brain.Only<RestartGateway>();
        _journal.Writing = FailableJournal.Mood.Hangs;
        brain.Tell(new RepairEnded(Main, Now, order.Incident, Tier.Watchdog, 1, RepairResult.Done, "ok"));
        await Quiet();
        await Step(1);
        brain.Tell(new ProcessSeen(Main, Now, Seen.Refused78()));
        brain.Tell(new OperatorSaid(Main, Now, OperatorCommand.Acknowledge));
        await Quiet();
        _journal.Writing = FailableJournal.Mood.Works;
        foreach (var held in _journal.Held) held.Answer(true);
        await Quiet();
        _journal.Events.Select(e => e.GetType().Name).ShouldBe(["Opened", "RepairOrdered", "RepairClosed", "Escalated", "RepairOrdered", "Acknowledged"]);
        brain.Only<TreatGateway>();
    }

    [Fact]
    public async Task A_book_that_cannot_be_written_stops_no_deed_and_its_loss_is_announced_once()
    {
        _journal.Writing = FailableJournal.Mood.Fails;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        var order = brain.Only<RestartGateway>();
        brain.Tell(new RepairEnded(Main, Now, order.Incident, Tier.Watchdog, 1, RepairResult.Done, "ok"));
        await Step(1);
        await See(brain, Seen.Refused78());
        brain.Only<TreatGateway>();
        BookLosses(brain).ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Body.ShouldContain("No space left on device"), a => a.Severity.ShouldBe(Severity.Warning));
        Warnings.Count(w => w.Contains("No space left")).ShouldBe(1);
    }

    [Fact]
    public async Task A_book_that_hangs_stops_no_deed_for_longer_than_5_s()
    {
        _journal.Writing = FailableJournal.Mood.Hangs;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        await Step(4);
        brain.All<RestartGateway>().ShouldBeEmpty();
        await Step(1);
        brain.Only<RestartGateway>();
        BookLosses(brain).ShouldHaveSingleItem();
        _journal.Held[0].Answer(true);
        await Quiet();
        brain.Only<RestartGateway>();
    }

    [Fact]
    public async Task A_book_that_is_lost_again_and_again_is_announced_once_an_hour()
    {
        var brain = await Raise();
        for (var i = 0; i < 8; i++)
        {
            _journal.Writing = FailableJournal.Mood.Fails;
            await See(brain, Seen.Gone());
            await Step(300);
            _journal.Writing = FailableJournal.Mood.Works;
            await Step(300);
            if (brain.All<RestartGateway>() is [.., var order]) brain.Tell(new RepairEnded(Main, Now, order.Incident, Tier.Watchdog, order.Attempt, RepairResult.Failed, "no"));
            await Step(1);
        }

        BookLosses(brain).Count.ShouldBeInRange(1, 2);
        Warnings.Count(w => w.Contains("No space left")).ShouldBeGreaterThan(1, "the log has each");
    }

    [Theory]
    [InlineData(FailableJournal.Mood.Fails)]
    [InlineData(FailableJournal.Mood.Hangs)]
    public async Task A_book_that_cannot_be_read_does_not_stop_the_brain(FailableJournal.Mood mood)
    {
        _journal.Reading = mood;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        await Step(5);
        brain.Only<RestartGateway>();
        BookLosses(brain).ShouldHaveSingleItem();
        foreach (var held in _journal.Held) held.Answer(true);
        await Quiet();
        brain.Only<RestartGateway>();
    }

    [Fact]
    public async Task An_order_in_flight_in_the_book_is_closed_and_not_given_again()
    {
        var bench = Bench.Dead();
        _journal.Seed(Main, bench.Events);
        var brain = await Raise();
        _journal.Events[^1].ShouldBeOfType<RepairClosed>().Result.ShouldBe(RepairResult.Interrupted);
        brain.All<RestartGateway>().ShouldBeEmpty();
        await Step(21);
        brain.All<RestartGateway>().ShouldBeEmpty("nothing has been seen yet");
        await See(brain, Seen.Gone());
        brain.Only<RestartGateway>().Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Its_own_alarm_gives_the_next_order_though_no_fact_comes()
    {
        var brain = await Raise();
        await See(brain, Seen.Gone());
        brain.Tell(new RepairEnded(Main, Now, brain.Only<RestartGateway>().Incident, Tier.Watchdog, 1, RepairResult.Failed, "no"));
        await Step(1);
        await See(brain, Seen.Gone());
        await Step(8);
        brain.All<RestartGateway>().Count.ShouldBe(1);
        await Step(1);
        brain.All<RestartGateway>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_cadence_is_told_when_it_changes_and_only_then()
    {
        var brain = await Raise();
        await See(brain, Seen.Alive());
        for (var i = 0; i < 5; i++)
        {
            brain.Tell(new HttpSeen(Main, Now, Seen.Ready()));
            await Step(1);
        }

        await See(brain, Seen.Gone());
        brain.All<SetCadence>().Select(c => c.Cadence).ShouldBe([Cadence.Suspicious, Cadence.Calm, Cadence.Suspicious]);
    }

    [Fact]
    public async Task Its_standing_is_published_when_it_changes()
    {
        var seen = new List<GatewayStatus>();
        var ear = Sys.ActorOf(Props.Create(() => new StatusEar(seen)));
        Sys.EventStream.Subscribe(ear, typeof(GatewayStatus));
        var brain = await Raise();
        brain.Tell(new HttpSeen(Main, Now, Seen.Ready()));
        brain.Tell(new HttpSeen(Main, Now, Seen.Ready()));
        await Step(1);
        await See(brain, Seen.Gone());
        seen.Select(s => (s.Phase, s.Incident is not null)).ShouldBe([(GatewayPhase.Unknown, false), (GatewayPhase.Ready, false), (GatewayPhase.Down, true)]);
    }

    [Fact]
    public async Task A_brain_that_is_born_says_so() => (await Raise()).Only<IncidentAwake>().Gateway.ShouldBe(Main);

    [Fact]
    public async Task A_brain_that_ends_leaves_no_alarm_behind()
    {
        var brain = await Raise();
        await See(brain, Seen.Gone());
        brain.Tell(new EndOfChild());
        await Step(TimeSpan.FromHours(1));
        LostMail.ShouldBeEmpty();
    }

    private static IReadOnlyList<Announcement> BookLosses(Family brain) => [.. brain.All<Announce>().Select(a => a.Announcement).Where(a => a.Key.StartsWith("book-lost", StringComparison.Ordinal))];

    private async Task See(Family brain, ProcessState state)
    {
        brain.Tell(new ProcessSeen(Main, Now, state));
        await Quiet();
    }

    private Task<Family> Raise()
    {
        var (journal, policy) = (_journal, _policy);
        return Raise(Props.Create(() => new IncidentActor(Main, journal, policy)));
    }

    private sealed class StatusEar : ReceiveActor
    {
        public StatusEar(List<GatewayStatus> seen) => Receive<GatewayStatus>(seen.Add);
    }
}
