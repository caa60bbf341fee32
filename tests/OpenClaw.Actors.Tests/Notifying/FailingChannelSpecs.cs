using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>A channel that cannot deliver is told of on the others, in the whole healer.</summary>
public sealed class FailingChannelSpecs : HealerSpecs
{
    [Fact]
    public async Task One_that_fails_for_long_is_told_of_on_the_others_once_and_so_is_its_return()
    {
        Discord.Remote = static _ => new Delivery.TryLater(null, "Discord answered 503");
        await CallAHuman();
        await Step(TimeSpan.FromMinutes(4));
        About("fails").ShouldBeEmpty();
        await Step(TimeSpan.FromHours(2));
        var told = About("fails").ShouldHaveSingleItem();
        told.Title.ShouldBe("Nothing can be told on discord");
        told.Body.ShouldContain("Discord answered 503");
        told.YourTurn.ShouldBe("openclaw-actors notify test discord");
        Discord.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(10));
        About("back").ShouldHaveSingleItem();
        Discord.Told.ShouldNotContain(static n => n.Key.StartsWith("channel/", StringComparison.Ordinal), "it need not be told of itself");
    }

    [Fact]
    public async Task One_whose_key_is_refused_is_told_of_and_one_that_refuses_a_message_is_not()
    {
        Discord.Remote = static n => n.Title.Contains("needs you") ? new Delivery.Refused("too long") : new Delivery.Delivered();
        await CallAHuman();
        await Step(TimeSpan.FromMinutes(30));
        About("fails").ShouldBeEmpty();
        Discord.Remote = static _ => new Delivery.Refused("Discord knows no such address any more (404)") { IsChannelDead = true };
        await Step(TimeSpan.FromHours(7));
        About("fails").ShouldHaveSingleItem().Body.ShouldContain("404");
        Discord.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(20));
        Discord.Told.ShouldContain(static n => n.Title.Contains("needs you"), "what a dead channel refused was kept");
    }

    [Fact]
    public async Task One_that_refuses_two_messages_in_a_row_is_failing_whatever_it_says()
    {
        Discord.Remote = static _ => new Delivery.Refused("Bad Request");
        await CallAHuman();
        await Step(TimeSpan.FromMinutes(30));
        About("fails").ShouldHaveSingleItem().Body.ShouldContain("Bad Request");
    }

    [Fact]
    public async Task One_that_failed_once_and_then_refused_the_message_is_not_failing_for_months()
    {
        var tries = 0;
        Discord.Remote = n => n.Title.Contains("doctor") ? new Delivery.Delivered() : tries++ == 0 ? new Delivery.TryLater(null, "503") : new Delivery.Refused("too long");
        await CallAHuman();
        await Step(TimeSpan.FromMinutes(30));
        About("fails").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_short_trouble_is_told_nobody()
    {
        Discord.Remote = static _ => new Delivery.TryLater(null, "offline");
        await CallAHuman();
        await Step(TimeSpan.FromMinutes(2));
        Discord.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromHours(1));
        Log.Told.ShouldNotContain(static n => n.Key.StartsWith("channel/", StringComparison.Ordinal));
    }

    private async Task CallAHuman()
    {
        await Step(60);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(10);
    }

    private Announcement[] About(string kind) => [.. Log.Told.Where(n => n.Key.StartsWith("channel/", StringComparison.Ordinal) && n.Key.EndsWith(kind, StringComparison.Ordinal))];
}
