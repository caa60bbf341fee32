using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Heartbeat;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Heartbeat;

/// <summary>When it is said that all is well, and when not. On virtual time; a part that hangs is one whose mailbox stands still.</summary>
public sealed class HeartbeatActorSpecs : ActorSpecs
{
    private static readonly TreePlace Brain = new("/user/brain", "the brain");
    private static readonly TreePlace Prober = new("/user/prober", "the prober", MayRest: true);
    private static readonly HeartbeatSettings Settings = new(new SecretText("https://hc-ping.com/x"), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

    private readonly KeptStanding _kept = new();
    private IActorRef _brain = ActorRefs.Nobody;
    private IActorRef _prober = ActorRefs.Nobody;

    private ScriptedHeartbeat Remote => field ??= new ScriptedHeartbeat(Clock);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _brain = Sys.ActorOf(Props.Create(() => new Part()), "brain");
        _prober = Sys.ActorOf(Props.Create(() => new Part()), "prober");
    }

    [Fact]
    public async Task The_start_is_told_at_once_that_all_is_well_after_a_minute_and_then_every_interval()
    {
        var from = Now;
        await Begin();
        Remote.Beats.ShouldBe([Beat.Start]);
        await Step(59);
        Remote.Beats.ShouldBe([Beat.Start], "a daemon that dies within a minute, again and again, is not alive");
        await Step(TimeSpan.FromMinutes(11));
        Remote.Sent.Skip(1).Select(s => (s.Beat, s.At - from)).ShouldBe([(Beat.Alive, Minutes(1)), (Beat.Alive, Minutes(6)), (Beat.Alive, Minutes(11))]);
    }

    [Fact]
    public async Task A_part_that_hangs_is_never_called_alive_and_is_named_and_it_is_well_when_it_goes_on()
    {
        await BeginAlive();
        Stop(_brain);
        await Step(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(69));
        Remote.Beats.ShouldBe([Beat.Start, Beat.Alive], "silence, as long as it is not sure");
        await Step(1);
        Remote.Sent[^1].Beat.ShouldBe(Beat.Failing);
        Remote.Sent[^1].Text.ShouldStartWith("the brain does not answer.\n");
        await Step(TimeSpan.FromMinutes(20));
        Remote.Beats.Skip(2).ShouldAllBe(static b => b == Beat.Failing);
        GoOn(_brain);
        await Step(TimeSpan.FromMinutes(6));
        Remote.Beats[^1].ShouldBe(Beat.Alive);
    }

    [Fact]
    public async Task A_sensor_that_hangs_counts_and_one_that_rests_or_was_given_up_does_not()
    {
        await BeginAlive();
        Stop(_prober);
        await Step(TimeSpan.FromMinutes(7));
        Remote.Sent[^1].Text.ShouldStartWith("the prober does not answer.\n");
        GoOn(_prober);
        Sys.Stop(_prober);
        await Step(TimeSpan.FromMinutes(6));
        Remote.Beats[^1].ShouldBe(Beat.Alive);
    }

    [Fact]
    public async Task A_part_that_is_gone_for_good_is_a_failure_and_one_that_rests_is_waited_for()
    {
        await BeginAlive();
        Sys.Stop(_brain);
        await Step(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(35));
        Sys.ActorOf(Props.Create(() => new Part()), "brain");
        await Step(10);
        Remote.Beats.ShouldBe([Beat.Start, Beat.Alive, Beat.Alive]);
        Sys.ActorSelection("/user/brain").Tell(PoisonPill.Instance);
        await Step(TimeSpan.FromMinutes(7));
        Remote.Sent[^1].Beat.ShouldBe(Beat.Failing);
        Remote.Sent[^1].Text.ShouldStartWith("the brain is not there.\n");
    }

    [Fact]
    public async Task A_host_that_sleeps_for_hours_in_the_middle_of_a_round_has_asked_once()
    {
        await BeginAlive();
        Stop(_brain);
        await Step(TimeSpan.FromMinutes(5));
        await StandStill(TimeSpan.FromHours(8));
        GoOn(_brain);
        await Step(10);
        Remote.Beats.ShouldBe([Beat.Start, Beat.Alive, Beat.Alive]);
    }

