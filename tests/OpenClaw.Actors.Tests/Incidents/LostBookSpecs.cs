using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>What becomes of the book's content while the book itself is not to be had.</summary>
public sealed class LostBookSpecs : ActorSpecs
{
    private readonly FailableJournal _journal = new();
    private readonly RememberedLedger _ledgers = new();
    private readonly GatewayPolicy _policy = new() { BackoffJitter = 0, Probation = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task What_could_not_be_written_comes_with_the_next_write_and_nothing_is_missing()
    {
        _journal.Writing = FailableJournal.Mood.Fails;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        _journal.Events.ShouldBeEmpty();
        _journal.Writing = FailableJournal.Mood.Works;
        await End(brain, RepairResult.Done);
        _journal.Events.Select(e => e.GetType().Name).ShouldBe(["Opened", "RepairOrdered", "RepairClosed"]);
        _journal.Events.Select(e => e.Number).ShouldBe([1, 2, 3]);
        _journal.News.ShouldHaveSingleItem().Key.ShouldEndWith("/opened");
    }

    [Fact]
    public async Task A_disk_that_has_room_again_gets_what_waited_though_nothing_happens()
    {
        _journal.Writing = FailableJournal.Mood.Fails;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        await Step(300);
        _journal.Events.ShouldBeEmpty();
        _journal.Writing = FailableJournal.Mood.Works;
        await Step(30);
        _journal.Events.Count.ShouldBe(2);
        BookLosses(brain).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_disk_that_hangs_is_waited_for_once_and_has_everything_when_it_moves_again()
    {
        _journal.Writing = FailableJournal.Mood.Hangs;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        await Step(6);
        brain.Only<RestartGateway>();
        await End(brain, RepairResult.Failed);
        await Step(1);
        await See(brain, Seen.Refused78());
        brain.Only<TreatGateway>();
        _journal.Held.Count.ShouldBe(1, "no second write is put behind one that hangs");
        _journal.Writing = FailableJournal.Mood.Works;
        _journal.Held[0].Answer(true);
        await Quiet();
        _journal.Events.Select(e => e.Number).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_write_that_went_through_unheard_is_not_in_the_book_twice()
    {
        _journal.LosesAnswers = true;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        _journal.Events.Count.ShouldBe(2);
        _journal.LosesAnswers = false;
        await Step(30);
        await End(brain, RepairResult.Done);
        _journal.Events.Select(e => e.Number).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task News_is_in_the_book_before_anybody_hears_of_it_and_says_so()
    {
        var brain = await Raise();
        await See(brain, Seen.Gone());
        var told = brain.Only<Announce>();
        told.IsKept.ShouldBeTrue();
        _journal.News.ShouldHaveSingleItem().Key.ShouldBe(told.Announcement.Key);
    }

    [Fact]
    public async Task News_that_the_book_does_not_have_says_so()
    {
        _journal.Writing = FailableJournal.Mood.Fails;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        brain.All<Announce>().ShouldAllBe(a => !a.IsKept);
    }

    [Fact]
    public async Task A_book_that_can_be_read_later_brings_back_the_incident_that_was_open()
    {
        var bench = Bench.AtTheDoctor();
        _journal.Seed(Main, bench.Events);
        _journal.Reading = FailableJournal.Mood.Fails;
        var brain = await Raise();
        brain.Tell(new HttpSeen(Main, Now, Seen.Ready()));
        await Step(40);
        brain.All<StandDown>().ShouldBeEmpty();
        _journal.Reading = FailableJournal.Mood.Works;
        await Step(30);
        _journal.Events[^1].ShouldBeOfType<RepairClosed>().ShouldSatisfyAllConditions(c => c.Result.ShouldBe(RepairResult.Interrupted), c => c.Incident.ShouldBe(bench.Open.Id));
        brain.Only<StandDown>().Incident.ShouldBe(bench.Open.Id);
        for (var i = 0; i < 12; i++)
        {
            await Step(2);
            brain.Tell(new HttpSeen(Main, Now, Seen.Ready()));
        }

        _journal.Events[^1].ShouldBeOfType<Resolved>().Incident.ShouldBe(bench.Open.Id);
    }

    [Fact]
    public async Task An_incident_in_a_book_that_came_too_late_ends_honestly_and_the_new_one_is_not_disturbed()
    {
        var bench = Bench.Dead();
        _journal.Seed(Main, bench.Events);
        _journal.Reading = FailableJournal.Mood.Hangs;
        var brain = await Raise();
        await Step(10);
        await See(brain, Seen.Gone());
        var order = brain.Only<RestartGateway>();
        order.Incident.ShouldNotBe(bench.Open.Id);
        _journal.Held[0].Answer(true);
        await Quiet();
        _journal.Events.OfType<Resolved>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            r => r.Incident.ShouldBe(bench.Open.Id), r => r.Outcome.ShouldBe(Outcome.Unknown), r => r.Number.ShouldBe(bench.Open.LastNumber + 1));
        await End(brain, RepairResult.Done);
        _journal.Events.OfType<RepairClosed>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Incident.ShouldBe(order.Incident), c => c.Result.ShouldBe(RepairResult.Done));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_between_two_lives_delays_nothing()
    {
        var bench = Bench.Dead();
        bench.Later(1).End(RepairResult.Failed);
        _journal.Seed(Main, bench.Events.Select(e => e switch
        {
            RepairClosed closed => closed with { At = closed.At.AddDays(1), NextAt = closed.NextAt.AddDays(1) },
            _ => e with { At = e.At.AddDays(1) },
        }));
        var brain = await Raise();
        await Step(15);
        await See(brain, Seen.Gone());
        brain.Only<RestartGateway>().Incident.ShouldBe(bench.Open.Id);
    }

    [Fact]
    public async Task A_clock_that_was_wrong_in_an_earlier_incident_does_not_age_the_open_one()
    {
        var bench = Bench.Dead();
        bench.Later(1).End(RepairResult.Failed);
        var wrong = new IncidentId("main-20270101-000000");
        _journal.Seed(Main,
        [
            new Opened(wrong, Now.AddDays(40), Now.AddDays(40), GatewayPhase.Down, [], Tier.Watchdog, 0, null) { Number = 1 },
            new Resolved(wrong, Now.AddDays(40), Now.AddDays(40), Outcome.RecoveredByItself, "live") { Number = 2 },
            .. bench.Events,
        ]);
        await Step((bench.Now - Now).TotalSeconds + 1);
        var brain = await Raise();
        await See(brain, Seen.Gone());
        await Step(5);
        brain.All<RestartGateway>().ShouldBeEmpty("its pause is not over");
        await Step(10);
        brain.Only<RestartGateway>().Incident.ShouldBe(bench.Open.Id);
    }

    [Fact]
    public async Task What_waits_when_the_healer_is_stopped_is_handed_over_to_the_book()
    {
        _journal.Writing = FailableJournal.Mood.Fails;
        var brain = await Raise();
        await See(brain, Seen.Gone());
        _journal.Writing = FailableJournal.Mood.Works;
        brain.Tell(new EndOfChild());
        await Quiet();
        _journal.Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_ledger_that_could_not_be_read_is_not_written_over_and_read_later()
    {
        var kept = RestartLedger.Empty.See(Seen.Alive(Seen.P1, Now.AddHours(-1)), Now.AddHours(-1));
        await _ledgers.Save(Main, kept, CancellationToken.None);
        _ledgers.Fault = new IOException("it does not answer");
        var brain = await Raise();
        _ledgers.FailsReading = true;
        _ledgers.Fault = null;
        await See(brain, Seen.Alive(Seen.P2, Now));
        await Step(10);
        _ledgers.Saved.ShouldNotBeNull().Boots.ShouldHaveSingleItem().Process.ShouldBe(Seen.P1);
        _ledgers.FailsReading = false;
        await Step(60);
        await See(brain, Seen.Alive(Seen.P2, Now));
        _ledgers.Saved.ShouldNotBeNull().Boots.Select(b => b.Process).ShouldBe([Seen.P1, Seen.P2]);
        BookLosses(brain).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_full_disk_is_one_piece_of_news_and_not_tried_at_every_look()
    {
        (_journal.Writing, _ledgers.Fault) = (FailableJournal.Mood.Fails, new IOException("no space left on device"));
        var brain = await Raise();
        await See(brain, Seen.Gone());
        for (var i = 0; i < 60; i++)
        {
            await Step(1);
            await See(brain, Seen.Gone());
        }

        BookLosses(brain).ShouldHaveSingleItem();
        _ledgers.Saves.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task What_has_happened_to_the_book_itself_is_told()
    {
        _journal.Trouble = "it was no book of ours and was moved aside";
        var brain = await Raise();
        brain.Only<Announce>().Announcement.ShouldSatisfyAllConditions(a => a.Body.ShouldContain("moved aside"), a => a.Severity.ShouldBe(Severity.Warning));
    }

    private static IReadOnlyList<Announcement> BookLosses(Family brain) => [.. brain.All<Announce>().Select(a => a.Announcement).Where(a => a.Key.StartsWith("book-lost", StringComparison.Ordinal))];

    private async Task End(Family brain, RepairResult result)
    {
        var order = brain.Only<RestartGateway>();
        brain.Tell(new RepairEnded(Main, Now, order.Incident, Tier.Watchdog, order.Attempt, result, "note"));
        await Quiet();
    }

    private async Task See(Family brain, ProcessState state)
    {
        brain.Tell(new ProcessSeen(Main, Now, state));
        await Quiet();
    }

    private Task<Family> Raise()
    {
        var (journal, policy, ledgers) = (_journal, _policy, _ledgers);
        return Raise(Props.Create(() => new IncidentActor(Main, journal, policy, ledgers)));
    }
}
