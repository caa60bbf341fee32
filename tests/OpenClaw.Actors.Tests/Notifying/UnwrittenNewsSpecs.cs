using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>What is still to be written about news: in order, only the newest of each channel, and bounded.</summary>
public sealed class UnwrittenNewsSpecs
{
    private readonly UnwrittenNews _unwritten = new();

    [Fact]
    public void News_comes_before_its_marks_and_older_news_before_newer()
    {
        _unwritten.Mark("log", "1", DeliveryMark.Begun);
        _unwritten.Keep(News("2"));
        _unwritten.Keep(News("1"));
        Written().ShouldBe(["keep 1", "log Begun 1", "keep 2"]);
        _unwritten.IsAny.ShouldBeFalse();
    }

    [Fact]
    public void Only_the_newest_mark_of_a_channel_is_written()
    {
        _unwritten.Mark("log", "1", DeliveryMark.Begun);
        _unwritten.Mark("log", "1", DeliveryMark.Delivered);
        Written().ShouldBe(["log Delivered 1"]);
    }

    [Fact]
    public void A_mark_that_changes_while_it_is_written_is_written_again()
    {
        _unwritten.Mark("log", "1", DeliveryMark.Begun);
        _unwritten.Next();
        _unwritten.Mark("log", "1", DeliveryMark.Delivered);
        _unwritten.Next().ShouldBeNull("one at a time");
        _unwritten.Written();
        Written().ShouldBe(["log Delivered 1"]);
    }

    [Fact]
    public void A_piece_that_fails_lets_the_others_through_and_is_tried_again_later()
    {
        foreach (var key in new[] { "1", "2", "3" }) _unwritten.Keep(News(key));
        _unwritten.Next();
        _unwritten.Failed(isStoreStuck: false);
        Written().ShouldBe(["keep 2", "keep 3"]);
        Written().ShouldBe(["keep 1"]);
    }

    [Fact]
    public void A_store_that_is_stuck_is_left_alone_and_the_order_is_kept()
    {
        foreach (var key in new[] { "1", "2" }) _unwritten.Keep(News(key));
        _unwritten.Next();
        _unwritten.Failed(isStoreStuck: true);
        _unwritten.Next().ShouldBeNull();
        Written().ShouldBe(["keep 1", "keep 2"]);
    }

    [Fact]
    public void A_store_that_fails_and_fails_is_left_alone_after_three()
    {
        for (var i = 0; i < 10; i++) _unwritten.Keep(News($"{i}"));
        for (var i = 0; i < 3; i++)
        {
            _unwritten.Next().ShouldNotBeNull();
            _unwritten.Failed(isStoreStuck: false);
        }

        _unwritten.Next().ShouldBeNull();
    }

    [Fact]
    public void It_is_bounded_and_does_not_forget_what_is_under_way()
    {
        for (var i = 0; i < UnwrittenNews.Capacity; i++) _unwritten.Keep(News($"{i}"));
        _unwritten.Next();
        _unwritten.Keep(News("one-more"));
        _unwritten.Written();
        var written = Written();
        written.Count.ShouldBe(UnwrittenNews.Capacity - 1);
        written.ShouldNotContain("keep 1");
        written[^1].ShouldBe("keep one-more");
    }

    private static Announcement News(string key) => new(key, new GatewayId("main"), null, Severity.Info, key, "body", [], null, default);

    private List<string> Written()
    {
        var written = new List<string>();
        while (_unwritten.Next() is { } piece)
        {
            written.Add(piece.News is null ? $"{piece.Channel} {piece.Mark} {piece.Key}" : $"keep {piece.Key}");
            _unwritten.Written();
        }

        return written;
    }
}
