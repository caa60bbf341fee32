using System.Globalization;
using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>Tier 4 over restarts of the healer: no news is lost, none is told again that was confirmed, and none waits for the store.</summary>
public sealed class KeptNewsSpecs : ActorSpecs
{
    private static readonly IncidentId Incident = new("main-20261123-030000");
    private readonly ScriptedNotifier _log = new("log");
    private ScriptedNotifier _discord = new("discord", Severity.Warning);
    private RememberedOutbox _store = new();
    private Family? _life;

    [Theory]
    [MemberData(nameof(EveryWrite))]
    public async Task A_kill_before_any_write_loses_nothing_and_repeats_nothing_that_was_confirmed(int writes)
    {
        _store.LivesFor = writes;
        _discord.Remote = _ => _store.IsDead ? null : new Delivery.Delivered();
        _log.Remote = _ => _store.IsDead ? null : new Delivery.Delivered();
        await Live();
        foreach (var number in Enumerable.Range(1, 3)) await Tell(News(number));
        var dead = _store;
        var toldBefore = Keys(_discord.Told);
        await Live(_store.Reborn());
        // What makes news says it again until the book has it: here the healer died before it was kept.
        foreach (var number in Enumerable.Range(1, 3)) await Tell(News(number));

        Keys(_discord.Told).Distinct().ShouldBe(["1", "2", "3"]);
        foreach (var key in new[] { "1", "2", "3" })
        {
            var tries = _discord.Tries.Where(t => t.News.Key == key).ToArray();
            switch (dead.Of("discord", key))
            {
                case DeliveryMark.Delivered:
                    tries.Length.ShouldBe(1);
                    break;
                case DeliveryMark.Begun:
                    tries[^1].News.MayBeRepeat.ShouldBeTrue();
                    break;
                case null:
                    tries.ShouldAllBe(t => !t.News.MayBeRepeat);
                    break;
            }
        }

        toldBefore.Count.ShouldBeLessThanOrEqualTo(3);
    }

    /// <summary>Three pieces of news, kept, begun and delivered on two channels: fifteen writes, fewer where two marks fall together.</summary>
    public static TheoryData<int> EveryWrite() => [.. Enumerable.Range(0, 16)];

