using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>What a channel wants to be told and when, and what is dropped or put together when it cannot tell it.</summary>
public sealed class OutboxSpecs
{
    private static readonly DateTimeOffset Night = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly IncidentId One = new("main-20261123-030000");
    private static readonly IncidentId Two = new("main-20261123-040000");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Outbox Polite = new(new ChannelManners(Severity.Warning) { Hold = Minute });
    private static readonly Outbox Sleeper = new(new ChannelManners(Severity.Warning) { Hold = Minute, Quiet = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), TimeZoneInfo.Utc) });

    [Theory]
    [InlineData(Severity.Info, 4)]
    [InlineData(Severity.Resolved, 3)]
    [InlineData(Severity.Warning, 2)]
    [InlineData(Severity.Critical, 1)]
    public void News_below_the_floor_is_not_wanted(Severity floor, int wanted)
    {
        var box = new Outbox(floor);
        foreach (var severity in new[] { Severity.Resolved, Severity.Info, Severity.Warning, Severity.Critical }) box = box.Add(News($"{severity}", severity), Night);
        box.Pending.Count.ShouldBe(wanted);
        box.Add(News("asked for") with { PassesFloor = true }, Night).Pending.Count.ShouldBe(wanted + 1);
    }

    [Fact]
    public void A_test_passes_every_floor_and_is_told_once_in_any_life()
    {
        var test = News("self-test/1", Severity.Info) with { PassesFloor = true };
        var box = new Outbox(Severity.Critical).Add(test, Night);
        box.Pending.ShouldBe([test]);
        Deliver(box, test.Key).Add(test, Night).Pending.ShouldBeEmpty();
        new Outbox(Severity.Critical).Restore(test, DeliveryMark.Delivered, null, Night).Add(test, Night).Pending.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_over_is_told_to_those_who_were_told_that_it_began()
    {
        var box = Deliver(new Outbox(Severity.Critical).Add(News("a", Severity.Critical, One), Night), "a");
        box = box.Add(News("b", Severity.Resolved, Two), Night).Add(News("c", Severity.Resolved, One), Night);
        box.Pending.Select(n => n.Key).ShouldBe(["c"]);
        Deliver(box, "c").Told.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_news_is_taken_once_even_after_it_was_told() =>
        Deliver(new Outbox(Severity.Info).Add(News("a"), Night), "a").Add(News("a"), Night).Pending.ShouldBeEmpty();

    [Fact]
    public void A_full_box_drops_the_oldest_of_the_least_severe_but_never_the_one_under_way()
    {
        var box = new Outbox(Severity.Info).Add(News("under-way", Severity.Info), Night);
        box = box.Take(box.Next(Night)!);
        box = box.Add(News("info-1", Severity.Info), Night).Add(News("info-2", Severity.Info), Night);
        for (var i = 3; i < Outbox.Capacity; i++) box = box.Add(News($"critical-{i}", Severity.Critical), Night);
        box.Ended.ShouldBeEmpty();
        box = box.Add(News("one-more", Severity.Critical), Night);
        box.Ended.ShouldBe([("info-1", DeliveryMark.Dropped)]);
        box.Pending.Count.ShouldBe(Outbox.Capacity);
        box.Pending.Select(n => n.Key).ShouldNotContain("info-1");
        box.Pending[0].Key.ShouldBe("under-way");
        box = box.Add(News("and-more", Severity.Critical), Night);
        box.Pending.Select(n => n.Key).ShouldNotContain("info-2");
    }

    [Fact]
    public void It_is_over_outlives_it_began()
    {
        var box = new Outbox(Severity.Info).Add(News("under-way"), Night).Add(News("warning", Severity.Warning), Night).Add(News("resolved", Severity.Resolved), Night);
        for (var i = 3; i <= Outbox.Capacity + 1; i++) box = box.Add(News($"critical-{i}", Severity.Critical), Night);
        box.Pending.Select(n => n.Key).ShouldNotContain("warning");
        box.Pending.Select(n => n.Key).ShouldContain("resolved");
    }

    [Fact]
    public void The_next_message_says_how_much_was_dropped_and_the_one_after_it_does_not()
    {
        var box = new Outbox(Severity.Info);
        for (var i = 1; i <= Outbox.Capacity + 3; i++) box = box.Add(News($"{i}"), Night);
        box = box.Take(box.Next(Night)!);
        box.Dress(box.Pending[0]).Missed.ShouldBe(3);
        box = box.Add(News("one more"), Night).Delivered(null);
        box = box.Take(box.Next(Night)!);
        box.Dress(box.Pending[0]).Missed.ShouldBe(1, "one was dropped while the other was told");
        box = box.Delivered(null);
        box = box.Take(box.Next(Night)!);
        box.Dress(box.Pending[0]).Missed.ShouldBe(0);
    }

    [Fact]
    public void The_memory_of_what_was_told_is_bounded()
    {
        var box = new Outbox(Severity.Info);
        for (var i = 0; i < 20 * Outbox.Capacity; i++) box = Deliver(box.Add(News($"{i}"), Night), $"{i}");
        box.Seen.Count.ShouldBe(10 * Outbox.Capacity);
    }

    [Theory]
    [InlineData(DeliveryMark.Delivered)]
    [InlineData(DeliveryMark.Refused)]
    [InlineData(DeliveryMark.Dropped)]
    [InlineData(DeliveryMark.Folded)]
    public void What_waits_here_and_is_over_by_the_word_of_the_store_is_over(DeliveryMark mark)
    {
        var since = new[] { News("in-hand"), News("over"), News("new") };
        var box = since.Aggregate(new Outbox(Severity.Info), static (box, news) => box.Add(news, Night));
        box = box.Take(box.Next(Night)!);

        box.After([(News("in-hand"), mark, null), (News("over"), mark, null)], since, Night).Pending.Select(n => n.Key).ShouldBe(["in-hand", "new"]);
    }

    [Fact]
    public void What_waits_here_and_was_begun_by_an_earlier_life_may_be_a_repeat()
    {
        var since = new[] { News("begun"), News("new"), News("before-its-time") };
        var box = since.Aggregate(new Outbox(Severity.Info), static (box, news) => box.Add(news, Night));

        box.After([(News("begun"), DeliveryMark.Begun, null), (News("new"), null, null), (News("before-its-time"), DeliveryMark.NotForIt, null)], since, Night).Pending
            .Select(n => (n.Key, n.MayBeRepeat)).ShouldBe([("begun", true), ("new", false), ("before-its-time", false)]);
    }

    [Fact]
    public void An_outage_that_is_over_within_the_hold_is_recorded_and_not_told()
    {
        var box = Polite.Add(Opened(Night), Night);
        box.Next(Night).ShouldBeNull();
        box.WakeAt(Night).ShouldBe(Night + Minute);
        box = box.Add(Resolved(Night.AddSeconds(20)), Night.AddSeconds(20));
        box.Pending.ShouldBeEmpty();
        box.Ended.ShouldBe([($"{One}/opened", DeliveryMark.Folded), ($"{One}/resolved", DeliveryMark.Folded)]);
    }

    [Fact]
    public void An_outage_that_outlasts_the_hold_is_told_once_and_so_is_its_end()
    {
        var box = Polite.Add(Opened(Night), Night);
        box = Deliver(box, $"{One}/opened", Night + Minute);
        box = box.Add(Resolved(Night.AddMinutes(5)), Night.AddMinutes(5));
        box.Next(Night.AddMinutes(5)).ShouldNotBeNull().Folded.ShouldBe(0);
    }

    [Fact]
    public void A_human_is_called_at_once_and_nothing_is_said_of_what_was_only_held()
    {
        var box = Polite.Add(Opened(Night), Night).Add(Called(1, Night.AddSeconds(5)), Night.AddSeconds(5));
        var next = box.Next(Night.AddSeconds(5)).ShouldNotBeNull();
        (next.Key, next.Folded).ShouldBe(($"{One}/human-1", 0));
        box.Pending.Count.ShouldBe(1);
    }

    [Fact]
    public void What_could_not_be_told_for_hours_is_one_message_that_says_so()
    {
        var box = Polite.Add(Opened(Night), Night);
        box = Fail(box, Night + Minute, $"{One}/opened");
        box = box.Add(Called(1, Night.AddHours(1)), Night.AddHours(1)).Add(Called(2, Night.AddHours(7)), Night.AddHours(7)).Add(Resolved(Night.AddHours(8)), Night.AddHours(8));
        var only = box.Pending.ShouldHaveSingleItem();
        (only.Key, only.Folded).ShouldBe(($"{One}/resolved", 3));
        box.Ended.Select(static e => e.Mark).ShouldAllBe(static m => m == DeliveryMark.Folded);
    }

    [Fact]
    public void What_came_while_another_try_was_under_way_takes_its_place_when_that_fails()
    {
        var box = Polite.Add(Called(1, Night), Night);
        box = box.Take(box.Next(Night)!).Add(Resolved(Night.AddMinutes(1)), Night.AddMinutes(1));
        box.Pending.Count.ShouldBe(2, "what is being told is not taken back");
        box = box.PutBack(Night.AddMinutes(2), isTry: true, mayHaveArrived: false);
        (box.Pending.ShouldHaveSingleItem().Key, box.Pending[0].Folded).ShouldBe(($"{One}/resolved", 1));
    }

    [Fact]
    public void Notices_and_other_incidents_keep_their_place()
    {
        var box = new Outbox(Severity.Info).Add(Called(1, Night), Night).Add(News("notice/main/Duplicate/7", Severity.Warning, One), Night).Add(News($"{Two}/human-1", Severity.Critical, Two), Night);
        box = box.Add(Resolved(Night.AddHours(1)), Night.AddHours(1));
        box.Pending.Select(static n => n.Key).ShouldBe(["notice/main/Duplicate/7", $"{Two}/human-1", $"{One}/resolved"]);
    }

    [Fact]
    public void Nobody_is_woken_for_what_the_healer_mends_and_the_morning_has_one_message()
    {
        var box = Sleeper.Add(Opened(Night), Night);
        box.Next(Night.AddMinutes(30)).ShouldBeNull();
        box.WakeAt(Night).ShouldBe(Night.AddHours(4));
        box = box.Add(Resolved(Night.AddMinutes(30), rings: false), Night.AddMinutes(30));
        box.Next(Night.AddMinutes(30)).ShouldBeNull();
        (box.Next(Night.AddHours(4)).ShouldNotBeNull().Key, box.Pending.Count).ShouldBe(($"{One}/resolved", 1));
    }

    [Fact]
    public void A_human_who_is_needed_is_woken_and_hears_at_once_that_it_is_over()
    {
        var box = Deliver(Sleeper.Add(Called(1, Night), Night), $"{One}/human-1");
        box.Add(Resolved(Night.AddMinutes(9)), Night.AddMinutes(9)).Next(Night.AddMinutes(9)).ShouldNotBeNull();
    }

    [Fact]
    public void What_was_due_before_the_quiet_hours_and_could_not_be_told_waits_for_their_end()
    {
        var evening = Night.AddHours(-5.5);
        var box = Fail(Sleeper.Add(News($"{One}/doctor", Severity.Warning, One) with { At = evening }, evening), evening, $"{One}/doctor");
        box.Next(Night).ShouldBeNull("it is three in the morning");
        box.WakeAt(Night).ShouldBe(Night.AddHours(4));
        box.Next(Night.AddHours(4)).ShouldNotBeNull();
    }

    [Fact]
    public void Quiet_hours_are_those_of_the_wall_clock_though_ours_is_ahead_of_it()
    {
        var ahead = Sleeper with { Manners = Sleeper.Manners with { AheadOfWall = TimeSpan.FromHours(2) } };
        var box = ahead.Add(News("a", Severity.Warning) with { At = Night.AddHours(5) }, Night.AddHours(5));
        box.Next(Night.AddHours(5)).ShouldBeNull("on the wall it is six");
        box.WakeAt(Night.AddHours(5)).ShouldBe(Night.AddHours(6));
    }

    [Fact]
    public void A_call_of_a_human_waits_for_no_warning_that_only_waits_for_the_allowance()
    {
        var box = new Outbox(Severity.Info).Add(News("notice", Severity.Warning), Night).Add(News("another", Severity.Warning), Night);
        box = box.Take(box.Next(Night)!).Calm(Night.AddMinutes(4));
        box.Next(Night).ShouldBeNull();
        box.WakeAt(Night).ShouldBe(Night.AddMinutes(4));
        box = box.Add(Called(1, Night), Night);
        box.Next(Night).ShouldNotBeNull().Key.ShouldBe($"{One}/human-1");
        box = box.Take(box.Next(Night)!).Calm(Night.AddMinutes(1));
        box.Next(Night).ShouldBeNull("it is not asked for again at once");
        box.WakeAt(Night).ShouldBe(Night.AddMinutes(1));
        Deliver(box, $"{One}/human-1", Night.AddMinutes(1)).Pending.Count.ShouldBe(2);
    }

    [Fact]
    public void What_does_not_ring_takes_the_place_of_no_call_of_a_human()
    {
        var box = Fail(new Outbox(Severity.Info).Add(Called(1, Night), Night), Night, $"{One}/human-1");
        box = box.Add(News($"{One}/doctor", Severity.Warning, One) with { Rings = false }, Night);
        box.Pending.Select(static n => n.Key).ShouldBe([$"{One}/human-1", $"{One}/doctor"]);
        box.Add(Resolved(Night), Night).Pending.ShouldHaveSingleItem().Folded.ShouldBe(2);
    }

    [Fact]
    public void The_end_of_a_channel_s_failure_is_told_to_those_only_who_were_told_of_it()
    {
        Announcement Fails(DateTimeOffset at) => News("channel/ntfy/1/fails", Severity.Warning) with { At = at };
        Announcement Back(DateTimeOffset at) => News("channel/ntfy/1/back", Severity.Resolved) with { At = at, IsMootUntold = true };
        Deliver(Polite.Add(Fails(Night), Night), "channel/ntfy/1/fails").Add(Back(Night), Night).Pending.ShouldHaveSingleItem();
        var offline = Fail(Polite.Add(Fails(Night), Night), Night, "channel/ntfy/1/fails").Add(Back(Night.AddHours(1)), Night.AddHours(1));
        offline.Pending.ShouldBeEmpty("it was down itself: there is nothing to tell any more");
    }

    [Fact]
    public void News_over_which_its_teller_dies_again_and_again_lets_the_others_pass()
    {
        var box = new Outbox(Severity.Info).Add(News("poison"), Night).Add(News("a"), Night).Add(News("b"), Night);
        for (var death = 1; death <= 5; death++)
        {
            box.Next(Night)!.Key.ShouldBe("poison");
            box = box.Take(box.Next(Night)!).Bereave(mayHaveArrived: true);
        }

        box.Pending.Select(static n => n.Key).ShouldBe(["a", "b", "poison"]);
        box.Pending[^1].MayBeRepeat.ShouldBeTrue();
    }

    [Fact]
    public void The_channel_s_own_handle_of_an_incident_goes_with_its_later_news_until_it_is_over()
    {
        var box = Polite.Add(Called(1, Night), Night);
        box = box.Take(box.Next(Night)!);
        box.Dress(box.Pending[0]).Earlier.ShouldBeNull();
        box = box.Delivered("42").Add(News($"{Two}/human-1", Severity.Critical, Two), Night).Add(Resolved(Night), Night);
        box.Dress(box.Pending[0]).Earlier.ShouldBeNull("another incident");
        box.Dress(box.Pending[1]).Earlier.ShouldBe("42");
        Deliver(Deliver(box, $"{Two}/human-1"), $"{One}/resolved").Handles.ShouldNotContainKey(One.Value);
    }

    [Fact]
    public void A_channel_rests_between_tries_longer_each_time_and_begins_anew_when_it_has_told_something()
    {
        var box = Polite.Add(Called(1, Night), Night);
        box = Fail(box, Night, $"{One}/human-1");
        box.Tries.ShouldBe(1);
        box.Next(Night.AddSeconds(9)).ShouldBeNull();
        box.WakeAt(Night).ShouldBe(Night.AddSeconds(10));
        box = Deliver(box, $"{One}/human-1", Night.AddSeconds(10));
        (box.Tries, box.RestsUntil).ShouldBe((0, null));
    }

    [Fact]
    public void Pauses_double_up_to_five_minutes_and_are_never_quite_the_same()
    {
        var pauses = Enumerable.Range(1, 12).Select(static t => ChannelManners.Pause("a", t).TotalSeconds).ToArray();
        foreach (var (pause, full) in pauses.Zip([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300])) pause.ShouldBeInRange(full * 0.8, full);
        ChannelManners.Pause("a", 3).ShouldNotBe(ChannelManners.Pause("b", 3));
        ChannelManners.Pause("a", int.MaxValue).ShouldBeGreaterThan(TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData("22:00", "07:00", "2026-11-23T21:59:59", "2026-11-23T21:59:59")]
    [InlineData("22:00", "07:00", "2026-11-23T22:00:00", "2026-11-24T07:00:00")]
    [InlineData("22:00", "07:00", "2026-11-23T06:59:59", "2026-11-23T07:00:00")]
    [InlineData("22:00", "07:00", "2026-11-23T07:00:00", "2026-11-23T07:00:00")]
    [InlineData("09:00", "17:30", "2026-11-23T12:00:00", "2026-11-23T17:30:00")]
    [InlineData("09:00", "17:30", "2026-11-23T18:00:00", "2026-11-23T18:00:00")]
    public void Quiet_hours_end_when_their_owner_said(string from, string to, string now, string end) =>
        new QuietHours(TimeOnly.Parse(from, null), TimeOnly.Parse(to, null), TimeZoneInfo.Utc).EndAt(DateTimeOffset.Parse($"{now}Z", null)).ShouldBe(DateTimeOffset.Parse($"{end}Z", null));

    [Fact]
    public void Quiet_hours_are_the_owner_s_own_and_end_though_the_clock_jumps_over_their_end()
    {
        // At 2:00 of 29 March it is 3:00 there.
        var zone = TimeZoneInfo.CreateCustomTimeZone("spec", TimeSpan.FromHours(1), "spec", "spec", "summer",
            [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 29), TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 25))]);
        var quiet = new QuietHours(new TimeOnly(23, 0), new TimeOnly(2, 30), zone);
        quiet.EndAt(new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero)).UtcDateTime.ShouldBe(new DateTime(2026, 3, 29, 1, 0, 0));
        quiet.EndAt(new DateTimeOffset(2026, 7, 1, 22, 0, 0, TimeSpan.Zero)).UtcDateTime.ShouldBe(new DateTime(2026, 7, 2, 0, 30, 0));
    }

    private static Announcement News(string key, Severity severity = Severity.Info, IncidentId? incident = null) =>
        new(key, new GatewayId("main"), incident, severity, key, "body", [], null, Night);

    private static Announcement Opened(DateTimeOffset at) => News($"{One}/opened", Severity.Warning, One) with { IsBeginning = true, At = at };

    private static Announcement Called(int times, DateTimeOffset at) => News($"{One}/human-{times}", Severity.Critical, One) with { At = at };

    private static Announcement Resolved(DateTimeOffset at, bool rings = true) => News($"{One}/resolved", Severity.Resolved, One) with { At = at, Rings = rings };

    private static Outbox Deliver(Outbox box, string key, DateTimeOffset? now = null)
    {
        var next = box.Next(now ?? Night.AddYears(1)).ShouldNotBeNull();
        next.Key.ShouldBe(key);
        return box.Take(next).Delivered(null);
    }

    private static Outbox Fail(Outbox box, DateTimeOffset now, string key)
    {
        var next = box.Next(now).ShouldNotBeNull();
        next.Key.ShouldBe(key);
        return box.Take(next).PutBack(now.AddSeconds(10), isTry: true, mayHaveArrived: false);
    }
}
