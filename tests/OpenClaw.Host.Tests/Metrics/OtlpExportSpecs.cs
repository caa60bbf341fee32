using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Http;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>Metrics and traces by OTLP, against a collector that may be anything.</summary>
public sealed class OtlpExportSpecs : IAsyncDisposable
{
    private const string Token = "Basic c3BlYzpzZWNyZXQ=";

    private readonly HealerMetrics _metrics = Meters.Fresh();
    private readonly RecordedLogs _logs = new();
    private readonly ActivitySource _source;
    private readonly List<IDisposable> _opened = [];

    public OtlpExportSpecs() => _source = new ActivitySource(_metrics.Name);

    [Fact]
    public async Task Both_signals_come_as_protobuf_with_the_owners_headers()
    {
        await using var collector = await OtlpCollector.Start();
        var export = await Begin(collector.Url, headers: "authorization=Basic%20c3BlYzpzZWNyZXQ%3D,x-scope=home");
        _metrics.Up.Set(1, "main");
        _metrics.Probe.Record(TimeSpan.FromMilliseconds(3), "main", "live");
        var traces = new IncidentTraces(_source);
        foreach (var e in Tales.EveryKind(Desk.Main, Desk.Start)) traces.Take(new IncidentNews(Desk.Main, e));
        await export.StopAsync(CancellationToken.None);
        foreach (var call in collector.Calls)
        {
            (call.Method, call.ContentType).ShouldBe(("POST", "application/x-protobuf"));
            (call.Headers["authorization"], call.Headers["x-scope"]).ShouldBe((Token, "home"));
            call.Headers.Keys.ShouldNotContain("traceparent");
            call.Holds("openclaw-actors").ShouldBeTrue();
        }

        collector.Of("metrics").ShouldContain(static c => c.Holds("openclaw.gateway.up") && c.Holds("openclaw.probe.duration") && c.Holds("openclaw_recovery_rate_percent") == false);
        collector.Of("traces").ShouldContain(c => c.Holds("incident") && c.Holds(Tales.Id(Desk.Main, Desk.Start).Value));
        _logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Metrics_come_again_and_again_by_the_interval()
    {
        await using var collector = await OtlpCollector.Start();
        await Begin(collector.Url, interval: TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => collector.Of("metrics").Count >= 2, "the metrics have come twice");
    }

    [Fact]
    public async Task The_path_of_an_address_is_kept()
    {
        await using var collector = await OtlpCollector.Start();
        var export = await Begin(new Uri(collector.Url, "/otlp/"));
        await export.StopAsync(CancellationToken.None);
        collector.Calls.Select(static c => c.Path).Distinct().ShouldBe(["/otlp/v1/metrics"]);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_one_line_and_the_daemon_ends_all_the_same()
    {
        var export = await Begin(new Uri($"http://127.0.0.1:{Workshop.FreePort()}"), interval: TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => !_logs.Lines.IsEmpty, "it is told");
        _source.StartActivity("incident")?.Dispose();
        await export.StopAsync(CancellationToken.None).Soon();
        _logs.Lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static l => l.Level.ShouldBe(LogLevel.Warning), static l => l.Text.ShouldContain("Telemetry is not taken at 127.0.0.1:"), static l => l.Text.ShouldContain("ConnectionError"));
    }

    [Fact]
    public async Task A_collector_that_hangs_does_not_keep_the_daemon_from_ending()
    {
        await using var collector = await OtlpCollector.Start();
        collector.Status = null;
        var export = await Begin(collector.Url, interval: TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => collector.Calls.Count > 0, "it is asked");
        await export.StopAsync(CancellationToken.None).Soon();
        export.Dispose();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public async Task A_collector_that_refuses_is_one_line_without_a_secret_and_one_when_it_takes_them_again(int status)
    {
        await using var collector = await OtlpCollector.Start();
        collector.Status = status;
        await Begin(collector.Url, "authorization=Basic%20c3BlYzpzZWNyZXQ%3D", TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => collector.Of("metrics").Count >= 2, "it has refused twice");
        _logs.Lines.ShouldHaveSingleItem().Text.ShouldContain($"it answered {status}");
        collector.Status = 200;
        await Eventually.Holds(() => _logs.Lines.Count == 2, "its return is told");
        _logs.All.ShouldContain("Telemetry is taken again at 127.0.0.1:");
        _logs.All.ShouldNotContain("c3BlYzpzZWNyZXQ");
    }

    [Fact]
    public async Task A_redirect_does_not_carry_the_headers_elsewhere()
    {
        await using var elsewhere = await OtlpCollector.Start();
        await using var collector = await OtlpCollector.Start();
        (collector.Status, collector.Elsewhere) = (307, new Uri(elsewhere.Url, "/v1/metrics"));
        await Begin(collector.Url, "authorization=Basic%20c3BlYzpzZWNyZXQ%3D", TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => !_logs.Lines.IsEmpty, "it is told");
        elsewhere.Calls.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _opened) one.Dispose();
        _source.Dispose();
        _metrics.Dispose();
        await Task.CompletedTask;
    }

    private async Task<OtlpExport> Begin(Uri url, string? headers = null, TimeSpan? interval = null)
    {
        var services = new ServiceCollection();
        services.AddQuietClient(OtlpExport.ClientName).AddSingleton(new OtlpWitness(_logs.For<OtlpWitness>()));
        services.AddHttpClient(OtlpExport.ClientName).AddHttpMessageHandler<OtlpWitness>();
        var provider = services.BuildServiceProvider();
        var settings = new OtlpSettings(url, interval ?? TimeSpan.FromMinutes(1), headers is null ? null : new SecretText(headers));
        var export = new OtlpExport(settings, _metrics, "1.2.3", provider.GetRequiredService<IHttpClientFactory>(), _logs.For<OtlpExport>());
        _opened.AddRange([export, provider]);
        await export.StartAsync(CancellationToken.None);
        return export;
    }
}
