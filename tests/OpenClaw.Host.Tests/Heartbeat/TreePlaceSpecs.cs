using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Heartbeat;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Heartbeat;

/// <summary>The heartbeat over the real tree of the healer.</summary>
public sealed class TreePlaceSpecs : ActorSpecs
{
    private static readonly GatewayId Work = new("work");
    private HealerParts _parts = null!;
    private IReadOnlyList<TreePlace> _places = [];

    private ScriptedHeartbeat Remote => field ??= new ScriptedHeartbeat(Clock);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var (main, work) = (new SimulatedGateway(Clock).Start(), new SimulatedGateway(Clock).Start());
        _parts = new HealerParts(
            [new GatewayParts(Main, main, main, [], new GatewayPolicy()), new GatewayParts(Work, work, work, [], new GatewayPolicy())],
            [new ScriptedNotifier("discord", Severity.Warning), new ScriptedNotifier("log")], new FailableJournal());
        var (parts, remote, kept) = (_parts, Remote, new KeptStanding());
        _places = TreePlace.Of(parts);
        var (places, settings) = (_places, new HeartbeatSettings(new SecretText("https://hc-ping.com/x"), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));
        IReadOnlyList<string> names = ["main", "work"];
        Func<double> chance = static () => 1;
        Sys.ActorOf(Props.Create(() => new HeartbeatActor(remote, settings, places, names, kept, chance)), "heartbeat");
        Sys.ActorOf(Props.Create(() => new GatewaysActor(parts)), "gateways");
        await Quiet();
    }

    [Fact]
    public async Task Every_place_that_is_asked_is_there()
    {
        await Step(1);
        _places.Count.ShouldBe(1 + (2 * 7));
        foreach (var place in _places) (await Sys.ActorSelection(place.Path).ResolveOne(TimeSpan.FromSeconds(20))).Path.ToStringWithoutAddress().ShouldBe(place.Path);
    }

    [Fact]
    public async Task A_healer_that_works_is_alive_for_a_day_and_loses_no_mail_over_it()
    {
        await Step(TimeSpan.FromDays(1));
        Remote.Beats.ShouldBe([Beat.Start, .. Enumerable.Repeat(Beat.Alive, 288)]);
        Remote.Sent[^1].Text.ShouldContain("gateway work: Ready since ");
    }

    [Fact]
    public async Task Each_part_that_hangs_is_noticed_and_named()
    {
        await Step(60);
        foreach (var place in _places)
        {
            var part = (IInternalActorRef)await Sys.ActorSelection(place.Path).ResolveOne(TimeSpan.FromSeconds(20));
            part.Suspend();
            await Step(TimeSpan.FromMinutes(7));
            Remote.Sent[^1].Beat.ShouldBe(Beat.Failing, place.Path);
            Remote.Sent[^1].Text.ShouldContain($"{place.What} does not answer.");
            part.Resume(null);
            await Step(TimeSpan.FromMinutes(7));
            Remote.Sent[^1].Beat.ShouldBe(Beat.Alive, place.Path);
        }
    }

    [Fact]
    public async Task A_gateway_whose_healer_was_given_up_is_a_failure_that_stays()
    {
        await Step(60);
        Sys.ActorSelection("/user/gateways/work").Tell(PoisonPill.Instance);
        await Step(TimeSpan.FromMinutes(7));
        Remote.Sent[^1].Beat.ShouldBe(Beat.Failing);
        Remote.Sent[^1].Text.ShouldContain("the healer of gateway work is not there.");
        LosesMail = true;
    }
}
