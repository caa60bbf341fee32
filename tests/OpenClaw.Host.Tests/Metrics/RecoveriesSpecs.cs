using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>The original's eight names, with what they meant, from the book.</summary>
public sealed class RecoveriesSpecs : IDisposable
{
    private readonly Desk _desk = new();
    private readonly HealerMetrics _metrics = Meters.Fresh();

    [Fact]
    public async Task Without_a_book_there_was_none_and_the_last_one_is_not_told()
    {
        var scraped = await Scrape();
        Of(scraped).ShouldBe([("openclaw_recovery_attempts", 0), ("openclaw_recovery_failed", 0), ("openclaw_recovery_rate_percent", 0), ("openclaw_recovery_success", 0)]);
    }

    [Fact]
    public async Task Incidents_that_ended_with_a_doctor_count_and_no_others_and_the_last_one_is_told()
    {
        var (book, at) = (_desk.Open(), Desk.Start);
        await Write(book, Tales.Ended(Desk.Main, at, GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(5), "start"));
        await Write(book, Tales.Ended(Desk.Main, at.AddHours(1), GatewayPhase.ConfigBlocked, Outcome.HealedByDoctor, TimeSpan.FromSeconds(50), "claude-code"));
        await Write(book, Tales.Ended(Desk.Main, at.AddHours(2), GatewayPhase.Wedged, Outcome.HealedAfterHumanCall, TimeSpan.FromMinutes(9), "forced restart", "claude-code"));
        // Thirteen events of every kind, with a treatment from 361 s to 400 s.
        await Write(book, Tales.EveryKind(Desk.Main, at.AddHours(3)));
        await Write(book, [.. Tales.EveryKind(Desk.Main, at.AddHours(4)).SkipLast(1)]);
        var ended = at.AddHours(3).AddSeconds(2300).ToUnixTimeSeconds();
        Of(await Scrape()).ShouldBe(
        [
            ("openclaw_last_recovery_duration_seconds", 39), ("openclaw_last_recovery_success", 0), ("openclaw_last_recovery_timestamp_seconds", ended), ("openclaw_recovery_attempts", 3),
            ("openclaw_recovery_failed", 2), ("openclaw_recovery_rate_percent", 33.3), ("openclaw_recovery_success", 1),
        ]);
    }

    [Fact]
    public async Task A_last_one_whose_events_were_taken_out_is_told_without_its_length()
    {
        var book = _desk.Open();
        await Write(book, Tales.Ended(Desk.Main, Desk.Start, GatewayPhase.ConfigBlocked, Outcome.HealedByDoctor, TimeSpan.FromSeconds(50), "claude-code"));
        await book.Do(static db => db.Run("DELETE FROM events"), CancellationToken.None);
        var names = Of(await Scrape()).Select(static v => v.Name).ToArray();
        names.ShouldContain("openclaw_last_recovery_success");
        names.ShouldNotContain("openclaw_last_recovery_duration_seconds");
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _desk.Dispose();
    }

    private Task<string?> Write(Book book, IncidentEvent[] events) => _desk.Journal(book).Append(Desk.Main, events, [], CancellationToken.None);

    private async Task<Scraped> Scrape()
    {
        _metrics.Recovered = await Recoveries.Read(new BookReader(_desk.Home), _desk.Logs.For<Book>(), CancellationToken.None);
        await using var server = await ScrapeServer.Start(_metrics);
        return await server.Scrape();
    }

    private static (string Name, double Value)[] Of(Scraped scraped) =>
        [.. scraped.Values.Where(static v => v.Key.Contains("_recovery_", StringComparison.Ordinal)).Select(static v => (v.Key, v.Value)).OrderBy(static v => v.Key, StringComparer.Ordinal)];
}
