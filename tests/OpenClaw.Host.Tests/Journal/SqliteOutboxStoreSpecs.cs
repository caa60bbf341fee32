using System.Globalization;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

public sealed class SqliteOutboxStoreSpecs : OutboxStoreContractSpecs, IDisposable
{
    private readonly Desk _desk = new();
    private readonly Book _book;

    public SqliteOutboxStoreSpecs() => _book = _desk.Open();

    [Fact]
    public async Task No_more_than_the_newest_thousand_are_loaded()
    {
        await Load(Create(), "log");
        await _desk.Journal(_book).Append(Desk.Main, [], [.. Enumerable.Range(0, 1200).Select(static i => Tales.News(i.ToString(CultureInfo.InvariantCulture), Desk.Start))], CancellationToken.None);
        var kept = await Load(Create(), "log");
        kept.Select(static k => k.News.Key).ShouldBe(Enumerable.Range(200, 1000).Select(static i => i.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task What_is_not_told_yet_is_loaded_before_what_is_newer()
    {
        await Load(Create(), "log");
        await Create().Keep(Desk.Main, Tales.News("untold", Desk.Start), CancellationToken.None);
        await _desk.Journal(_book).Append(Desk.Main, [], [.. Enumerable.Range(0, 1200).Select(static i => Tales.News(i.ToString(CultureInfo.InvariantCulture), Desk.Start))], CancellationToken.None);
        await _book.Do(db => db.Run("INSERT INTO deliveries (gateway, key, channel, mark) SELECT gateway, key, 'log', 'Delivered' FROM news WHERE key <> 'untold'"), CancellationToken.None);
        (await Load(Create(), "log")).Select(static k => k.News.Key).ShouldBe(["untold", .. Enumerable.Range(201, 999).Select(static i => i.ToString(CultureInfo.InvariantCulture))]);
    }

    [Fact]
    public async Task A_channel_of_an_earlier_daemon_has_to_tell_what_was_kept_since()
    {
        await Load(Create(), "log");
        await Create().Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        _book.Dispose();
        (await Load(_desk.Outbox(_desk.Open()), "log")).ShouldHaveSingleItem().Marks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_is_not_new_to_a_book_that_takes_the_place_of_a_lost_one()
    {
        await Load(Create(), "log");
        File.Delete(_desk.File);
        await Create().Keep(Desk.Main, Tales.News("a", Desk.Start), CancellationToken.None);
        _book.Dispose();
        (await Load(_desk.Outbox(_desk.Open()), "log")).ShouldHaveSingleItem().Marks.ShouldBeEmpty("it was kept while the channel was there");
    }

    [Fact]
    public async Task News_after_all_news_was_taken_out_is_for_every_channel()
    {
        await Load(Create(), "log");
        await Create().Keep(Desk.Main, Tales.News("old", Desk.Start.AddDays(-100)), CancellationToken.None);
        await Create().Mark(Desk.Main, "log", "old", DeliveryMark.Delivered, null, CancellationToken.None);
        await Load(Create(), "log", "discord");
        await _desk.Journal(_book).Append(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start), [], CancellationToken.None);
        (await BookRetention.Keep(_book, Desk.Start.AddHours(1), Desk.Start.AddHours(1), CancellationToken.None)).ShouldBe(1);
        await Create().Keep(Desk.Main, Tales.News("new", Desk.Start), CancellationToken.None);
        (await Load(Create(), "log", "discord")).ShouldHaveSingleItem().Marks.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_this_version_cannot_read_is_skipped_and_told()
    {
        await Load(Create(), "log");
        foreach (var key in new[] { "a", "b", "c" }) await Create().Keep(Desk.Main, Tales.News(key, Desk.Start), CancellationToken.None);
        await Create().Mark(Desk.Main, "log", "c", DeliveryMark.Begun, null, CancellationToken.None);
        await _book.Do(db => db.Run("UPDATE news SET json = '[]' WHERE key = 'a'; UPDATE news SET json = json_set(json, '$.severity', 'Sunny') WHERE key = 'b'; UPDATE deliveries SET mark = 'Sung'"), CancellationToken.None);
        var kept = (await Load(Create(), "log")).ShouldHaveSingleItem();
        (kept.News.Key, kept.Marks["log"]).ShouldBe(("c", DeliveryMark.Dropped), "an unknown end is an end");
        _desk.Logs.Lines.ShouldHaveSingleItem().Text.ShouldContain("2 pieces");
    }

    public void Dispose() => _desk.Dispose();

    protected override IOutboxStore Create() => _desk.Outbox(_book);
}
