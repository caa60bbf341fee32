using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>The daemon as a whole, with a collector: what is open when it is stopped is still told, and no secret is in its log.</summary>
public sealed class OtlpDaemonSpecs : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("otlp-").FullName;

    [Fact]
    public async Task A_daemon_that_is_stopped_in_the_middle_of_an_incident_has_sent_its_trace_and_its_metrics()
    {
        await using var collector = await OtlpCollector.Start();
        File.WriteAllText(Path.Combine(_home, "openclaw.conf"), $$"""
            openclaw.gateways.main { manager = direct, command = ["/bin/false"], url = "http://127.0.0.1:9/" }
            openclaw.watchdog { interval = 200ms, interval-suspicious = 100ms }
            openclaw.doctor.claude.enabled = off
            openclaw.page.enabled = off
            openclaw.logging.level = verbose
            openclaw.telemetry.otlp { endpoint = "{{collector.Url.AbsoluteUri}}", interval = 1s }

            """);
        var variables = new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = _home, ["OTEL_EXPORTER_OTLP_HEADERS"] = "authorization=Bearer%20spec-token-0123456789" };
        using var stop = new CancellationTokenSource();
        var running = RunCommand.Run(new SettingsSources(AppContext.BaseDirectory, _home, variables), new StringWriter(), stop.Token);
        await Eventually.Holds(() => collector.Of("traces").Any(static c => c.Holds("repair")), "a repair has ended and was told");
        await stop.CancelAsync();
        (await running.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(ExitCodes.Ok);
        collector.Of("traces").ShouldContain(static c => c.Holds("left-open") && c.Holds("main-20"));
        collector.Of("metrics").ShouldContain(static c => c.Holds("openclaw.restarts") && c.Holds("openclaw.mailbox.size"));
        collector.Calls.ShouldAllBe(static c => c.Headers["authorization"] == "Bearer spec-token-0123456789");
        foreach (var log in Directory.GetFiles(Path.Combine(_home, "logs"))) (await File.ReadAllTextAsync(log)).ShouldNotContain("spec-token-0123456789");
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
