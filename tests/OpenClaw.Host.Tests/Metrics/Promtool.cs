using System.Diagnostics;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>Prometheus's own promtool (Debian's package prometheus). Without it a spec is skipped with the reason, or fails where it is required.</summary>
internal static class Promtool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="folder">Where it runs.</param>
    /// <returns>Its exit code and all that it said.</returns>
    public static async Task<(int Code, string Said)> OrSkip(IReadOnlyList<string> arguments, string input = "", string? folder = null)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(static p => Path.Combine(p, "promtool")).FirstOrDefault(File.Exists);
        if (program is null)
        {
            const string Reason = "promtool is not here: apt-get install prometheus";
            if (Environment.GetEnvironmentVariable("OPENCLAW_E2E") == "required") Assert.Fail($"OPENCLAW_E2E=required, and {Reason}");
            Assert.Skip(Reason);
        }

        var start = new ProcessStartInfo(program!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Path.GetTempPath() };
        using var running = Process.Start(start).ShouldNotBeNull();
        var (output, errors) = (running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync());
        await running.StandardInput.WriteAsync(input);
        running.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        await running.WaitForExitAsync(limit.Token);
        return (running.ExitCode, await output + await errors);
    }
}
