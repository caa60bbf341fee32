using System.Net.Sockets;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Docs;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>The shipped daemon, scraped: it starts a gateway, and with that an outage begins and is healed.</summary>
public sealed class DaemonScrapeSpecs
{
    [Fact]
    public async Task It_has_every_metric_of_the_catalogue_the_dashboard_and_the_rules_and_promtool_reads_it()
    {
        var (daemon, scraped) = await DaemonProcess.Started(static s => s.Types.ContainsKey(MetricCatalogue.IncidentDuration.Exposed) && s.Types.ContainsKey(MetricCatalogue.LastDuration.Exposed));
        await using var running = daemon;
        scraped.Types.Keys.ShouldBe(MetricCatalogue.All.Select(static m => m.Exposed), ignoreOrder: true);
        var names = scraped.Names.ToHashSet();
        DashboardSpecs.Named.Where(name => !names.Contains(name)).ShouldBeEmpty("named by the dashboard or the rules");
        await ScrapeSpecs.CheckMetrics(scraped.Text);

        scraped.Values["""openclaw_gateway_up{gateway="main"}"""].ShouldBe(1);
        scraped.Values["""openclaw_gateway_healthy{gateway="main"}"""].ShouldBe(1);
        scraped.Values["""openclaw_incidents_total{cause="down",gateway="main"}"""].ShouldBe(1);
        scraped.Values["""openclaw_restarts_total{gateway="main",kind="start"}"""].ShouldBe(1);
        scraped.Values["""openclaw_incident_duration_seconds_count{gateway="main",outcome="healed-by-watchdog",tier="watchdog"}"""].ShouldBe(1);
        scraped.Values["openclaw_recovery_rate_percent"].ShouldBe(100);
        scraped.Values["""openclaw_journal_writes_total{store="incidents"}"""].ShouldBeGreaterThan(0);
        scraped.Values["""openclaw_journal_failures_total{store="incidents"}"""].ShouldBe(0);
        scraped.Values["openclaw_journal_size_bytes"].ShouldBeGreaterThan(0);
        scraped.Values.Keys.ShouldContain("""openclaw_mailbox_size{actor="gateways/main/incident"}""");
        scraped.Values.Where(static v => v.Key.StartsWith("openclaw_mail_lost_total", StringComparison.Ordinal)).Sum(static v => v.Value).ShouldBe(0);

        // The same over the control socket.
        using var handler = new SocketsHttpHandler { ConnectCallback = async (_, cancel) => new NetworkStream(await Connect(daemon.Socket, cancel), ownsSocket: true) };
        using var client = new HttpClient(handler);
        Scraped.Of(await daemon.Get(client, new Uri("http://localhost/metrics"))).Types.Keys.ShouldBe(scraped.Types.Keys, ignoreOrder: true);
    }

    private static async Task<Socket> Connect(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
        return socket;
    }
}