    [Fact]
    public async Task What_a_dead_webhook_did_not_take_for_hours_is_told_by_the_next_healer_in_order()
    {
        _discord.Remote = static _ => new Delivery.TryLater(null, "Discord answered 503");
        await Live();
        for (var i = 1; i <= 5; i++)
        {
            await Tell(News(i));
            await Step(TimeSpan.FromHours(1));
        }

        await Live(_store.Reborn());
        await Step(TimeSpan.FromHours(1));
        _discord.Told.ShouldBeEmpty();
        _discord.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(5));
        Keys(_discord.Told).ShouldBe(["1", "2", "3", "4", "5"]);
        _discord.Told.Select(n => n.MayBeRepeat).ShouldBe([true, false, false, false, false], "only the first was ever tried");
        Keys(_log.Told).ShouldBe(["1", "2", "3", "4", "5"], "the log had told it all before");
        _store.Of("discord", "5").ShouldBe(DeliveryMark.Delivered);
    }

    [Fact]
    public async Task Nothing_is_told_before_it_is_written_down_that_it_is_begun()
    {
        DeliveryMark? before = null;
        _discord.Remote = n =>
        {
            before = _store.Of("discord", n.Key);
            return new Delivery.Delivered();
        };
        await Live();
        await Tell(News(1));
        before.ShouldBe(DeliveryMark.Begun);
    }

    [Fact]
    public async Task Confirmed_and_refused_news_is_over()
    {
        _discord.Remote = static n => n.Key == "1" ? new Delivery.Refused("400") : new Delivery.Delivered();
        await Live();
        await Tell(News(1), News(2));
        await Live(_store.Reborn());
        await Tell(News(1), News(2));
        _discord.Tries.Count.ShouldBe(2);
        _store.Of("discord", "1").ShouldBe(DeliveryMark.Refused);
        _store.Of("discord", "2").ShouldBe(DeliveryMark.Delivered);
    }

    [Fact]
    public async Task A_channel_that_is_new_is_not_told_what_was_before_it()
    {
        var discord = _discord;
        _discord = new ScriptedNotifier("discord-to-be") { Remote = static _ => null };
        await Live();
        await Tell(News(1));
        _discord = discord;
        await Live(_store.Reborn());
        await Tell(News(2));
        Keys(_discord.Told).ShouldBe(["2"]);
    }

    [Fact]
    public async Task It_is_over_is_told_after_a_restart_to_those_who_were_told_before_it_that_it_began()
    {
        _discord = new ScriptedNotifier("discord", Severity.Critical);
        await Live();
        await Tell(News(1));
        await Live(_store.Reborn());
        await Tell(News(2, Severity.Resolved));
        await Tell(News(3, Severity.Resolved, new IncidentId("main-20261123-050000")));
        Keys(_discord.Told).ShouldBe(["1", "2"]);
        await Live(_store.Reborn());
        await Tell(News(4, Severity.Resolved));
        Keys(_discord.Told).ShouldBe(["1", "2"], "that one is over");
    }

    [Fact]
    public async Task News_that_a_channel_did_not_want_does_not_come_up_when_its_owner_wants_more()
    {
        await Live();
        await Tell(News(1, Severity.Info), News(2));
        _discord = new ScriptedNotifier("discord");
        await Live(_store.Reborn());
        _discord.Tries.ShouldBeEmpty();
        await Tell(News(3, Severity.Info));
        Keys(_discord.Told).ShouldBe(["3"]);
    }

    [Fact]
    public async Task A_box_that_is_full_stays_bounded_over_restarts()
    {
        _discord.Remote = static _ => new Delivery.TryLater(null, "offline");
        await Live();
        for (var i = 1; i <= Outbox.Capacity; i++) await Tell(News(i, Severity.Warning));
        await Live(_store.Reborn());
        for (var i = Outbox.Capacity + 1; i <= Outbox.Capacity + 20; i++) await Tell(News(i));
        await Live(_store.Reborn());
        _discord.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(10));
        _discord.Told.Count.ShouldBe(Outbox.Capacity);
        _discord.Told.Count(n => n.Severity == Severity.Critical).ShouldBe(20);
        _store.Of("discord", "2").ShouldBe(DeliveryMark.Dropped);
        Keys(_discord.Told).Select(k => int.Parse(k, CultureInfo.InvariantCulture)).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(FailableJournal.Mood.Fails)]
    [InlineData(FailableJournal.Mood.Hangs)]
    public async Task No_delivery_waits_long_for_a_store_that_cannot_write_and_it_is_written_when_it_can(FailableJournal.Mood mood)
    {
        await Live();
        _store.Writing = mood;
        await Tell(News(1), News(2));
        await Step(2);
        Keys(_discord.Told).ShouldBe(["1", "2"]);
        Keys(_log.Told).ShouldBe(["1", "2"]);
        await Step(TimeSpan.FromHours(1));
        _store.Keys.ShouldBeEmpty();
        Warnings.Count(w => w.Contains("cannot be kept")).ShouldBe(1, "said once");
        _store.Writing = FailableJournal.Mood.Works;
        await Step(60);
        _store.Keys.ShouldBe(["1", "2"]);
        _store.Of("discord", "2").ShouldBe(DeliveryMark.Delivered);
        await Live(_store.Reborn());
        _discord.Tries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_piece_that_the_store_never_takes_does_not_keep_the_rest_out()
    {
        await Live();
        _store.Refuses = "1";
        await Tell(News(1), News(2));
        await Step(60);
        _store.Of("discord", "2").ShouldBe(DeliveryMark.Delivered);
    }

    [Fact]
    public async Task A_store_that_is_late_holds_news_up_for_a_moment_only_and_what_it_kept_is_told_when_it_comes()
    {
        _discord.Remote = static _ => null;
        await Live();
        await Tell(News(1), News(2));
        await Stop();
        _store = _store.Reborn();
        _store.Reading = FailableJournal.Mood.Hangs;
        _discord.Remote = static n => n.Key == "4" ? null : new Delivery.Delivered();
        await Live(_store);
        await Tell(News(3), News(4), News(5));
        Keys(_discord.Told).ShouldBeEmpty("it may have been told already");
        await Step(5);
        Keys(_discord.Told).ShouldBe(["3"]);
        Warnings.ShouldContain(w => w.Contains("cannot be read"));
        _store.Held[0].Answer(true);
        await Quiet();
        Keys(_discord.Told).ShouldBe(["3"], "one is being told");
        _discord.Tries[^1].Call.Answer(new Delivery.Delivered());
        await Quiet();
        Keys(_discord.Told).ShouldBe(["3", "4", "1", "2", "5"]);
        _discord.Told.Single(n => n.Key == "1").MayBeRepeat.ShouldBeTrue("the healer was killed while it was told");
        _discord.Told.Single(n => n.Key == "2").MayBeRepeat.ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_over_is_told_though_what_was_told_before_came_to_light_only_later()
    {
        _discord = new ScriptedNotifier("discord", Severity.Critical);
        await Live();
        await Tell(News(1));
        await Stop();
        _store = _store.Reborn();
        _store.Reading = FailableJournal.Mood.Fails;
        await Live(_store);
        await Tell(News(2, Severity.Resolved));
        await Step(300);
        Keys(_discord.Told).ShouldBe(["1"]);
        _store.Loads.ShouldBeInRange(9, 12, "it is read again every 30 s");
        Warnings.Count(w => w.Contains("cannot be read")).ShouldBe(1);
        _store.Reading = FailableJournal.Mood.Works;
        await Step(30);
        Keys(_discord.Told).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task What_an_earlier_life_may_have_told_says_so_while_the_store_cannot_be_asked_and_nothing_else_does()
    {
        var (older, young) = (Incident, new IncidentId("main-20261123-050000"));
        _store.Reading = FailableJournal.Mood.Fails;
        await Live();
        await Tell(
            News(1) with { Key = $"{older}/human-1" },
            News(2) with { Key = "notice/main/Paused/1795403704", Incident = null },
            News(3, Severity.Info, young) with { Key = $"{young}/opened" },
            News(4, Severity.Critical, young) with { Key = $"{young}/human-1" },
            News(5) with { Key = "notice/main/Duplicate/pid 7", Incident = young },
            Announcements.BookLost(Main, "the disk is full", Now));
        _discord.Told.Select(n => n.MayBeRepeat).ShouldBe([true, true, false, true, false]);
        _store.Reading = FailableJournal.Mood.Works;
        await Step(60);
        await Tell(News(6));
        _discord.Told[^1].MayBeRepeat.ShouldBeFalse("the store has been asked");
        _discord.Told.Count.ShouldBe(6);
    }

    [Fact]
    public async Task News_that_was_in_hand_when_its_channel_died_is_told_again_and_says_so()
    {
        var deaths = 0;
        _discord.Remote = _ => deaths++ == 0 ? throw new InvalidOperationException("a bug in the channel") : new Delivery.Delivered();
        await Live();
        await Tell(News(1), News(2));
        await Step(60);
        _discord.Told.Select(n => (n.Key, n.MayBeRepeat)).ShouldBe([("1", true), ("2", false)]);
    }

    [Fact]
    public async Task News_that_found_its_channel_between_two_lives_was_never_tried()
    {
        await Live();
        Sys.ActorSelection(_life!.Parent.Path / "child" / "discord" / "actor").Tell(PoisonPill.Instance);
        await Quiet();
        await Tell(News(1));
        await Step(60);
        _discord.Told.ShouldHaveSingleItem().MayBeRepeat.ShouldBeFalse();
    }

    [Fact]
    public async Task A_try_that_nobody_heard_the_end_of_makes_the_next_a_possible_repeat()
    {
        _discord.Remote = static n => n.MayBeRepeat ? new Delivery.Delivered() : n.Key == "1" ? null : new Delivery.TryLater(null, "cut off") { MayHaveArrived = true };
        await Live();
        await Tell(News(1), News(2));
        await Step(600);
        _discord.Told.Select(n => (n.Key, n.MayBeRepeat)).ShouldBe([("1", true), ("2", true)]);
    }

    [Fact]
    public async Task News_that_came_through_the_book_is_not_kept_twice_and_marked_all_the_same()
    {
        await Live();
        await _store.Keep(Main, News(1), CancellationToken.None);
        _life!.Tell(new Announce(Main, News(1), IsKept: true));
        await Quiet();
        _store.Keeps.ShouldBe(1);
        _store.Of("discord", "1").ShouldBe(DeliveryMark.Delivered);
    }

    [Fact]
    public async Task A_keeper_that_dies_comes_back_and_no_delivery_has_noticed()
    {
        await Live();
        Sys.ActorSelection(_life!.Parent.Path / "child" / "kept-news" / "actor").Tell(PoisonPill.Instance);
        await Quiet();
        await Tell(News(1));
        await Step(1);
        Keys(_discord.Told).ShouldBe(["1"]);
        await Step(60);
        await Tell(News(2));
        _store.Of("discord", "2").ShouldBe(DeliveryMark.Delivered);
    }

    [Fact]
    public async Task What_was_not_written_when_its_keeper_died_is_written_by_the_next_one_and_so_is_what_came_between()
    {
        await Live();
        _store.Writing = FailableJournal.Mood.Hangs;
        await Tell(News(1), News(2));
        Sys.ActorSelection(_life!.Parent.Path / "child" / "kept-news" / "actor").Tell(PoisonPill.Instance);
        await Quiet();
        await Tell(News(3));
        _store.Writing = FailableJournal.Mood.Works;
        await Step(60);
        _store.Keys.ShouldBe(["1", "2", "3"]);
        new[] { "1", "2", "3" }.ShouldAllBe(key => _store.Of("discord", key) == DeliveryMark.Delivered && _store.Of("log", key) == DeliveryMark.Delivered);
    }

    private static Announcement News(int number, Severity severity = Severity.Critical, IncidentId? incident = null) =>
        new(number.ToString(CultureInfo.InvariantCulture), Main, incident ?? Incident, severity, $"news {number}", "body", [], null, default);

    private static IReadOnlyList<string> Keys(IEnumerable<Announcement> news) => [.. news.Select(n => n.Key)];

    /// <summary>A new healer; the one before is killed.</summary>
    private async Task Live(RememberedOutbox? store = null)
    {
        await Stop();
        _store = store ?? _store;
        var healer = new HealerParts([], [_discord, _log], new FailableJournal()) { Outbox = _store };
        _life = await Raise(Props.Create(() => new NotifierSupervisor(Main, healer)));
    }

    private async Task Stop()
    {
        if (_life is not { } life) return;
        _life = null;
        Sys.Stop(life.Parent);
        await Quiet();
    }

    private async Task Tell(params Announcement[] news)
    {
        foreach (var one in news) _life!.Tell(new Announce(Main, one));
        await Quiet();
    }
}
