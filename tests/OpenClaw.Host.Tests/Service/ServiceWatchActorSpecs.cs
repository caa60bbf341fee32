using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Service;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary>The watchdog over the real tree of the healer, at a real socket.</summary>
public sealed class ServiceWatchActorSpecs : ActorSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = Patience / ServiceWatchActor.CallsPerWatchdog;

    private readonly ServiceManagerEar _ear = new($"@openclaw-{Guid.NewGuid():N}");
    private readonly List<ServiceTalk> _talks = [];
    private HealerParts _parts = null!;
    private IReadOnlyList<TreePlace> _places = [];

    private int Pings => _ear.Heard.Count(static said => said == "WATCHDOG=1");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var gateway = new SimulatedGateway(Clock).Start();
        _parts = new HealerParts([new GatewayParts(Main, gateway, gateway, [], new GatewayPolicy())], [new ScriptedNotifier("discord", Severity.Warning), new ScriptedNotifier("log")], new FailableJournal());
        _places = TreePlace.Of(_parts);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _talks.ForEach(static talk => talk.Dispose());
        _ear.Dispose();
    }

    [Fact]
    public async Task Ready_is_said_when_every_part_is_there_and_not_before()
    {
        await Watch(Patience);
        await Step(3);
        _ear.Heard.ShouldBeEmpty();
        await Healer();
        await Step(3);
        await Heard("READY=1");
        _ear.Heard[0].ShouldBe("READY=1");
        await Heard("STATUS=main: Ready");
        await Heard("WATCHDOG=1");
    }

    [Fact]
    public async Task A_tree_that_lives_answers_the_watchdog_three_times_within_its_patience_and_more()
    {
        await Healer();
        await Watch(Patience);
        await Step(5);
        await Heard("WATCHDOG=1");
        var before = Pings;
        // The kernel keeps ten datagrams for a reader: no faster than that.
        for (var i = 1; i <= 40; i++)
        {
            await Step(Between);
            await Said();
            Pings.ShouldBeGreaterThanOrEqualTo(before + i);
        }
    }

    [Fact]
    public async Task Each_part_that_hangs_leaves_the_watchdog_unanswered_and_is_named()
    {
        await Healer();
        await Watch(Patience);
        await Step(60);
        foreach (var place in _places)
        {
            var part = (IInternalActorRef)await Sys.ActorSelection(place.Path).ResolveOne(TimeSpan.FromSeconds(20));
            part.Suspend();
            // A call that was answered before may be told in this moment.
            await Step(Between);
            await Said();
            var before = Pings;
            await Step(Patience);
            await Said();
            Pings.ShouldBe(before, place.Path);
            _ear.Heard[^2].ShouldStartWith("STATUS=", Case.Sensitive, place.Path);
            _ear.Heard[^2].ShouldContain($"{place.What} does not answer", Case.Sensitive, place.Path);
            part.Resume(null);
            await Step(Between + Between);
            await Eventually.Holds(() => Pings > before, $"{place.Path} answers again");
        }

        Warnings.ShouldContain(static line => line.Contains("watchdog is not answered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_is_gone_is_supervisions_and_the_others_are_not_left_for_it()
    {
        await Healer();
        await Watch(Patience);
        await Step(60);
        LosesMail = true;
        Sys.ActorSelection($"/user/gateways/{Main}").Tell(PoisonPill.Instance);
        await Step(Between);
        await Said();
        var before = Pings;
        await Step(Patience);
        await Said();
        Pings.ShouldBeGreaterThanOrEqualTo(before + 3, "the watchdog is answered all the same");
    }

    [Fact]
    public async Task A_part_that_cannot_live_does_not_keep_the_others_from_being_ready()
    {
        await Healer();
        Sys.ActorSelection($"/user/gateways/{Main}").Tell(PoisonPill.Instance);
        LosesMail = true;
        await Quiet();
        await Watch(Patience);
        await Step(20);
        await Said();
        _ear.Heard.Count.ShouldBe(1, "nothing but the spec's own mark");
        await Step(20);
        await Heard("READY=1");
    }

    [Fact]
    public async Task Where_nobody_waits_for_a_word_of_life_only_changes_are_told()
    {
        await Healer();
        await Watch(null);
        await Step(TimeSpan.FromHours(1));
        await Heard("STATUS=main: Ready");
        _ear.Heard.ShouldBe(["READY=1", "STATUS=main: Ready"]);
    }

    private async Task Watch(TimeSpan? patience)
    {
        var (talk, places) = (_ear.Talk(patience), _places);
        _talks.Add(talk);
        Sys.ActorOf(Props.Create(() => new ServiceWatchActor(talk, places)), "service-watch");
        await Quiet();
    }

    private async Task Healer()
    {
        var parts = _parts;
        Sys.ActorOf(Props.Create(() => new GatewaysActor(parts)), "gateways");
        await Quiet();
    }

    private Task Heard(string what) => Eventually.Holds(() => _ear.Heard.Contains(what), what);

    /// <summary>Returns when everything that was said before has been heard: datagrams keep their order.</summary>
    private async Task Said()
    {
        var mark = $"MARK={Guid.NewGuid():N}";
        using var talk = _ear.Talk();
        talk.Say(mark).ShouldBeNull();
        await Heard(mark);
    }
}
