using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Journal;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Digests;

/// <summary>digest: what its owner and programs get, and what is sent.</summary>
public sealed class DigestCommandSpecs : IDisposable
{
    private readonly OwnersBench _bench = new();

    [Fact]
    public async Task It_shows_a_week_unless_another_period_is_asked_for()
    {
        using (var desk = new DigestDesk(_bench.Home)) await desk.AWeek();
        (await _bench.Digest()).ShouldBe(ExitCodes.Ok, _bench.Refused);
        _bench.Said.ShouldStartWith("7 days, 2026-11-23 09:00 to 2026-11-30 09:00 UTC");
        _bench.Said.ShouldContain("11 incidents");
        _bench.Output.GetStringBuilder().Clear();
        (await _bench.Digest(since: "2026-11-28", gateway: "work")).ShouldBe(ExitCodes.Ok);
        _bench.Said.ShouldStartWith("2 days, 2026-11-28 00:00 to 2026-11-30 09:00 UTC, gateway work");
        _bench.Said.ShouldContain("3 incidents");
    }

    [Fact]
    public async Task Its_JSON_has_these_names_and_no_other()
    {
        using (var desk = new DigestDesk(_bench.Home)) await desk.AWeek();
        (await _bench.Digest(json: true)).ShouldBe(ExitCodes.Ok);
        var all = JsonNode.Parse(_bench.Said)!.AsObject();
        Names(all).ShouldBe("version from to at gateway incidents causes outcomes detection recovery longest gateways doctors alerts openCount open sent");
        Names(all["incidents"]).ShouldBe("opened open healedWithoutHuman afterHumanCall recoveredByItself stoppedByOwner autonomy");
        Names(all["causes"]![0]).ShouldBe("cause count");
        Names(all["outcomes"]![0]).ShouldBe("outcome count");
        Names(all["detection"]).ShouldBe("count medianSeconds p95Seconds maxSeconds");
        Names(all["longest"]).ShouldBe("id gateway cause tier calls since seconds isOpen");
        Names(all["gateways"]![0]).ShouldBe("gateway watchedSince downSeconds uptime");
        Names(all["doctors"]![0]).ShouldBe("doctor sessions healed costUsd costUnknown");
        Names(all["alerts"]![0]).ShouldBe("channel delivered failed dropped folded waiting");
        all["outcomes"]!.AsArray().Select(static o => $"{o!["outcome"]} {o["count"]}").ShouldBe(["HealedByWatchdog 6", "HealedAfterHumanCall 1", "HealedByDoctor 1", "HealedByProber 1", "RecoveredByItself 1"]);
        ((int)all["version"]!, all["sent"], (double)all["recovery"]!["maxSeconds"]!).ShouldBe((1, null, 12600.0));
    }

