using System.Diagnostics;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Daemon;

/// <summary>A daemon whose healer is lost must not look alive: the process ends with 70, so that launchd or systemd starts a new one. With real processes.</summary>
public sealed class HealerLostSpecs : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("lost-").FullName;

    /// <summary>The daemon with one part that fails; see its Program.cs.</summary>
    private static string Program =>
        Path.Combine(AppContext.BaseDirectory.Replace("OpenClaw.Host.Tests", "OpenClaw.FaultyHealer", StringComparison.Ordinal), "OpenClaw.FaultyHealer");

    [Theory]
    [InlineData("Root", "Constructor")]
    [InlineData("Root", "PreStart")]
    [InlineData("Root", "Message")]
    [InlineData("Gateway", "Constructor")]
    [InlineData("Gateway", "PreStart")]
    [InlineData("Gateway", "Message")]
    public async Task A_daemon_whose_root_is_lost_ends_with_70(string part, string way)
    {
        await using var heartbeat = await HealthchecksApi.Start();
        File.WriteAllText(Path.Combine(_folder, "openclaw.conf"), """
            openclaw.gateways.main { manager = direct, command = ["/bin/false"], url = "http://127.0.0.1:9/" }
            openclaw.doctor.claude.enabled = off

            """);
        var start = new ProcessStartInfo(Program, [part, way]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _folder;
        start.Environment["OPENCLAW_ACTORS_HOME"] = _folder;
        start.Environment["OPENCLAW_ACTORS_HEARTBEAT_URL"] = heartbeat.Url.AbsoluteUri;
        using var daemon = Process.Start(start)!;
        var (output, errors) = (daemon.StandardOutput.ReadToEndAsync(), daemon.StandardError.ReadToEndAsync());
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            await daemon.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!daemon.HasExited) daemon.Kill();
        }

        daemon.ExitCode.ShouldBe(70, $"{await output}\n{await errors}");
        $"{await output}{await errors}".ShouldContain("a bug in the healer");
        $"{await output}{await errors}".ShouldNotContain(heartbeat.Secret);
        heartbeat.Pings.ShouldNotContain(static p => p.Kind == "success", "it was never alive");
        heartbeat.Pings[^1].Kind.ShouldBe("fail", "it says so before it ends");
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
