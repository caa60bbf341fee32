using OpenClaw.Actors.Doctoring;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

public sealed class ClaudeCodeDoctorSpecs
{
    [Fact]
    public async Task A_broken_config_is_repaired_by_real_tool_calls_and_the_whole_treatment_is_on_record()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(
            Turn.Bash("openclaw config validate"), b.Read(), b.Repair(), Turn.Bash("openclaw config validate --json"), b.Report(), Turn.Say("Repaired a typo in gateway.bind.")));
        bench.UseRealOpenClaw();
        var doctor = bench.Doctor();

        (await doctor.Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>().Note.ShouldBe("Repaired a typo in gateway.bind.");

        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken.Replace("loopbak", "loopback"));
        var results = bench.Api.Requests[^1].ToolResults;
        results[0].Text.ShouldContain("gateway.bind");
        results[0].IsError.ShouldBeTrue();
        results[3].IsError.ShouldBeFalse(results[3].Text);

        var line = await doctor.Discharge(bench.Incident, Verdict.Healed, CancellationToken.None);

        line.ShouldContain("1 lines added, 1 removed");
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("\"loopback\"");
        var report = await File.ReadAllTextAsync(bench.Published("emergency-recovery-report-"));
        foreach (var section in (string[])["## Symptom", "## Root cause", "## Solution", "## Result", "## Prevention"]) report.ShouldContain(section);
        report.ShouldContain("A typo in gateway.bind.");
        report.ShouldContain("Healed: our own probes");
        report.ShouldContain("+  \"gateway\": { \"mode\": \"local\", \"bind\": \"loopback\"");
        var log = await File.ReadAllTextAsync(bench.Published("claude-session-"));
        log.ShouldContain("tool: Bash openclaw config validate");
        log.ShouldContain("claude: Repaired a typo in gateway.bind.");
        await bench.NothingIsLeft();
        foreach (var file in Directory.GetFiles(bench.Options.Home, "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(bench.Options.MemoryFolder)))
            ((int)File.GetUnixFileMode(file) & 0b000_111_111).ShouldBe(0, file);
        DoctorBench.Mode(bench.Published("claude-session-")).ShouldBe("600");
        DoctorBench.Mode(bench.Folder.DoctorReport).ShouldBe("600");
        DoctorBench.Mode(bench.Folder.Root).ShouldBe("700");
        DoctorBench.Mode(bench.Options.MemoryFolder).ShouldBe("700");
    }

    [Fact]
    public async Task A_follow_up_is_said_in_the_same_session()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(Turn.Say("Done, I believe."), b.Read(), b.Repair(), Turn.Say("Now it is right.")));
        var doctor = bench.Doctor();
        await doctor.Treat(bench.Case(), CancellationToken.None);

        (await doctor.Treat(bench.Case(followUp: "restarted: exit code 78 again"), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>().Note.ShouldBe("Now it is right.");

        bench.Api.Requests.Select(static r => r.Headers["x-claude-code-session-id"]).Distinct().ShouldHaveSingleItem();
        bench.Api.Requests[^1].UserTexts.ShouldContain(static text => text.Contains("exit code 78 again"));
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("loopback");
    }

    [Fact]
    public async Task What_is_told_to_the_model_is_marked_as_data_and_holds_no_secret()
    {
        await using var bench = await DoctorBench.Open(static _ => Scenario.Of(Turn.Say("I see.")));

        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);

        var told = bench.Api.Requests[0].UserTexts.Single(static text => text.Contains("OpenClaw Gateway"));
        told.ShouldContain("exit code 78 right after every start");
        told.ShouldNotContain("abcdef123456");
        told.ShouldNotContain("owner@example.org");
        var nonce = System.Text.RegularExpressions.Regex.Match(told, "^DATA ([0-9a-f]{16})$", System.Text.RegularExpressions.RegexOptions.Multiline).Groups[1].Value;
        told.ShouldContain($"\nEND {nonce}\n");
    }

    [Fact]
    public async Task The_key_reaches_the_API_and_nothing_else()
    {
        await using var bench = await DoctorBench.Open(static b =>
        {
            b.Witness($"env > {b.Root}/seen; for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/cmdline; done >> {b.Root}/seen 2>/dev/null; tr '\\0' '\\n' < /proc/$PPID/environ >> {b.Root}/seen; echo ok");
            return Scenario.Of(Turn.Bash("openclaw status"), Turn.Say("ok"));
        });
        var doctor = bench.Doctor();
        await doctor.Treat(bench.Case(), CancellationToken.None);

        bench.Api.Requests[0].Headers["x-api-key"].ShouldBe(DoctorBench.Key);
        var seen = await File.ReadAllTextAsync(Path.Combine(bench.Root, "seen"));
        seen.ShouldContain("--permission-mode");
        seen.ShouldNotContain(DoctorBench.Key);
        foreach (var file in (string[])[bench.Folder.Launch, bench.Folder.Settings, bench.Folder.Log, bench.Folder.Events])
            (await File.ReadAllTextAsync(file)).ShouldNotContain(DoctorBench.Key);
        bench.Options.ToString().ShouldNotContain(DoctorBench.Key);

        await doctor.Discharge(bench.Incident, Verdict.Healed, CancellationToken.None);
        File.Exists(bench.Folder.Key).ShouldBeFalse();
        File.Exists(bench.Folder.KeyHelper).ShouldBeFalse();
        foreach (var file in Directory.GetFiles(bench.Folder.Root, "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file)).ShouldNotContain(DoctorBench.Key, Case.Sensitive, file);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_daemons_own_secrets_reach_no_process_of_the_session(bool tmux)
    {
        // Seen where it hurts: tmux keeps the environment it was started with for as long as it lives.
        const string secret = "https://discord.example/webhook-of-the-daemon";
        Environment.SetEnvironmentVariable("OPENCLAW_SPEC_SECRET", secret);
        await using var bench = await DoctorBench.Open(static _ => Scenario.Of(Turn.Say("ok")));
        if (!tmux) bench.Options = bench.Options with { Tmux = null };
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);

        var environments = bench.RunningEnvironments();

        environments.Count.ShouldBeGreaterThanOrEqualTo(tmux ? 3 : 2); // tmux, the runner, claude
        environments.ShouldAllBe(static environment => environment.Contains("PATH=") && !environment.Contains(secret));
        Environment.SetEnvironmentVariable("OPENCLAW_SPEC_SECRET", null);
    }

    [Theory]
    [InlineData(Verdict.NotHealed)]
    [InlineData(Verdict.CalledOff)]
    public async Task Without_a_healthy_gateway_the_config_is_put_back_byte_for_byte_and_the_doctors_version_is_kept(Verdict verdict)
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair("\"local\"", "\"remote\""), Turn.Say("Try this.")));
        File.SetUnixFileMode(bench.Config, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var doctor = bench.Doctor();
        await doctor.Treat(bench.Case(), CancellationToken.None);
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("remote");

        var line = await doctor.Discharge(bench.Incident, verdict, CancellationToken.None);

        line.ShouldContain("were taken back");
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
        DoctorBench.Mode(bench.Config).ShouldBe("640");
        (await File.ReadAllTextAsync(Path.Combine(bench.Folder.Root, "openclaw.json.doctor"))).ShouldContain("remote");
        (await File.ReadAllTextAsync(bench.Published("emergency-recovery-report-"))).ShouldContain("\"remote\"");
        (await doctor.Discharge(bench.Incident, verdict, CancellationToken.None)).ShouldBe(line);
    }

    [Fact]
    public async Task What_the_owner_has_changed_after_the_doctor_is_left_alone()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        var doctor = bench.Doctor();
        await doctor.Treat(bench.Case(), CancellationToken.None);
        await File.WriteAllTextAsync(bench.Config, "{ \"the owner\": \"was here\" }");

        var line = await doctor.Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None);

        line.ShouldContain("left alone");
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("was here");
    }

    [Fact]
    public async Task Without_tmux_the_session_runs_all_the_same()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), b.Report(), Turn.Say("Done.")));
        bench.Options = bench.Options with { Tmux = null };
        var doctor = bench.Doctor();

        (await doctor.Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>().Note.ShouldBe("Done.");
        await doctor.Discharge(bench.Incident, Verdict.Healed, CancellationToken.None);

        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("loopback");
        (await File.ReadAllTextAsync(bench.Published("emergency-recovery-report-"))).ShouldContain("without tmux");
        (await File.ReadAllTextAsync(bench.Published("claude-session-"))).ShouldContain("claude: Done.");
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task A_case_it_never_had_is_closed_without_a_word_of_harm()
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());

        (await bench.Doctor().Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None)).ShouldBe("claude-code was not called.");

        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
        Directory.Exists(bench.Options.MemoryFolder).ShouldBeFalse();
    }
}
