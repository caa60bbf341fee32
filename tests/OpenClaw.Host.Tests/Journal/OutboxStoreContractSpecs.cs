using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>What every keeper of news owes. An adapter's spec class inherits this.</summary>
public abstract class OutboxStoreContractSpecs
{
    private static readonly GatewayId Work = new("work");

    [Fact]
    public async Task Nothing_was_kept_at_first() => (await Load(Create(), "log")).ShouldBeEmpty();

    [Fact]
    public async Task News_comes_back_as_it_was_in_the_order_in_which_it_was_kept()
    {
        var store = Create();
        await Load(store, "log");
        Announcement[] news = [Tales.News("b", Desk.Start), Tales.News("a", Desk.Start.AddHours(-1)) with { Incident = null, YourTurn = null, MayBeRepeat = true }, Tales.News("c", Desk.Start)];
        foreach (var one in news) await store.Keep(Desk.Main, one, CancellationToken.None);

        var kept = await Load(store, "log");
        kept.Select(static k => k.News with { Evidence = [] }).ShouldBe(news.Select(static n => n with { Evidence = [] }));
        kept.ShouldAllBe(static k => k.News.Evidence.SequenceEqual(new[] { "a line", "\u001b[31m" }) && k.Marks.Count == 0);
    }

    [Fact]
    public async Task News_that_is_kept_already_is_left_as_it_is()
    {
        var store = Create();
        await Load(store, "log");
        await store.Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        await store.Mark(Desk.Main, "log", "a", DeliveryMark.Delivered, null, CancellationToken.None);
        await store.Keep(Desk.Main, Tales.News("a", Desk.Start) with { Title = "another" }, CancellationToken.None);
        var kept = (await Load(store, "log")).ShouldHaveSingleItem();
        kept.News.Title.ShouldBe("title of a");
        kept.Marks["log"].ShouldBe(DeliveryMark.Delivered);
    }

    [Fact]
    public async Task Each_channel_has_its_own_marks_and_the_last_one_counts()
    {
        var store = Create();
        await Load(store, "log", "discord");
        await store.Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        foreach (var mark in new[] { DeliveryMark.Begun, DeliveryMark.Refused }) await store.Mark(Desk.Main, "discord", "a", mark, null, CancellationToken.None);
        await store.Mark(Desk.Main, "log", "a", DeliveryMark.Begun, null, CancellationToken.None);
        var kept = (await Load(store, "log", "discord")).ShouldHaveSingleItem();
        kept.Marks.ShouldBe(new Dictionary<string, DeliveryMark> { ["discord"] = DeliveryMark.Refused, ["log"] = DeliveryMark.Begun }, ignoreOrder: true);
        (await Load(store, "log")).ShouldHaveSingleItem().Marks.Keys.ShouldBe(["log"], "only what was asked for");
    }

    [Theory]
    [InlineData(DeliveryMark.Begun)]
    [InlineData(DeliveryMark.Delivered)]
    [InlineData(DeliveryMark.Refused)]
    [InlineData(DeliveryMark.Dropped)]
    [InlineData(DeliveryMark.NotForIt)]
    public async Task Every_mark_comes_back(DeliveryMark mark)
    {
        var store = Create();
        await Load(store, "log");
        await store.Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        await store.Mark(Desk.Main, "log", "a", mark, null, CancellationToken.None);
        (await Load(store, "log")).ShouldHaveSingleItem().Marks["log"].ShouldBe(mark);
    }

