using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Schedules;
using OpenClaw.Host.SelfTest;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.SelfTest;

/// <summary>The test alert comes at its time, once, on every channel. On virtual time, which begins on Monday, 2026-11-23 03:00 UTC.</summary>
public sealed class SelfTestActorSpecs : ActorSpecs
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private readonly List<Announcement> _told = [];

    private IReadOnlyList<string> Keys { get { lock (_told) return [.. _told.Select(static n => n.Key)]; } }

    [Fact]
    public async Task It_comes_every_week_at_its_time_without_drift()
    {
        await Begin("0 9 * * 1", new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        await Step(TimeSpan.FromDays(22));
        Keys.ShouldBe(["self-test/20261123T0800Z", "self-test/20261130T0800Z", "self-test/20261207T0800Z", "self-test/20261214T0800Z"]);
        _told.Select(static n => n.At.TimeOfDay).Distinct().ShouldBe([TimeSpan.FromHours(8)]);
        _told.ShouldAllBe(static n => n.PassesFloor && n.Severity == Severity.Info && n.YourTurn == null && !n.Body.Contains("late", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_nobody_told_at_its_time_is_told_late_and_an_old_one_is_not()
    {
        await Begin("0 1 * * 1");
        Keys.ShouldBe(["self-test/20261123T0000Z"]);
        _told[0].Body.ShouldContain("comes late");
        await Begin("0 20 * * 0", name: "older");
        Keys.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_sleeps_over_it_tells_the_newest_when_it_wakes_and_none_that_is_too_old()
    {
        await Begin("0 9 * * *");
        await StandStill(TimeSpan.FromDays(3) + TimeSpan.FromHours(7));
        await Step(60);
        Keys.ShouldBe(["self-test/20261126T0800Z"]);
        await StandStill(TimeSpan.FromHours(29));
        await Step(60);
        Keys.Count.ShouldBe(1, "the one of 08:00 was 7 hours ago");
        await Step(TimeSpan.FromDays(1));
        Keys[^1].ShouldBe("self-test/20261128T0800Z");
    }

    [Fact]
    public async Task A_clock_that_was_years_ahead_and_is_set_right_silences_nothing()
    {
        var right = Now;
        Clock.AdjustTime(right.AddYears(4));
        await Begin("0 9 * * *");
        Keys.ShouldBeEmpty();
        Clock.AdjustTime(right);
        await Step(TimeSpan.FromMinutes(20));
        await Step(TimeSpan.FromDays(1));
        Keys.ShouldBe(["self-test/20261123T0800Z"]);
    }

    [Fact]
    public async Task It_reaches_a_channel_that_wants_only_what_is_critical_and_not_again_after_a_restart()
    {
        var (outbox, channel) = (new RememberedOutbox(), new ScriptedNotifier("pager", Severity.Critical));
        var parts = new HealerParts([], [channel], new FailableJournal()) { Outbox = outbox };
        var life = await Live(parts);
        await Step(60);
        channel.Told.ShouldHaveSingleItem().Key.ShouldBe("self-test/20261123T0000Z");
        Sys.Stop(life);
        await Step(60);
        await Live(parts);
        await Step(TimeSpan.FromMinutes(10));
        channel.Tries.Count.ShouldBe(1);
    }

    private async Task<IActorRef> Live(HealerParts parts)
    {
        var voice = Sys.ActorOf(Props.Create(() => new NotifierSupervisor(Main, parts)));
        ICanTell supervisor = voice;
        var schedule = CronSchedule.Parse("0 1 * * 1");
        Sys.ActorOf(Props.Create(() => new SelfTestActor(schedule, Berlin, Main, supervisor)));
        await Quiet();
        return voice;
    }

    private async Task Begin(string text, DateTimeOffset? at = null, string name = "self-test")
    {
        if (at is { } now) await Step(now - TimeSpan.FromMinutes(1) - Now);
        var (told, schedule) = (_told, CronSchedule.Parse(text));
        ICanTell supervisor = Sys.ActorOf(Props.Create(() => new Supervisor(told)));
        Sys.ActorOf(Props.Create(() => new SelfTestActor(schedule, Berlin, Main, supervisor)), name);
        await Quiet();
    }

    private sealed class Supervisor : ReceiveActor
    {
        public Supervisor(List<Announcement> told) => Receive<Announce>(order =>
        {
            lock (told) told.Add(order.Announcement);
        });
    }
}
