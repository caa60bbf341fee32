using System.Diagnostics;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>The owner looks over the doctor's shoulder: the real program, the real CLI, a real tmux and a real terminal (util-linux's <c>script</c> makes one).</summary>
public sealed class AttachSpecs
{
    [Fact]
    public async Task In_a_terminal_it_is_tmux_read_only_and_shows_plain_lines()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs util-linux's script");
        await using var bench = await AtWork();
        var treatment = bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        await DoctorBench.Until(() => File.Exists(Path.Combine(bench.Root, "began")), "the tool call");
        var screen = Path.Combine(bench.Root, "screen");
        using var onlooker = Process.Start(new ProcessStartInfo("script", ["-q", "-f", "-c", $"stty cols 120 rows 40; {Self} attach", screen])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OPENCLAW_ACTORS_HOME"] = bench.Options.Home, ["TERM"] = "xterm-256color" },
        }).ShouldNotBeNull();

        await DoctorBench.Until(() => Shown(screen).Contains("tool: Bash openclaw status", StringComparison.Ordinal), "the tool call on the screen");
        Shown(screen).ShouldContain("claude: I look first.");
        Shown(screen).ShouldContain("emergency_recovery_");
        // Whatever an onlooker types is nobody's: Ctrl-C would end the session.
        await onlooker.StandardInput.WriteAsync("\u0003\u0003exit\n");
        await onlooker.StandardInput.FlushAsync();
        File.WriteAllText(Path.Combine(bench.Root, "go"), "");
        await treatment;
        File.Exists(bench.Folder.Exit).ShouldBeFalse("the session waits for a follow-up");
        await bench.Doctor().Discharge(bench.Incident, Actors.Doctoring.Verdict.Healed, CancellationToken.None);
        await onlooker.WaitForExitAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Without_a_terminal_it_is_the_log_to_its_end()
    {
        await using var bench = await AtWork();
        var doctor = bench.Doctor();
        var treatment = doctor.Treat(bench.Case(), CancellationToken.None);
        await DoctorBench.Until(() => File.Exists(Path.Combine(bench.Root, "began")), "the tool call");
        var (output, errors) = (new StringWriter(), new StringWriter());
        var attach = Attach(bench, output, errors).Run(bench.Incident.Value, CancellationToken.None);
        File.WriteAllText(Path.Combine(bench.Root, "go"), "");
        await treatment;
        await doctor.Discharge(bench.Incident, Actors.Doctoring.Verdict.Healed, CancellationToken.None);
        (await attach).ShouldBe(ExitCodes.Ok, errors.ToString());
        output.ToString().ShouldContain("tool: Bash openclaw status");
        output.ToString().ShouldContain("-- the session has ended");
    }

    [Theory]
    [InlineData(null, ExitCodes.NotReachable, "No doctor is at work now.")]
    [InlineData("main-20261124-010203", ExitCodes.NotReachable, "No doctor is at work on main-20261124-010203 now.")]
    [InlineData("../x", ExitCodes.Usage, "\"../x\" is no incident.")]
    public async Task Where_there_is_nothing_to_see_one_line_says_so(string? incident, int code, string line)
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());
        var errors = new StringWriter();
        (await Attach(bench, TextWriter.Null, errors).Run(incident, CancellationToken.None)).ShouldBe(code);
        errors.ToString().ShouldStartWith(line);
        errors.ToString().TrimEnd().ShouldNotContain("\n");
    }

    private static string Self => Path.Combine(AppContext.BaseDirectory, "openclaw-actors");

    private static Task<DoctorBench> AtWork() => DoctorBench.Open(static b =>
    {
        b.Witness($"touch {b.Root}/began; while [ ! -e {b.Root}/go ]; do sleep 0.1; done; echo all is well");
        return Scenario.Of(new Turn([new Block.Text("I look first."), Block.ToolUse.Of("Bash", ("command", "openclaw status"), ("description", "scripted"))]), Turn.Say("Done."));
    });

    private static AttachCommand Attach(DoctorBench bench, TextWriter output, TextWriter errors) => new(
        new SettingsSources(AppContext.BaseDirectory, bench.Options.UserHome, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = bench.Options.Home }),
        bench.Options.SearchPath, isTerminal: false, output, errors, TimeProvider.System);

    private static string Shown(string screen) => File.Exists(screen) ? ReadShared(screen) : "";

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
