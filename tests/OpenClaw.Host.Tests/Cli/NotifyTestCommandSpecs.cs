using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Tests.Digests;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>notify test: whether an alert would arrive, proven by a message that does.</summary>
public sealed class NotifyTestCommandSpecs : IDisposable
{
    private readonly OwnersBench _bench = new();

    [Fact]
    public async Task Every_channel_that_is_set_up_gets_a_message_that_says_what_it_is_and_rings()
    {
        await using var discord = await DiscordSink.Start();
        await using var ntfy = await ChannelSink.Start("/bnRmeS10b3BpYw", "bnRmeS10b3BpYw", static _ => []);
        _bench.Discord(discord).With("OPENCLAW_ACTORS_NTFY_URL", ntfy.Url.AbsoluteUri).Conf("openclaw.notify.discord.floor = critical");
        (await _bench.Test()).ShouldBe(ExitCodes.Ok, _bench.Said + _bench.Refused);
        discord.Calls.ShouldHaveSingleItem().Body.ShouldContain("This is a test: nothing is wrong");
        ((int)JsonNode.Parse(ntfy.Calls.ShouldHaveSingleItem().Body)!["priority"]!).ShouldBe(4, "as an alert");
        _bench.Said.ShouldContain("discord  delivered (");
        _bench.Said.ShouldContain("ntfy     delivered (");
        _bench.Said.ShouldNotContain("bnRmeS10b3BpYw");
    }

    [Fact]
    public async Task One_channel_can_be_tested_alone()
    {
        await using var discord = await DiscordSink.Start();
        await using var pager = await OwnersBench.StartPagerDuty();
        (await _bench.Discord(discord).PagerDuty(pager).Test("Discord")).ShouldBe(ExitCodes.Ok);
        (discord.Calls.Count, pager.Calls.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task What_a_test_opens_at_the_other_side_it_closes()
    {
        await using var pager = await OwnersBench.StartPagerDuty();
        (await _bench.PagerDuty(pager).Test()).ShouldBe(ExitCodes.Ok);
        var calls = pager.Calls.Select(static c => JsonNode.Parse(c.Body)!).ToArray();
        calls.Select(static c => (string)c["event_action"]!).ShouldBe(["trigger", "resolve"]);
        calls.Select(static c => (string)c["dedup_key"]!).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_could_not_be_closed_is_told_and_counts_as_a_failure()
    {
        await using var pager = await OwnersBench.StartPagerDuty();
        pager.Answer(new SinkAnswer.Status(202), new SinkAnswer.Status(400));
        (await _bench.PagerDuty(pager).Test()).ShouldBe(ExitCodes.Unhealthy);
        _bench.Words.ShouldContain("but what it opened there could not be closed");
    }

    [Fact]
    public async Task A_channel_that_fails_is_told_with_why_and_what_to_do()
    {
        await using var discord = await DiscordSink.Start();
        await using var pager = await OwnersBench.StartPagerDuty();
        discord.Answer(new SinkAnswer.Status(404));
        (await _bench.Discord(discord).PagerDuty(pager).Test(json: true)).ShouldBe(ExitCodes.Unhealthy);
        var channels = JsonDocument.Parse(_bench.Said).RootElement.GetProperty("channels");
        channels[0].EnumerateObject().Select(static p => p.Name).ShouldBe(["channel", "delivered", "tries", "seconds", "handle", "why", "mend"]);
        (channels[0].GetProperty("delivered").GetBoolean(), channels[1].GetProperty("delivered").GetBoolean()).ShouldBe((false, true));
        channels[0].GetProperty("why").GetString()!.ShouldContain("(404)");
        channels[0].GetProperty("mend").GetString()!.ShouldContain("DISCORD_WEBHOOK_URL");
        _bench.Said.ShouldNotContain(discord.Secret);
    }

    [Fact]
    public async Task A_channel_that_fails_twice_is_given_up_and_the_second_message_says_that_it_may_be_a_repeat()
    {
        await using var discord = await DiscordSink.Start();
        var tried = new List<Announcement>();
        var broken = new Fake("discord", news =>
        {
            tried.Add(news);
            return tried.Count == 1 ? new Delivery.TryLater(TimeSpan.FromMilliseconds(5), "busy") { MayHaveArrived = true } : throw new InvalidOperationException("https://secret");
        });
        (await _bench.Test(_ => new OwnChannels([broken]), null, json: false)).ShouldBe(ExitCodes.Unhealthy);
        tried.Select(static n => n.MayBeRepeat).ShouldBe([false, true]);
        _bench.Words.ShouldContain("the channel failed (InvalidOperationException)");
        _bench.Said.ShouldNotContain("secret");
    }

    [Fact]
    public async Task How_the_other_side_names_the_message_is_shown()
    {
        (await _bench.Test(_ => new OwnChannels([new Fake("telegram", static _ => new Delivery.Delivered { Handle = "4711" })]), null, json: false)).ShouldBe(ExitCodes.Ok);
        _bench.Said.ShouldContain("message 4711");
    }

    [Fact]
    public async Task A_channel_that_asks_to_wait_for_long_is_not_waited_for()
    {
        var calls = 0;
        var slow = new Fake("ntfy", _ =>
        {
            calls++;
            return new Delivery.TryLater(TimeSpan.FromHours(1), "ntfy asks us to slow down (429)");
        });
        (await _bench.Test(_ => new OwnChannels([slow]), null, json: false)).ShouldBe(ExitCodes.Unhealthy);
        calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("discrod", "\"discrod\" is no channel. Did you mean discord? Known: discord, slack,")]
    [InlineData("pigeon\u001b[31m", "\"pigeon [31m\" is no channel. Known: discord, slack,")]
    [InlineData("slack", "slack is not set up: it is switched on by OPENCLAW_ACTORS_SLACK_URL, OPENCLAW_ACTORS_SLACK_TOKEN, openclaw.notify.slack.channel (docs/channels.md).")]
    [InlineData("telegram", "telegram is not set up: it is switched on by OPENCLAW_ACTORS_TELEGRAM_TOKEN, openclaw.notify.telegram.chat")]
    [InlineData("log", "log is written by the daemon itself")]
    [InlineData(null, "no channel is set up but the log, so nobody is told of anything. Set one up in ~/.openclaw/.env (0600), for example DISCORD_WEBHOOK_URL or OPENCLAW_ACTORS_NTFY_URL")]
    public async Task What_cannot_be_tested_is_one_line(string? channel, string words)
    {
        (await _bench.Test(channel)).ShouldBe(ExitCodes.Usage);
        _bench.Refused.ShouldStartWith(words);
        _bench.Refused.ShouldNotContain("\n");
        _bench.Said.ShouldBeEmpty();
    }

    public void Dispose() => _bench.Dispose();

    private sealed class Fake(string name, Func<Announcement, Delivery> deliver) : INotifier
    {
        public string Name => name;

        public Severity Floor => Severity.Critical;

        public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
        {
            await Task.Yield();
            return deliver(announcement);
        }
    }
}