    [Fact]
    public async Task News_that_was_never_kept_is_nothing_to_mark()
    {
        var store = Create();
        await store.Mark(Desk.Main, "log", "a", DeliveryMark.Delivered, null, CancellationToken.None);
        await Load(store, "log");
        await store.Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        (await Load(store, "log")).ShouldHaveSingleItem().Marks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_channel_has_nothing_to_tell_of_what_was_before()
    {
        var store = Create();
        await Load(store, "log");
        await store.Keep(Desk.Main, Tales.News("before", Desk.Start), CancellationToken.None);
        (await Load(store, "log", "discord")).ShouldHaveSingleItem().Marks.ShouldBe(new Dictionary<string, DeliveryMark> { ["discord"] = DeliveryMark.NotForIt });
        await store.Keep(Desk.Main, Tales.News("after", Desk.Start), CancellationToken.None);
        var kept = await Load(store, "log", "discord");
        kept[0].Marks["discord"].ShouldBe(DeliveryMark.NotForIt);
        kept[1].Marks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_gateway_has_its_own_news()
    {
        var store = Create();
        await Load(store, "log");
        await store.Load(Work, ["log"], CancellationToken.None);
        await store.Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        await store.Keep(Work, Tales.News("a", Desk.Start, Work), CancellationToken.None);
        await store.Mark(Work, "log", "a", DeliveryMark.Delivered, null, CancellationToken.None);
        (await Load(store, "log")).ShouldHaveSingleItem().Marks.ShouldBeEmpty();
        (await store.Load(Work, ["log"], CancellationToken.None)).ShouldHaveSingleItem().News.Gateway.ShouldBe(Work);
    }

    [Fact]
    public async Task News_that_was_told_long_ago_is_still_known_as_a_notice_may_still_hold()
    {
        var store = Create();
        await Load(store, "log");
        await store.Keep(Desk.Main, Tales.News("told", Desk.Start.AddDays(-89)), CancellationToken.None);
        await store.Mark(Desk.Main, "log", "told", DeliveryMark.Delivered, null, CancellationToken.None);
        await store.Keep(Desk.Main, Tales.News("untold", Desk.Start.AddDays(-88)), CancellationToken.None);
        var kept = await Load(store, "log");
        kept.Select(static k => k.News.Key).ShouldBe(["told", "untold"]);
        kept[0].Marks["log"].ShouldBe(DeliveryMark.Delivered);
    }

    [Fact]
    public async Task A_channel_that_was_taken_out_and_put_back_has_nothing_to_tell_of_what_was_before()
    {
        var store = Create();
        await Load(store, "log", "discord");
        await store.Load(Work, ["discord"], CancellationToken.None);
        await store.Keep(Work, Tales.News("of another gateway", Desk.Start, Work), CancellationToken.None);
        foreach (var (key, mark) in new (string, DeliveryMark?)[] { ("told", DeliveryMark.Delivered), ("begun", DeliveryMark.Begun), ("untold", null) })
        {
            await store.Keep(Desk.Main, Tales.News(key, Desk.Start), CancellationToken.None);
            if (mark is { } known) await store.Mark(Desk.Main, "discord", key, known, null, CancellationToken.None);
        }

        (await Load(store, "log")).ShouldAllBe(static k => k.Marks.Count == 0, "the other one goes on");
        await store.Keep(Desk.Main, Tales.News("meanwhile", Desk.Start), CancellationToken.None);
        var back = await Load(store, "log", "discord");
        back.Select(static k => (k.News.Key, k.Marks["discord"])).ShouldBe(
        [
            ("told", DeliveryMark.Delivered), ("begun", DeliveryMark.NotForIt), ("untold", DeliveryMark.NotForIt), ("meanwhile", DeliveryMark.NotForIt),
        ]);
        back.ShouldAllBe(static k => !k.Marks.ContainsKey("log"));
        (await store.Load(Work, ["discord"], CancellationToken.None)).ShouldHaveSingleItem().Marks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_written_after_it_is_told_to_stop()
    {
        var store = Create();
        await Should.ThrowAsync<OperationCanceledException>(() => store.Keep(Desk.Main, Tales.News("a", Desk.Start), new CancellationToken(canceled: true)));
        (await Load(store, "log")).ShouldBeEmpty();
    }

    /// <summary>A keeper that has nothing yet, at <see cref="Desk.Start"/>.</summary>
    [Fact]
    public async Task How_a_channel_finds_its_message_again_is_known_until_another_is_named()
    {
        var store = Create();
        await store.Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        await store.Mark(Desk.Main, "log", "a", DeliveryMark.Delivered, "42", CancellationToken.None);
        (await Load(store, "log", "discord")).ShouldHaveSingleItem().Handles.ShouldBe(new Dictionary<string, string> { ["log"] = "42" });
        await store.Mark(Desk.Main, "log", "a", DeliveryMark.Begun, null, CancellationToken.None);
        (await Load(store, "log")).ShouldHaveSingleItem().Handles["log"].ShouldBe("42");
        await store.Mark(Desk.Main, "log", "a", DeliveryMark.Delivered, "43", CancellationToken.None);
        (await Load(store, "log")).ShouldHaveSingleItem().Handles["log"].ShouldBe("43");
    }

    protected abstract IOutboxStore Create();

    protected static Task<IReadOnlyList<KeptNews>> Load(IOutboxStore store, params string[] channels) => store.Load(Desk.Main, channels, CancellationToken.None);
}
