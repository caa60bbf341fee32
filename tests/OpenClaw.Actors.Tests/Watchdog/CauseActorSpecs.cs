using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Watchdog;

/// <summary>Watches causes only while something is wrong.</summary>
public sealed class CauseActorSpecs : ActorSpecs
{
    private readonly ScriptedCauses _causes = new();

    [Fact]
    public async Task It_rests_until_something_is_wrong()
    {
        var actor = await Raise();
        await Step(TimeSpan.FromHours(1));
        _causes.Watches.ShouldBeEmpty();
        actor.Tell(new SetCadence(Main, Cadence.Suspicious));
        await Quiet();
        _causes.Watches.Count.ShouldBe(1);
        actor.Tell(new SetCadence(Main, Cadence.Calm));
        await Quiet();
        _causes.Watches[0].IsCancelled.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_change_is_told_and_the_next_is_waited_for()
    {
        var actor = await Raise();
        actor.Tell(new SetCadence(Main, Cadence.Suspicious));
        await Quiet();
        _causes.Watches[0].Answer("its port is free");
        await Quiet();
        actor.All<CauseChanged>().ShouldHaveSingleItem().What.ShouldBe("its port is free");
        await Step(1);
        _causes.Watches.Count.ShouldBe(2);
        actor.Tell(new SetCadence(Main, Cadence.Suspicious));
        await Quiet();
        _causes.Watches.Count.ShouldBe(2, "told twice, watched once");
    }

    [Fact]
    public async Task A_change_that_comes_after_all_is_well_again_is_nobodys()
    {
        _causes.ObeysCancel = false;
        var actor = await Raise();
        actor.Tell(new SetCadence(Main, Cadence.Suspicious));
        await Quiet();
        actor.Tell(new SetCadence(Main, Cadence.Calm));
        await Quiet();
        _causes.Watches[0].Answer("its port is free");
        await Step(60);
        actor.All<CauseChanged>().ShouldBeEmpty();
        _causes.Watches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_watch_that_fails_is_begun_again_later()
    {
        var actor = await Raise();
        actor.Tell(new SetCadence(Main, Cadence.Suspicious));
        await Quiet();
        _causes.Watches[0].Fail(new IOException("too many open files"));
        await Step(29);
        _causes.Watches.Count.ShouldBe(1);
        await Step(2);
        _causes.Watches.Count.ShouldBe(2);
        Warnings.ShouldContain(w => w.Contains("too many open files"));
    }

    private Task<Family> Raise()
    {
        var causes = _causes;
        return Raise(Props.Create(() => new CauseActor(Main, causes)));
    }

    private sealed class ScriptedCauses : ICauseWatch
    {
        private readonly List<Call<string>> _watches = [];

        public bool ObeysCancel { get; set; } = true;

        public IReadOnlyList<Call<string>> Watches
        {
            get
            {
                lock (_watches) return [.. _watches];
            }
        }

        public Task<string> WaitForChange(CancellationToken cancel)
        {
            var call = new Call<string>(ObeysCancel, cancel);
            lock (_watches) _watches.Add(call);
            return call.Task;
        }
    }
}
