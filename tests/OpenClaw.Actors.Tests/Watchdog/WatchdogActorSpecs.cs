using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Watchdog;

/// <summary>Tier 1's actor: sees, hears, and is the only hand.</summary>
public sealed class WatchdogActorSpecs : ActorSpecs
{
    private static readonly IncidentId Incident = new("main-20261123-030000");
    private readonly ScriptedProcess _process = new();
    private readonly GatewayPolicy _policy = new();

    [Fact]
    public async Task A_look_that_begins_late_is_told_as_a_hold_up_of_our_own()
    {
        _process.Standing = Seen.Alive();
        var watchdog = await Raise();
        await Step(5);
        watchdog.All<HealerWasLate>().ShouldBeEmpty();
        await StandStill(TimeSpan.FromHours(1));
        watchdog.Only<HealerWasLate>().By.ShouldBeInRange(TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task It_looks_at_once_and_tells_what_it_saw_with_the_moment_the_look_began()
    {
        var dog = await Raise();
        var began = Now;
        await Step(2);
        _process.Looks[0].Answer(Seen.Alive());
        await Quiet();
        dog.Only<ProcessSeen>().ShouldBe(new ProcessSeen(Main, began, Seen.Alive()));
    }

    [Fact]
    public async Task It_looks_often_until_it_is_told_that_all_is_well()
    {
        _process.Standing = Seen.Alive();
        var dog = await Raise();
        await Step(20);
        dog.All<ProcessSeen>().Count.ShouldBe(5);
        dog.Tell(new SetCadence(Main, Cadence.Calm));
        await Quiet();
        var before = dog.All<ProcessSeen>().Count;
        await Step(_policy.LookInterval - TimeSpan.FromSeconds(1));
        dog.All<ProcessSeen>().Count.ShouldBe(before);
        await Step(1);
        dog.All<ProcessSeen>().Count.ShouldBe(before + 1);
        dog.Tell(new SetCadence(Main, Cadence.Suspicious));
        await Quiet();
        dog.All<ProcessSeen>().Count.ShouldBe(before + 2, "a new suspicion is looked into at once");
    }

    [Fact]
    public async Task A_cadence_that_does_not_change_makes_no_extra_look()
    {
        _process.Standing = Seen.Alive();
        var dog = await Raise();
        for (var i = 0; i < 10; i++) dog.Tell(new SetCadence(Main, Cadence.Suspicious));
        await Quiet();
        dog.All<ProcessSeen>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_look_at_a_time()
    {
        var dog = await Raise();
        dog.Tell(new SetCadence(Main, Cadence.Calm));
        await Step(40);
        _process.Looks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_the_process_is_looked_into_when_it_happens()
    {
        var dog = await Raise();
        _process.Looks[0].Answer(Seen.Alive());
        await Quiet();
        dog.Tell(new SetCadence(Main, Cadence.Calm));
        await Quiet();
        _process.Looks[1].Answer(Seen.Alive());
        await Step(60);
        var (watched, vigil) = _process.Vigils.ShouldHaveSingleItem();
        watched.ShouldBe(Seen.P1);
        vigil.Answer(new ProcessExit(1, null, Now));
        await Quiet();
        _process.Looks[2].Answer(Seen.Gone());
        await Quiet();
        dog.All<ProcessSeen>()[^1].ShouldSatisfyAllConditions(s => s.State.Process.ShouldBeNull(), s => s.At.ShouldBe(Now));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exit_during_a_look_makes_that_look_old_news(bool obeysCancel)
    {
        _process.ObeysCancel = obeysCancel;
        var dog = await Raise();
        _process.Looks[0].Answer(Seen.Alive());
        await Step(5);
        _process.Looks.Count.ShouldBe(2);
        _process.Vigils[0].Call.Answer(new ProcessExit(null, 9, Now));
        await Quiet();
        _process.Looks.Count.ShouldBe(3);
        _process.Looks[1].IsCancelled.ShouldBeTrue();
        _process.Looks[1].Answer(Seen.Alive());
        await Quiet();
        dog.All<ProcessSeen>().Count.ShouldBe(1, "the given-up look is dropped");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_process_is_watched_and_the_old_vigil_ends(bool obeysCancel)
    {
        _process.ObeysCancel = obeysCancel;
        await Raise();
        _process.Looks[0].Answer(Seen.Alive(Seen.P1));
        await Step(5);
        _process.Looks[1].Answer(Seen.Alive(Seen.P2));
        await Quiet();
        _process.Vigils.Select(v => v.Process).ShouldBe([Seen.P1, Seen.P2]);
        _process.Vigils[0].Call.IsCancelled.ShouldBeTrue();
        _process.Vigils[0].Call.Answer(new ProcessExit(0, null, Now));
        await Quiet();
        _process.Looks.Count.ShouldBe(2, "the end of a process that is not watched any more is no news");
    }

    [Fact]
    public async Task A_look_that_cannot_be_read_does_not_end_the_vigil()
    {
        await Raise();
        _process.Looks[0].Answer(Seen.Alive());
        await Step(5);
        _process.Looks[1].Answer(Seen.Unreadable());
        await Quiet();
        _process.Vigils.ShouldHaveSingleItem().Call.IsCancelled.ShouldBeFalse();
        _process.Vigils[0].Call.Answer(new ProcessExit(1, null, Now));
        await Quiet();
        _process.Looks.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_process_whose_end_was_heard_but_which_is_still_listed_is_not_asked_for_in_a_circle()
    {
        _process.Standing = Seen.Alive();
        await Raise();
        for (var i = 0; i < 5; i++)
        {
            foreach (var vigil in _process.Vigils) vigil.Call.Answer(new ProcessExit(null, null, Now));
            await Quiet();
        }

        _process.Looks.Count.ShouldBe(2);
        _process.Vigils.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_vigil_that_fails_leaves_the_looks()
    {
        await Raise();
        _process.Looks[0].Answer(Seen.Alive());
        await Quiet();
        _process.Vigils[0].Call.Fail(new IOException("pidfd_open: EMFILE"));
        await Quiet();
        Warnings.ShouldContain(w => w.Contains("EMFILE"));
        await Step(5);
        _process.Looks[1].Answer(Seen.Alive());
        await Quiet();
        _process.Vigils.Count.ShouldBe(2, "it is tried again with the next look");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_look_that_takes_too_long_is_no_news_and_the_next_comes(bool obeysCancel)
    {
        _process.ObeysCancel = obeysCancel;
        var dog = await Raise();
        await Step(_policy.LookTimeout);
        dog.Only<ProcessSeen>().State.Service.ShouldBe(ServiceState.Unknown);
        _process.Looks[0].IsCancelled.ShouldBeTrue();
        _process.Looks[0].Answer(Seen.Gone());
        await Step(5);
        _process.Looks.Count.ShouldBe(2);
        dog.All<ProcessSeen>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_look_that_fails_itself_is_no_news_with_the_reason()
    {
        var dog = await Raise();
        _process.Looks[0].Fail(new InvalidOperationException("systemctl is missing"));
        await Quiet();
        dog.Only<ProcessSeen>().State.Evidence.ShouldBe("systemctl is missing");
    }

    [Theory]
    [InlineData(true, RepairResult.Done)]
    [InlineData(false, RepairResult.Failed)]
    public async Task A_restart_is_carried_out_once_and_its_end_is_told(bool accepted, RepairResult result)
    {
        var dog = await Raise();
        dog.Tell(Order(1, RestartKind.Forced));
        await Step(3);
        var (kind, call) = _process.Restarts.ShouldHaveSingleItem();
        kind.ShouldBe(RestartKind.Forced);
        call.Answer(new RestartOutcome(accepted, "systemd said so"));
        await Quiet();
        dog.Only<RepairEnded>().ShouldBe(new RepairEnded(Main, Now, Incident, Tier.Watchdog, 1, result, "systemd said so"));
        _process.Looks.Count.ShouldBe(2, "what came of it is looked at at once");
    }

    [Fact]
    public async Task A_restart_that_throws_has_failed()
    {
        var dog = await Raise();
        dog.Tell(Order(1));
        await Quiet();
        _process.Restarts[0].Call.Fail(new IOException("launchctl: not found"));
        await Quiet();
        dog.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Result.ShouldBe(RepairResult.Failed), e => e.Note.ShouldBe("launchctl: not found"));
    }

    [Fact]
    public async Task Two_restarts_are_never_under_way_at_once()
    {
        var dog = await Raise();
        dog.Tell(Order(1));
        dog.Tell(Order(1));
        dog.Tell(Order(2));
        await Quiet();
        _process.Restarts.Count.ShouldBe(1);
        dog.Only<RepairEnded>().ShouldSatisfyAllConditions(e => e.Attempt.ShouldBe(2), e => e.Result.ShouldBe(RepairResult.Failed));
    }

    [Fact]
    public async Task A_restart_ends_at_its_deadline()
    {
        var dog = await Raise();
        dog.Tell(Order(1));
        await Step(419);
        dog.All<RepairEnded>().ShouldBeEmpty();
        await Step(1);
        dog.Only<RepairEnded>().Result.ShouldBe(RepairResult.TimedOut);
        _process.Restarts[0].Call.IsCancelled.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_late_end_of_a_restart_is_not_taken_for_the_end_of_the_next_incidents_first(bool obeysCancel)
    {
        _process.ObeysCancel = obeysCancel;
        var dog = await Raise();
        dog.Tell(Order(1));
        await Step(420);
        dog.Tell(Order(1) with { Incident = new IncidentId("main-20261123-040000"), Deadline = Now.AddMinutes(7) });
        await Quiet();
        _process.Restarts[0].Call.Answer(new RestartOutcome(true, "late"));
        await Quiet();
        dog.Only<RepairEnded>().Incident.ShouldBe(Incident);
        _process.Restarts[1].Call.Answer(new RestartOutcome(true, "in time"));
        await Quiet();
        dog.All<RepairEnded>()[^1].Note.ShouldBe("in time");
    }

    [Fact]
    public async Task An_order_whose_deadline_has_passed_ends_at_once()
    {
        var dog = await Raise();
        dog.Tell(Order(1) with { Deadline = Now.AddSeconds(-1) });
        await Step(1);
        dog.Only<RepairEnded>().Result.ShouldBe(RepairResult.TimedOut);
    }

    [Fact]
    public async Task A_watchdog_that_ends_during_a_restart_says_that_it_was_interrupted_and_leaves_nothing_running()
    {
        var dog = await Raise();
        _process.Looks[0].Answer(Seen.Alive());
        dog.Tell(Order(1));
        await Step(5);
        dog.Tell(new EndOfChild());
        await Quiet();
        dog.Only<RepairEnded>().Result.ShouldBe(RepairResult.Interrupted);
        _process.Restarts[0].Call.IsCancelled.ShouldBeTrue();
        _process.Vigils[0].Call.IsCancelled.ShouldBeTrue();
        _process.Looks[1].IsCancelled.ShouldBeTrue();
        await Step(600);
        LostMail.ShouldBeEmpty("no timer outlives its actor");
    }

    private Task<Family> Raise()
    {
        var (process, policy) = (_process, _policy);
        return Raise(Props.Create(() => new WatchdogActor(Main, process, policy)));
    }

    private RestartGateway Order(int attempt, RestartKind kind = RestartKind.Start) => new(Main, Incident, attempt, kind, Now.AddMinutes(7), "there is no process");
}