    [Fact]
    public async Task A_channel_that_fails_for_ten_minutes_is_a_failure_to_the_minute_and_all_is_well_as_soon_as_it_delivers()
    {
        await BeginAlive();
        await Step(TimeSpan.FromMinutes(2));
        var since = Now;
        await Turn("discord", since, "Discord answered 503");
        await Step(TimeSpan.FromMinutes(9.9));
        Remote.Beats.ShouldNotContain(Beat.Failing);
        Remote.Sent[^1].Text.ShouldContain("channel discord: failing for ");
        await Step(6);
        Remote.Sent[^1].Beat.ShouldBe(Beat.Failing);
        Remote.Sent[^1].At.ShouldBe(since + Minutes(10));
        Remote.Sent[^1].Text.ShouldStartWith("Alerts do not arrive on discord: failing for 10 min (Discord answered 503).\n");
        await Step(TimeSpan.FromMinutes(7));
        Remote.Beats[^1].ShouldBe(Beat.Failing);
        var count = Remote.Sent.Count;
        await Turn("discord", null);
        Remote.Sent.Skip(count).Select(static s => s.Beat).ShouldBe([Beat.Alive]);
    }

    [Fact]
    public async Task A_channel_that_fails_for_less_is_none_and_two_must_both_deliver_again()
    {
        await BeginAlive();
        await Turn("slack", Now);
        await Step(TimeSpan.FromMinutes(9));
        await Turn("slack", null);
        await Step(TimeSpan.FromMinutes(20));
        Remote.Beats.ShouldNotContain(Beat.Failing);
        await Turn("slack", Now);
        await Turn("discord", Now);
        await Step(TimeSpan.FromMinutes(11));
        Remote.Beats[^1].ShouldBe(Beat.Failing);
        await Turn("slack", null);
        Remote.Beats[^1].ShouldBe(Beat.Failing);
        await Turn("discord", null);
        Remote.Beats[^1].ShouldBe(Beat.Alive);
    }

    [Fact]
    public async Task A_channel_that_delivers_again_makes_no_hanging_brain_well()
    {
        await BeginAlive();
        Stop(_brain);
        await Turn("discord", Now);
        await Step(TimeSpan.FromMinutes(12));
        await Turn("discord", null);
        await Step(TimeSpan.FromMinutes(12));
        Remote.Beats.Skip(2).ShouldAllBe(static b => b == Beat.Failing);
        Remote.Beats.Count.ShouldBeLessThan(8, "it is not told in a hurry");
    }

    [Fact]
    public async Task Who_cannot_be_reached_is_tried_with_growing_pauses_complained_of_once_and_told_what_is_true_then()
    {
        await BeginAlive();
        Remote.Remote = static _ => new Delivery.TryLater(null, "it answered 500");
        var count = Remote.Sent.Count;
        await Step(TimeSpan.FromMinutes(20));
        var tries = Remote.Sent.Skip(count).Select(static s => s.At).ToArray();
        tries.Zip(tries.Skip(1), static (a, b) => (b - a).TotalSeconds).ShouldBe([15, 30, 60, 120, 240, 300]);
        Warnings.ShouldHaveSingleItem().ShouldContain("it answered 500");
        Remote.Remote = static _ => new Delivery.Delivered();
        Stop(_brain);
        await Step(TimeSpan.FromMinutes(7));
        Remote.Sent[^1].Beat.ShouldBe(Beat.Failing);
    }

