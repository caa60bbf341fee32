using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Notifiers;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Digests;

/// <summary>A digest as people read it.</summary>
public sealed class DigestViewSpecs : IDisposable
{
    private readonly DigestDesk _desk = new();

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    public async Task It_fits_the_terminal(int width)
    {
        await _desk.AWeek();
        var lines = DigestView.Lines(await _desk.Digest(), width).ToArray();
        lines.ShouldAllBe(line => line.Length <= width);
        string.Join(' ', lines.SelectMany(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldContain("11 incidents: 8 healed without a human, 1 after a human was called, 1 recovered by itself, 1 still open");
    }

    [Fact]
    public async Task It_says_all_that_is_known_a_line_each()
    {
        await _desk.AWeek();
        DigestText.Lines(await _desk.Digest()).Select(static l => $"{l.Label}: {l.Text}").ShouldBe([
            "autonomy: 88 % (8 of 9 that were healed)",
            "found to be: down 7, config-blocked 2, port-taken 1, wedged 1",
            "healed by: tier 1 (watchdog) 6, tier 2 (health check) 1, tier 3 (doctor) 1",
            "detected in: median 0 s, p95 30 s, most 30 s (11)",
            "recovered in: median 20 s, p95 3.5 h, most 3.5 h (10)",
            "longest: 3.5 h, work-20261128-090000 (port-taken)",
            "uptime: main 99.89 %, down for 10 min",
            "uptime: work 88.51 %, down for 5.5 h (known since 2026-11-28 09:00)",
            "doctors: claude-code: 1 session, 1 healed, $0.84",
            "doctors: codex: 1 session, 0 healed, cost not known",
            "alerts: discord: 1 delivered, 1 failed, 1 waiting",
            "alerts: log: 3 delivered",
            "open: work-20261130-070000 (config-blocked), tier 1, for 2 h",
        ]);
    }

    [Theory]
    [InlineData(0.99999, 2, "99.99 %")]
    [InlineData(1, 2, "100.00 %")]
    [InlineData(0.29, 0, "29 %")]
    [InlineData(0, 0, "0 %")]
    public void What_is_not_whole_is_never_shown_as_whole(double share, int digits, string text) => DigestText.Percent(share, digits).ShouldBe(text);

    [Fact]
    public async Task As_news_it_has_one_key_for_its_period_and_says_where_it_may_go()
    {
        await _desk.AWeek();
        var news = DigestNews.Of(await _desk.Digest(), new GatewayId("main"), ["slack"]);
        news.Key.ShouldBe("digest/20261123T090000Z/20261130T090000Z");
        (news.Severity, news.PassesFloor, news.Rings, news.Incident).ShouldBe((Severity.Info, true, true, null));
        news.Only.ShouldBe(["slack"]);
        news.Title.ShouldBe("Digest of 7 days: 11 incidents: 8 healed without a human, 1 after a human was called, 1 recovered by itself, 1 still open");
        news.YourTurn.ShouldBe("openclaw-actors incidents --open");
        PlainNews.Text(news, 4096).ShouldContain("uptime: main 99.89 %");
    }

    [Fact]
    public async Task A_quiet_week_is_told_as_one()
    {
        await _desk.Ended(TimeSpan.FromDays(-30), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(5));
        var digest = await _desk.Digest();
        DigestText.Headline(digest).ShouldBe("no incident");
        DigestText.Lines(digest).ShouldBe([("uptime", "main 100.00 %")]);
        DigestNews.Of(digest, new GatewayId("main"), []).YourTurn.ShouldBeNull();
    }

    [Fact]
    public async Task A_word_that_this_version_does_not_know_is_shown_cleaned()
    {
        await _desk.Open(TimeSpan.FromHours(1), GatewayPhase.Down);
        await _desk.Book.Do(static db => OpenClaw.Host.Journal.BookSql.Run(db, "UPDATE incidents SET cause = 'New' || char(27) || 'Cause', tier = 'Ninth'"), CancellationToken.None);
        DigestText.Lines(await _desk.Digest()).ShouldContain(("found to be", "New Cause 1"));
    }

    public void Dispose() => _desk.Dispose();
}
