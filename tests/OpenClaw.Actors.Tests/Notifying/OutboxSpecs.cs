using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>What a channel wants to be told, and what is dropped when it cannot tell it.</summary>
public sealed class OutboxSpecs
{
    private static readonly IncidentId One = new("main-20261123-030000");
    private static readonly IncidentId Two = new("main-20261123-040000");

    [Theory]
    [InlineData(Severity.Info, 4)]
    [InlineData(Severity.Resolved, 3)]
    [InlineData(Severity.Warning, 2)]
    [InlineData(Severity.Critical, 1)]
    public void News_below_the_floor_is_not_wanted(Severity floor, int wanted)
    {
        var box = new Outbox(floor);
        foreach (var severity in new[] { Severity.Resolved, Severity.Info, Severity.Warning, Severity.Critical }) box = box.Add(News($"{severity}", severity));
        box.Pending.Count.ShouldBe(wanted);
    }

    [Fact]
    public void What_its_owner_has_asked_for_passes_every_floor()
    {
        var box = new Outbox(Severity.Critical).Add(News("not-asked", Severity.Info)).Add(News("asked", Severity.Info) with { PassesFloor = true });
        box.Pending.Select(n => n.Key).ShouldBe(["asked"]);
    }

    [Fact]
    public void News_for_some_channels_is_for_no_other_also_after_a_restart()
    {
        var news = News("theirs", Severity.Critical) with { PassesFloor = true, Only = ["slack", "ntfy"] };
        var (slack, discord) = (new Outbox(Severity.Info) { Channel = "slack" }, new Outbox(Severity.Info) { Channel = "discord" });
        slack.Add(news).Pending.ShouldHaveSingleItem();
        discord.Add(news).Pending.ShouldBeEmpty();
        slack.After([(news, null)], [], null).Pending.ShouldHaveSingleItem();
        discord.After([(news, null)], [], null).Pending.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_over_is_told_to_those_who_were_told_that_it_began()
    {
        var box = new Outbox(Severity.Critical).Add(News("a", Severity.Critical, One)).Add(News("b", Severity.Resolved, Two)).Add(News("c", Severity.Resolved, One));
        box.Pending.Select(n => n.Key).ShouldBe(["a", "c"]);
        box.Told.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_news_is_taken_once_even_after_it_was_told() =>
        new Outbox(Severity.Info).Add(News("a")).Remove("a").Add(News("a")).Pending.ShouldBeEmpty();

    [Fact]
    public void A_full_box_drops_the_oldest_of_the_least_severe_but_never_the_one_under_way()
    {
        var box = new Outbox(Severity.Info).Add(News("under-way", Severity.Info));
        box = box.Add(News("info-1", Severity.Info)).Add(News("info-2", Severity.Info));
        for (var i = 3; i < Outbox.Capacity; i++) box = box.Add(News($"critical-{i}", Severity.Critical));
        box.Dropped.ShouldBeEmpty();
        box = box.Add(News("one-more", Severity.Critical));
        box.Dropped.ShouldBe(["info-1"]);
        box.Pending.Count.ShouldBe(Outbox.Capacity);
        box.Pending.Select(n => n.Key).ShouldNotContain("info-1");
        box.Pending[0].Key.ShouldBe("under-way");
        box = box.Add(News("and-more", Severity.Critical));
        box.Pending.Select(n => n.Key).ShouldNotContain("info-2");
    }

    [Fact]
    public void It_is_over_outlives_it_began()
    {
        var box = new Outbox(Severity.Info).Add(News("under-way")).Add(News("warning", Severity.Warning)).Add(News("resolved", Severity.Resolved));
        for (var i = 3; i <= Outbox.Capacity; i++) box = box.Add(News($"critical-{i}", Severity.Critical));
        box.Pending.Select(n => n.Key).ShouldNotContain("warning");
        box.Pending.Select(n => n.Key).ShouldContain("resolved");
    }

    [Fact]
    public void The_memory_of_what_was_told_is_bounded()
    {
        var box = new Outbox(Severity.Info);
        for (var i = 0; i < 20 * Outbox.Capacity; i++) box = box.Add(News($"{i}")).Remove($"{i}");
        box.Seen.Count.ShouldBe(10 * Outbox.Capacity);
    }

    [Theory]
    [InlineData(DeliveryMark.Delivered)]
    [InlineData(DeliveryMark.Refused)]
    [InlineData(DeliveryMark.Dropped)]
    public void What_waits_here_and_is_over_by_the_word_of_the_store_is_over(DeliveryMark mark)
    {
        var since = new[] { News("in-hand"), News("over"), News("new") };
        var box = since.Aggregate(new Outbox(Severity.Info), static (box, news) => box.Add(news));

        box.After([(News("in-hand"), mark), (News("over"), mark)], since, "in-hand").Pending.Select(n => n.Key).ShouldBe(["in-hand", "new"]);
    }

    [Fact]
    public void What_waits_here_and_was_begun_by_an_earlier_life_may_be_a_repeat()
    {
        var since = new[] { News("begun"), News("new"), News("before-its-time") };
        var box = since.Aggregate(new Outbox(Severity.Info), static (box, news) => box.Add(news));

        box.After([(News("begun"), DeliveryMark.Begun), (News("new"), null), (News("before-its-time"), DeliveryMark.NotForIt)], since, null).Pending
            .Select(n => (n.Key, n.MayBeRepeat)).ShouldBe([("begun", true), ("new", false), ("before-its-time", false)]);
    }

    private static Announcement News(string key, Severity severity = Severity.Info, IncidentId? incident = null) =>
        new(key, new GatewayId("main"), incident, severity, key, "body", [], null, default);
}
