using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

/// <summary>
/// With pids that are really reused: <c>tests/OpenClaw.PidReuse</c> runs in a pid namespace of its own, where it says which pid comes next.
/// </summary>
public sealed class PidReuseSpec
{
    private const int Rounds = 300;
    private const int NotPossible = 77;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly string Program =
        Path.Combine(AppContext.BaseDirectory.Replace("OpenClaw.Host.Tests", "OpenClaw.PidReuse", StringComparison.Ordinal), "OpenClaw.PidReuse");

    // Root needs no user namespace, everybody else gets the right to a pid namespace from one.
    private static IReadOnlyList<string> Namespace => ["--pid", "--fork", "--mount-proc", "--kill-child", .. Posix.GetUid() == 0 ? Array.Empty<string>() : ["--user", "--map-root-user"]];

    [Fact]
    public async Task Whoever_gets_the_pid_of_the_dead_is_never_signalled_and_no_exit_is_missed()
    {
        var probe = await Unshare("/bin/true");
        Assert.SkipWhen(probe.ExitCode != 0, $"no pid namespace can be made here: {probe.Text}");
        var seed = Random.Shared.Next(1_000_000).ToString(CultureInfo.InvariantCulture);

        var (exitCode, text) = await Unshare(Program, seed, Rounds.ToString(CultureInfo.InvariantCulture));

        Assert.SkipWhen(exitCode == NotPossible, $"pids cannot be forced here: {text}");
        exitCode.ShouldBe(0, text);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
    }

    private static async Task<(int ExitCode, string Text)> Unshare(params string[] command)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("unshare") { RedirectStandardOutput = true, RedirectStandardError = true }.With([.. Namespace, "--", .. command]))!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var limit = new CancellationTokenSource(Limit);
            await using (limit.Token.Register(process.Kill))
                await process.WaitForExitAsync(CancellationToken.None);
            return (process.ExitCode, $"{(await output).Trim()} {(await error).Trim()}".Trim());
        }
        catch (Win32Exception missing)
        {
            return (1, missing.Message);
        }
    }
}
