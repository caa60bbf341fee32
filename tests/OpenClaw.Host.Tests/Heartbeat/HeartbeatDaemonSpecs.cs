using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Heartbeat;

/// <summary>The daemon as a whole: it says that it has started, and when it is asked to stop it says that, last of all.</summary>
public sealed class HeartbeatDaemonSpecs : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("heartbeat-").FullName;

    [Fact]
    public async Task A_daemon_that_starts_and_is_stopped_says_both_and_its_log_does_not_name_the_address()
    {
        await using var api = await HealthchecksApi.Start();
        File.WriteAllText(Path.Combine(_home, "openclaw.conf"), """
            openclaw.gateways.main { manager = direct, command = ["/bin/false"], url = "http://127.0.0.1:9/" }
            openclaw.doctor.claude.enabled = off
            openclaw.logging.level = verbose

            """);
        var sources = new SettingsSources(AppContext.BaseDirectory, _home, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = _home, ["OPENCLAW_ACTORS_HEARTBEAT_URL"] = api.Url.AbsoluteUri });
        using var stop = new CancellationTokenSource();
        var running = RunCommand.Run(sources, new StringWriter(), stop.Token);
        await Eventually.Holds(() => api.Pings.Count > 0, "the start is told");
        await stop.CancelAsync();
        (await running.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(ExitCodes.Ok);
        api.Pings.Select(static p => p.Kind).ShouldBe(["start", "log"]);
        api.Pings[0].Body.ShouldContain("It watches main.");
        foreach (var log in Directory.GetFiles(Path.Combine(_home, "logs"))) (await File.ReadAllTextAsync(log)).ShouldNotContain(api.Secret);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