    [Fact]
    public async Task Half_of_a_pause_is_chance_and_a_wait_that_is_asked_for_is_kept()
    {
        Remote.Remote = static beat => beat == Beat.Start ? new Delivery.Delivered() : new Delivery.TryLater(null, "it answered 500");
        await Begin(chance: 0);
        await Step(TimeSpan.FromSeconds(60 + 7.5));
        Remote.Beats.ShouldBe([Beat.Start, Beat.Alive, Beat.Alive]);
        Remote.Remote = static _ => new Delivery.TryLater(Minutes(3), "too often");
        await Step(15);
        Remote.Beats.Count.ShouldBe(4);
        await Step(179);
        Remote.Beats.Count.ShouldBe(4);
        await Step(1);
        Remote.Beats.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_start_that_is_not_taken_is_not_repeated_and_a_refusal_is_tried_at_every_interval()
    {
        Remote.Remote = static _ => new Delivery.Refused("the check is not known there (404)");
        await Begin();
        await Step(TimeSpan.FromMinutes(12));
        Remote.Beats.ShouldBe([Beat.Start, Beat.Alive, Beat.Alive, Beat.Alive]);
        Warnings.ShouldHaveSingleItem().ShouldContain("not known there");
    }

    [Fact]
    public async Task A_ping_that_never_comes_back_or_throws_is_given_up_and_tried_again()
    {
        Remote.Remote = static _ => null;
        await Begin();
        await Step(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(46));
        Remote.Beats.ShouldBe([Beat.Start, Beat.Alive, Beat.Alive]);
        Remote.Remote = static _ => throw new InvalidOperationException("a bug");
        await Step(TimeSpan.FromMinutes(2));
        Remote.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(2));
        var count = Remote.Beats.Count;
        await Step(TimeSpan.FromMinutes(20));
        (Remote.Beats.Count - count).ShouldBe(4, "once it is taken it is told every interval");
    }

    [Fact]
    public async Task A_heartbeat_that_dies_comes_back_starts_nothing_anew_and_knows_what_fails()
    {
        await BeginAlive();
        await Turn("discord", Now);
        Sys.ActorSelection("/user/heartbeat/actor").Tell(Kill.Instance);
        await Step(TimeSpan.FromMinutes(11));
        Remote.Beats.Count(static b => b == Beat.Start).ShouldBe(1);
        Remote.Beats[^1].ShouldBe(Beat.Failing);
        await Turn("discord", null);
        Remote.Beats[^1].ShouldBe(Beat.Alive);
    }

    [Fact]
    public async Task A_ping_says_how_each_gateway_stands_with_open_incidents_first_and_no_evidence()
    {
        await Begin();
        var (at, incident) = (Now, new IncidentId("work-20261123-030000"));
        Sys.EventStream.Publish(new GatewayStatus(Main, at, GatewayPhase.Ready, ["secret of a log"], null, null));
        Sys.EventStream.Publish(new GatewayStatus(new GatewayId("work"), at, GatewayPhase.Down, ["secret of a log"], incident, null));
        Sys.EventStream.Publish(new GatewayStatus(new GatewayId("work"), at.AddSeconds(30), GatewayPhase.Down, ["secret of a log"], incident, Tier.Watchdog));
        await Step(60);
        var lines = Remote.Sent[^1].Text.Split('\n');
        lines[0].ShouldStartWith("openclaw-actors ");
        lines[1].ShouldBe("gateway work: Down since 2026-11-23 03:00:00 UTC, incident work-20261123-030000, tier Watchdog");
        lines[2].ShouldBe("gateway main: Ready since 2026-11-23 03:00:00 UTC, no incident");
        Remote.Sent[^1].Beat.ShouldBe(Beat.Alive, "an outage that is told of on the channels is no death of ours");
        Remote.Sent[^1].Text.ShouldNotContain("secret");
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    // Its mailbox takes nothing any more, as that of an actor whose receive never comes back.
    private static void Stop(IActorRef part) => ((IInternalActorRef)part).Suspend();

    private static void GoOn(IActorRef part) => ((IInternalActorRef)part).Resume(null);

    private async Task Begin(double chance = 1)
    {
        var (remote, kept) = (Remote, _kept);
        IReadOnlyList<TreePlace> places = [Brain, Prober];
        IReadOnlyList<string> gateways = ["main"];
        Func<double> luck = () => chance;
        Sys.ActorOf(TierSupervision.Aside(Props.Create(() => new HeartbeatActor(remote, Settings, places, gateways, kept, luck))), "heartbeat");
        await Quiet();
    }

    private async Task BeginAlive()
    {
        await Begin();
        await Step(60);
        Remote.Beats.ShouldBe([Beat.Start, Beat.Alive]);
    }

    private async Task Turn(string channel, DateTimeOffset? failingSince, string? why = null)
    {
        Sys.EventStream.Publish(new ChannelHealth(channel, Now, failingSince, why));
        await Step(TimeSpan.Zero);
    }

    private sealed class Part : ReceiveActor;
}
