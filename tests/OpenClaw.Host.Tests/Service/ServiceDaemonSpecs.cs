using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary>The daemon as a whole below a service manager.</summary>
public sealed class ServiceDaemonSpecs : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("service-daemon-").FullName;

    [Fact]
    public async Task A_daemon_says_that_it_is_ready_that_it_lives_and_that_it_ends_and_its_gateway_knows_nothing_of_the_manager()
    {
        using var ear = new ServiceManagerEar(Path.Combine(_home, "notify"));
        var seen = Path.Combine(_home, "environment");
        var gateway = Script.Write(Path.Combine(_home, "gateway"), $"#!/bin/sh\nenv >'{seen}.new' && mv '{seen}.new' '{seen}'\n");
        File.WriteAllText(Path.Combine(_home, "openclaw.conf"), $$"""
            openclaw.gateways.main { manager = direct, command = ["{{gateway}}"], url = "http://127.0.0.1:9/" }
            openclaw.doctor.claude.enabled = off

            """);
        var variables = new Dictionary<string, string>(ear.Variables(TimeSpan.FromSeconds(4))) { ["OPENCLAW_ACTORS_HOME"] = _home, ["PATH"] = "/usr/bin:/bin" };
        // Also where children inherit from.
        foreach (var (name, value) in ear.Variables(TimeSpan.FromSeconds(4))) Environment.SetEnvironmentVariable(name, value);
        using var stop = new CancellationTokenSource();
        var running = RunCommand.Run(new SettingsSources(AppContext.BaseDirectory, _home, variables), new StringWriter(), stop.Token);
        await Eventually.Holds(() => ear.Heard.Count(static said => said == "WATCHDOG=1") >= 3 && File.Exists(seen), "it lives and has started its gateway");
        foreach (var name in ear.Variables(TimeSpan.FromSeconds(4)).Keys) Environment.GetEnvironmentVariable(name).ShouldBeNull();
        await stop.CancelAsync();
        (await running.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(ExitCodes.Ok);
        ear.Heard[0].ShouldBe("READY=1");
        await Eventually.Holds(() => ear.Heard.Contains("STOPPING=1\nSTATUS=ends"), "it says that it ends");
        File.ReadAllText(seen).ShouldNotContain("NOTIFY_SOCKET");
        File.ReadAllText(seen).ShouldNotContain("WATCHDOG_");
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
