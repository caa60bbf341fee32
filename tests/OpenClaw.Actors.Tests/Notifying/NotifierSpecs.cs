using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>Tier 4: every channel is told everything it wants, in order, once, whatever its remote side does.</summary>
public sealed class NotifierSpecs : ActorSpecs
{
    private static readonly IncidentId Incident = new("main-20261123-030000");
    private readonly ScriptedNotifier _discord = new("discord");
    private readonly ScriptedNotifier _log = new("log");

    [Fact]
    public async Task Each_channel_is_told_in_order()
    {
        await Tell(1, 2, 3);
        Keys(_discord.Told).ShouldBe(["1", "2", "3"]);
        Keys(_log.Told).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task One_delivery_at_a_time_and_a_slow_channel_does_not_hold_up_the_others()
    {
        _discord.Remote = static _ => null;
        await Tell(1, 2, 3);
        _discord.Tries.Count.ShouldBe(1);
        Keys(_log.Told).ShouldBe(["1", "2", "3"]);
        _discord.Tries[0].Call.Answer(new Delivery.Delivered());
        await Quiet();
        Keys(_discord.Tries.Select(t => t.News)).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task News_that_is_not_taken_is_tried_again_with_growing_pauses()
    {
        _discord.Remote = static _ => new Delivery.TryLater(null, "offline");
        await Tell(1);
        var tries = new List<DateTimeOffset>();
        for (var i = 0; i < 2000 && tries.Count < 12; i++)
        {
            while (tries.Count < _discord.Tries.Count) tries.Add(Now);
            await Step(1);
        }

        var pauses = tries.Zip(tries.Skip(1), static (a, b) => (b - a).TotalSeconds).ToArray();
        // A fifth is left to chance, so that fifty healers do not come back as one.
        foreach (var (pause, full) in pauses.Zip([2.0, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])) pause.ShouldBeInRange((full * 0.8) - 1, full);
        _discord.Remote = static _ => new Delivery.Delivered();
        await Step(300);
        Keys(_discord.Told).ShouldBe(["1"]);
    }

    [Fact]
    public async Task The_pause_that_the_remote_side_asks_for_is_kept()
    {
        _discord.Remote = static _ => new Delivery.TryLater(TimeSpan.FromSeconds(42), "429");
        await Tell(1);
        await Step(41);
        _discord.Tries.Count.ShouldBe(1);
        await Step(1);
        _discord.Tries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    public async Task A_pause_that_is_none_is_not_hammered_on(int seconds)
    {
        _discord.Remote = _ => new Delivery.TryLater(TimeSpan.FromSeconds(seconds), "429");
        await Tell(1);
        await Step(60);
        _discord.Tries.Count.ShouldBeInRange(3, 6);
    }

    [Fact]
    public async Task A_channel_that_throws_is_tried_again_and_its_exception_text_is_not_logged()
    {
        _discord.Remote = static _ => null;
        await Tell(1);
        _discord.Tries[0].Call.Fail(new InvalidOperationException("https://discord.com/api/webhooks/1/secret"));
        await Step(2);
        _discord.Tries.Count.ShouldBe(2);
        Warnings.ShouldNotBeEmpty();
        Warnings.ShouldAllBe(w => !w.Contains("secret"));
    }

    [Fact]
    public async Task A_delivery_that_never_comes_back_is_given_up_and_tried_again()
    {
        _discord.Remote = static _ => null;
        await Tell(1, 2);
        await Step(300);
        _discord.Tries.Count.ShouldBeGreaterThan(1);
        _discord.Tries[0].Call.IsCancelled.ShouldBeTrue();
        _discord.Tries.Count(t => !t.Call.IsCancelled).ShouldBeLessThanOrEqualTo(1, "one in flight");
        _discord.Remote = static _ => new Delivery.Delivered();
        await Step(600);
        Keys(_discord.Told).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task News_that_is_refused_is_dropped_with_an_error_and_the_next_is_told()
    {
        _discord.Remote = static n => n.Key == "1" ? new Delivery.Refused("404 unknown webhook") : new Delivery.Delivered();
        await Tell(1, 2);
        Keys(_discord.Told).ShouldBe(["2"]);
        Warnings.ShouldContain(w => w.Contains("404 unknown webhook"));
    }

    [Fact]
    public async Task The_same_news_is_told_once()
    {
        await Tell(1, 1, 2, 1);
        Keys(_discord.Told).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task News_for_some_channels_or_about_one_is_for_no_other_and_over_for_those()
    {
        var store = new RememberedOutbox();
        var healer = new HealerParts([], [_discord, _log], new FailableJournal()) { Outbox = store };
        var family = await Raise(Props.Create(() => new NotifierSupervisor(Main, healer)));
        family.Tell(new Announce(Main, News(1) with { Only = ["log"] }));
        family.Tell(new Announce(Main, News(2) with { NotOn = "log" }));
        await Quiet();
        Keys(_log.Told).ShouldBe(["1"]);
        Keys(_discord.Told).ShouldBe(["2"]);
        store.Of("discord", "1").ShouldBe(DeliveryMark.NotForIt);
        store.Of("log", "2").ShouldBe(DeliveryMark.NotForIt);
    }

    [Fact]
    public async Task A_channel_that_dies_loses_nothing()
    {
        var deaths = 0;
        _discord.Remote = _ => deaths++ < 3 ? throw new InvalidOperationException("a bug in the channel") : new Delivery.Delivered();
        await Tell(1, 2, 3);
        Keys(_log.Told).ShouldBe(["1", "2", "3"]);
        await Step(120);
        Keys(_discord.Told).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task A_channel_is_never_given_up()
    {
        _discord.Remote = static _ => throw new InvalidOperationException("a bug in the channel");
        await Tell(1);
        await Step(TimeSpan.FromHours(6));
        _discord.Tries.Count.ShouldBeGreaterThan(20);
        _discord.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(15));
        Keys(_discord.Told).ShouldBe(["1"]);
    }

    [Fact]
    public async Task News_that_comes_while_a_channel_rests_is_kept()
    {
        var broken = true;
        _discord.Remote = _ => broken ? throw new InvalidOperationException("a bug in the channel") : new Delivery.Delivered();
        var notifier = await Tell(1);
        broken = false;
        await Step(1);
        notifier.Tell(new Announce(Main, News(2)));
        await Step(60);
        Keys(_discord.Told).ShouldBe(["1", "2"]);
    }

    private static Announcement News(int number) =>
        new(number.ToString(System.Globalization.CultureInfo.InvariantCulture), Main, Incident, Severity.Critical, $"news {number}", "body", [], null, default);

    private static IEnumerable<string> Keys(IEnumerable<Announcement> news) => news.Select(n => n.Key);

    private async Task<Family> Tell(params int[] news)
    {
        var healer = new HealerParts([], [_discord, _log], new FailableJournal());
        var family = await Raise(Props.Create(() => new NotifierSupervisor(Main, healer)));
        foreach (var one in news) family.Tell(new Announce(Main, News(one)));
        await Quiet();
        return family;
    }
}
