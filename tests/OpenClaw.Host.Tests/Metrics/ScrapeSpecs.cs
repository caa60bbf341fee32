using System.Net;
using OpenClaw.Actors.Probing;
using OpenClaw.Host.Metrics;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>GET /metrics, as Prometheus sees it.</summary>
public sealed class ScrapeSpecs : IDisposable
{
    private readonly HealerMetrics _metrics = Meters.Fresh();

    [Fact]
    public async Task Every_instrument_of_the_catalogue_is_in_it_by_its_name_type_and_labels_and_nothing_else_is()
    {
        Fill();
        await using var server = await ScrapeServer.Start(_metrics);
        var scraped = await server.Scrape();
        scraped.Types.Keys.ShouldBe(MetricCatalogue.All.Select(static m => m.Exposed), ignoreOrder: true);
        foreach (var metric in MetricCatalogue.All)
        {
            scraped.Types[metric.Exposed].ShouldBe(metric.Kind.ToString().ToLowerInvariant(), metric.Name);
            scraped.LabelsOf(metric.Kind == MetricKind.Histogram ? $"{metric.Exposed}_count" : metric.Exposed).ShouldBe(metric.Labels, ignoreOrder: true, metric.Name);
        }
    }

    [Fact]
    public async Task What_was_timed_before_the_first_scrape_is_in_it()
    {
        _metrics.Probe.Record(TimeSpan.FromMilliseconds(3), "main", "live");
        _metrics.Probe.Record(TimeSpan.FromMilliseconds(7), "main", "live");
        await using var server = await ScrapeServer.Start(_metrics);
        var scraped = await server.Scrape();
        scraped.Values["""openclaw_probe_duration_seconds_bucket{gateway="main",le="0.005",result="live"}"""].ShouldBe(1);
        scraped.Values["""openclaw_probe_duration_seconds_count{gateway="main",result="live"}"""].ShouldBe(2);
    }

    [Fact]
    public async Task What_can_happen_is_there_at_0_before_it_has_happened()
    {
        _metrics.Expect(Meters.Parts());
        await using var server = await ScrapeServer.Start(_metrics);
        var values = (await server.Scrape()).Values;
        foreach (var series in new[]
        {
            """openclaw_restarts_total{gateway="main",kind="forced"}""", """openclaw_incidents_total{cause="config-blocked",gateway="main"}""", """openclaw_alerts_total{channel="discord",outcome="refused"}""",
            """openclaw_doctor_cost_usd_total{doctor="claude-code",gateway="main"}""", """openclaw_mail_lost_total{kind="unhandled"}""", """openclaw_journal_failures_total{store="outbox"}""",
        })
            values.ShouldContainKeyAndValue(series, 0d);
    }

    [Fact]
    public async Task Nobody_listens_before_the_first_scrape()
    {
        await using var server = await ScrapeServer.Start(_metrics);
        IsHeard().ShouldBeFalse();
        await server.Scrape();
        IsHeard().ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "text/plain")]
    [InlineData("text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "text/plain")]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5", "application/openmetrics-text")]
    public async Task Old_and_new_scrapers_get_the_same_names(string? accept, string type)
    {
        Fill();
        await using var server = await ScrapeServer.Start(_metrics);
        using var response = await server.Ask(accept);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("""openclaw_gateway_up{gateway="main"} 1""");
        text.ShouldNotContain("openclaw.gateway.up");
    }

    [Fact]
    public async Task Promtool_reads_it_and_has_nothing_to_say_but_of_the_originals_percent()
    {
        Fill();
        await using var server = await ScrapeServer.Start(_metrics);
        await CheckMetrics((await server.Scrape()).Text);
    }

    /// <summary>promtool check metrics: a line of its own is let pass, a name that the original gave away.</summary>
    internal static async Task CheckMetrics(string text)
    {
        var (code, said) = await Promtool.OrSkip(["check", "metrics"], text);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => !l.StartsWith("openclaw_recovery_rate_percent ", StringComparison.Ordinal)).ShouldBeEmpty();
        code.ShouldBeOneOf(0, 3);
    }

    [Fact]
    public async Task An_instrument_that_cannot_be_read_costs_itself_only()
    {
        await using var server = await ScrapeServer.Start(_metrics);
        _metrics.JournalSize = static () => throw new IOException("the disk is gone");
        _metrics.Up.Set(1, "main");
        var names = (await server.Scrape()).Names.ToArray();
        names.ShouldContain("openclaw_gateway_up");
        names.ShouldNotContain("openclaw_journal_size_bytes");
    }

    public void Dispose() => _metrics.Dispose();

    private void Fill()
    {
        _metrics.Expect(Meters.Parts());
        _metrics.Up.Set(1, "main");
        _metrics.Phase.Set(1, "main", "ready");
        _metrics.Healthy.Set(1, "main");
        _metrics.Probe.Record(TimeSpan.FromMilliseconds(3), "main", Words.Of(Liveness.Live));
        _metrics.IncidentDuration.Record(TimeSpan.FromMinutes(3), "main", "watchdog", "healed-by-watchdog");
        _metrics.Mailboxes = static () => [("gateways", 0)];
        _metrics.Recovered = new Recoveries(2, 1) { LastEndedAt = DateTimeOffset.UnixEpoch.AddYears(50), LastTook = TimeSpan.FromSeconds(30) };
    }

    private bool IsHeard()
    {
        _metrics.Probe.Record(TimeSpan.FromSeconds(1), "main", "live");
        return _metrics.Probe.Waiting == 0;
    }
}
