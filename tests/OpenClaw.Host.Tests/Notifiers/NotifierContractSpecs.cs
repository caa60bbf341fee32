using OpenClaw.Actors.Notifying;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>What every channel owes. A channel's spec class inherits this, or <see cref="HttpNotifierContractSpecs{TSink}"/> when it speaks HTTP.</summary>
public abstract class NotifierContractSpecs : IAsyncLifetime
{
    public static TheoryData<string> HostileTexts => new()
    {
        "@everyone <@&1> `` ``` ```js\n[click](https://evil.example) \u202Eabc \u001b[31m\0",
        string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦🏳️‍🌈", 40_000)),
        new string('\\', 100_000),
        "a" + new string('\u0301', 1_000_000),
        "\ud800 half a pair \udc00",
        "\"}]},{\"content\":\"injected\"",
        "   \n\t ",
        "",
    };

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_delivers()
    {
        (await Create().Deliver(News.Plain(), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        var arrived = await Arrived();
        arrived.ShouldContain("The gateway main is down");
        arrived.ShouldContain("It was restarted three times");
        arrived.ShouldContain("exit code 78");
        arrived.ShouldContain("openclaw gateway status");
        arrived.ShouldContain("main-20261123-031504");
        arrived.ShouldNotContain("before", Case.Insensitive);
    }

    [Fact]
    public async Task Its_reader_can_tell_a_repeat_by_the_key_and_is_told_when_it_may_be_one()
    {
        await Create().Deliver(News.Plain() with { MayBeRepeat = true }, CancellationToken.None);
        var arrived = await Arrived();
        arrived.ShouldContain(News.Plain().Key);
        arrived.ShouldContain("may have reached you before");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Its_reader_learns_what_to_do_what_it_stands_for_what_was_dropped_and_where_the_full_report_is_however_long_the_news(int length)
    {
        var words = new string('x', length);
        var news = News.Plain() with { Title = words, Body = words, Evidence = [.. Enumerable.Repeat("x", length)], YourTurn = $"openclaw gateway status {words}", Folded = 3, Missed = 12, MayBeRepeat = true };
        (await Create().Deliver(news, CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        var arrived = await Arrived();
        arrived.ShouldContain("openclaw gateway status");
        arrived.ShouldContain("stands for 3 more");
        arrived.ShouldContain("12 older messages were dropped, as too many waited: openclaw-actors incidents");
        arrived.ShouldContain("openclaw-actors incidents main-20261123-031504");
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task It_delivers_hostile_text(string text)
    {
        (await Create().Deliver(News.Hostile(text), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        var arrived = await Arrived();
        arrived.ShouldNotContain('\u001b');
        arrived.ShouldNotContain('\0');
        arrived.ShouldNotContain('\u202E');
    }

    [Fact]
    public async Task It_stops_when_it_is_told_to()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Create().Deliver(News.Plain(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Its_name_is_an_actor_s_name() => Create().Name.ShouldMatch("^[a-z][a-z0-9-]*$");

    /// <summary>The channel, connected to a remote side that takes everything.</summary>
    protected abstract INotifier Create();

    /// <summary>The text that reached the remote side, as it would be shown.</summary>
    protected abstract Task<string> Arrived();
}