    [Fact]
    public async Task An_empty_book_is_an_answer()
    {
        (await _bench.Digest()).ShouldBe(ExitCodes.Ok);
        _bench.Said.ShouldContain("no incident");
        _bench.Words.ShouldContain("main: not known, the book has nothing of it");
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "knows up to")]
    [InlineData("PRAGMA application_id = 7", "cannot be read")]
    public async Task A_book_that_is_none_for_this_program_is_one_line_and_left_alone(string change, string words)
    {
        using (var desk = new DigestDesk(_bench.Home))
        {
            await desk.AWeek();
            await desk.Book.Do(db => db.Run(change), CancellationToken.None);
        }

        (await _bench.Digest()).ShouldBe(ExitCodes.Usage);
        _bench.Refused.ShouldContain(words);
        _bench.Refused.ShouldNotContain("\n");
        _bench.Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_book_that_cannot_be_read_now_is_told_with_the_code_of_incidents()
    {
        using (var desk = new DigestDesk(_bench.Home)) await desk.AWeek();
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_bench.Home, "book.db")};Pooling=False");
        other.Open();
        other.Run("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
        (await _bench.Digest()).ShouldBe(ExitCodes.StateUnusable);
        _bench.Refused.ShouldBe($"the book of incidents cannot be read: {Path.Combine(_bench.Home, "book.db")}: another program holds it");
    }

    [Theory]
    [InlineData("yesterday", null, "--since \"yesterday\": write for example --since 7d or --since 2026-11-01 (UTC).")]
    [InlineData("2026-12-24", null, "--since \"2026-12-24\": that is not over yet.")]
    [InlineData(null, "Main!", "--gateway \"Main!\": a gateway's name has only a-z, 0-9, '-' and '_'.")]
    public async Task A_wrong_word_is_one_line(string? since, string? gateway, string line)
    {
        (await _bench.Digest(since: since, gateway: gateway)).ShouldBe(ExitCodes.Usage);
        _bench.Refused.ShouldBe(line);
    }

    [Fact]
    public async Task Sent_it_goes_past_the_floors_to_those_that_people_read_and_wakes_nobody()
    {
        await using var discord = await DiscordSink.Start();
        await using var pager = await OwnersBench.StartPagerDuty();
        _bench.Discord(discord).PagerDuty(pager).Conf("openclaw.notify.discord.floor = critical");
        using (var desk = new DigestDesk(_bench.Home)) await desk.AWeek();
        (await _bench.Digest(send: true)).ShouldBe(ExitCodes.Ok, _bench.Said + _bench.Refused);
        discord.Calls.ShouldHaveSingleItem().Body.ShouldContain("digest/20261123T090000Z/20261130T090000Z");
        pager.Calls.ShouldBeEmpty();
        _bench.Said.ShouldContain("discord  delivered (");
        _bench.Said.ShouldNotContain("pagerduty");
    }

    [Fact]
    public async Task A_channel_that_asks_for_a_moment_is_tried_once_more_and_one_that_refuses_is_told_with_what_to_do()
    {
        await using var discord = await DiscordSink.Start();
        await using var slack = await ChannelSink.Start("/services/T0/B0/c2xhY2std2ViaG9vaw", "c2xhY2std2ViaG9vaw", static _ => [], new SinkAnswer.Status(403));
        discord.Answer(SinkAnswer.SlowDown(0.01));
        _bench.Discord(discord).With("OPENCLAW_ACTORS_SLACK_URL", slack.Url.AbsoluteUri);
        (await _bench.Digest(json: true, send: true)).ShouldBe(ExitCodes.Unhealthy);
        discord.Calls.Count.ShouldBe(2);
        using var said = JsonDocument.Parse(_bench.Said);
        var (first, second) = (said.RootElement.GetProperty("sent")[0], said.RootElement.GetProperty("sent")[1]);
        (first.GetProperty("channel").GetString(), first.GetProperty("delivered").GetBoolean(), first.GetProperty("tries").GetInt32()).ShouldBe(("discord", true, 2));
        (second.GetProperty("channel").GetString(), second.GetProperty("delivered").GetBoolean(), second.GetProperty("tries").GetInt32()).ShouldBe(("slack", false, 1));
        second.GetProperty("why").GetString()!.ShouldContain("(403)");
        second.GetProperty("mend").GetString()!.ShouldContain("OPENCLAW_ACTORS_SLACK_URL");
        _bench.Said.ShouldNotContain("c2xhY2std2ViaG9vaw");
    }

    [Fact]
    public async Task Its_owner_may_name_the_channels_and_hears_of_one_that_is_not_set_up()
    {
        await using var discord = await DiscordSink.Start();
        await using var pager = await OwnersBench.StartPagerDuty();
        _bench.Discord(discord).PagerDuty(pager).Conf("openclaw.notify.digest.channels = [pagerduty, slack, log]");
        (await _bench.Digest(send: true)).ShouldBe(ExitCodes.Unhealthy);
        (discord.Calls.Count, pager.Calls.Count).ShouldBe((0, 1));
        _bench.Words.ShouldContain("NOT delivered: it is not set up");
        _bench.Said.ShouldContain("OPENCLAW_ACTORS_SLACK_URL");
    }

    [Fact]
    public async Task Where_nobody_could_be_told_it_says_so_before_anything_is_done()
    {
        (await _bench.Digest(send: true)).ShouldBe(ExitCodes.Usage);
        _bench.Refused.ShouldStartWith("no channel is set up but the log");
        _bench.Refused.ShouldContain("DISCORD_WEBHOOK_URL");
        await using var pager = await OwnersBench.StartPagerDuty();
        _bench.PagerDuty(pager).Errors.GetStringBuilder().Clear();
        (await _bench.Digest(send: true)).ShouldBe(ExitCodes.Usage);
        _bench.Refused.ShouldStartWith("a digest is no alarm and is not sent to pagerduty");
    }

    public void Dispose() => _bench.Dispose();

    private static string Names(JsonNode? node) => string.Join(' ', node!.AsObject().Select(static p => p.Key));
}
