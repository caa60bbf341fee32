using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Playbook;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>Claude Code where its owner wants to be asked or advised only, with the real CLI; and what is taken back of what it did.</summary>
public sealed class ClaudeCodeProposalSpecs
{
    [Fact]
    public async Task Asked_for_a_proposal_it_changes_a_copy_and_whatever_it_tries_on_the_config_is_denied()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(
            b.Read(), b.Repair(), Turn.Call("Bash", ("command", "openclaw config set gateway.bind loopback")), Look(b), Mend(b), b.Report("Set gateway.bind to loopback."), Turn.Say("Ready.")));

        var proposal = (await bench.Doctor().Treat(Ask(bench), CancellationToken.None)).ShouldBeOfType<DoctorReply.Proposes>();

        proposal.Plan.ShouldBe("Set gateway.bind to loopback.");
        proposal.Diff.ShouldContain("+  \"gateway\": { \"mode\": \"local\", \"bind\": \"loopback\"");
        proposal.Mark.ShouldNotBeNull();
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
        await bench.NothingIsLeft();
        (await bench.Doctor().Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None)).ShouldContain("never touched");
        (await File.ReadAllTextAsync(bench.Published("emergency-recovery-report-"))).ShouldContain("2 of them refused");
    }

    [Fact]
    public async Task Exactly_what_was_approved_is_put_in_place_and_taken_back_when_it_does_not_help()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(Look(b), Mend(b), Turn.Say("Ready.")));
        var proposal = (await bench.Doctor().Treat(Ask(bench), CancellationToken.None)).ShouldBeOfType<DoctorReply.Proposes>();
        await bench.Doctor().Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None);

        (await bench.Doctor().Treat(Ask(bench, "another"), CancellationToken.None)).ShouldBeOfType<DoctorReply.NeedsOwner>();
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
        (await bench.Doctor().Treat(Ask(bench, proposal.Mark), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>().Diff.ShouldBe(proposal.Diff);
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken.Replace("loopbak", "loopback"));

        await bench.Doctor().Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None);
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
    }

    [Fact]
    public async Task What_was_approved_is_void_when_the_config_was_changed_since()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(Look(b), Mend(b), Turn.Say("Ready.")));
        var proposal = (await bench.Doctor().Treat(Ask(bench), CancellationToken.None)).ShouldBeOfType<DoctorReply.Proposes>();
        await File.WriteAllTextAsync(bench.Config, "{ /* the owner's */ }");
        (await bench.Doctor().Treat(Ask(bench, proposal.Mark), CancellationToken.None)).ShouldBeOfType<DoctorReply.NeedsOwner>().Cause.ShouldContain("was changed since");
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe("{ /* the owner's */ }");
    }

    [Fact]
    public async Task A_copy_that_OpenClaw_refuses_is_given_back_once_and_cannot_be_approved()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(Look(b), Mend(b), Turn.Say("Ready."), Turn.Say("I know no better.")));
        bench.Options = bench.Options with { OpenClaw = new Refusing() };
        var proposal = (await bench.Doctor().Treat(Ask(bench), CancellationToken.None)).ShouldBeOfType<DoctorReply.Proposes>();
        proposal.Mark.ShouldBeNull();
        proposal.Plan.ShouldContain("gateway.bind: not today");
    }

    [Fact]
    public async Task Asked_for_advice_it_can_change_nothing_but_its_report()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), b.Report("Run openclaw config set gateway.bind loopback."), Turn.Say("That is it.")));
        var advice = (await bench.Doctor().Treat(bench.Case() with { Autonomy = Autonomy.Advise }, CancellationToken.None)).ShouldBeOfType<DoctorReply.Proposes>();
        advice.ShouldBe(new DoctorReply.Proposes("Run openclaw config set gateway.bind loopback.", "", null));
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
    }

    [Fact]
    public async Task A_command_that_writes_through_to_an_included_file_is_taken_back_there_too_with_its_mode()
    {
        await using var bench = await DoctorBench.Open(static _ => Scenario.Of(Turn.Call("Bash", ("command", "openclaw config set gateway.port 1")), Turn.Say("Done.")));
        var included = Path.Combine(Path.GetDirectoryName(bench.Config)!, "gw.json");
        await File.WriteAllTextAsync(bench.Config, "{ \"gateway\": { \"$include\": \"./gw.json\" } }");
        await File.WriteAllTextAsync(included, "{ \"port\": 2 }");
        File.SetUnixFileMode(included, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        bench.Witness($"echo '{{ \"port\": 1 }}' > {included}; chmod 600 {included}");

        (await bench.Doctor().Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>().Diff.ShouldNotBeNull().ShouldContain("+{ \"port\": 1 }");
        await bench.Doctor().Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None);

        (await File.ReadAllTextAsync(included)).ShouldBe("{ \"port\": 2 }");
        DoctorBench.Mode(included).ShouldBe("640");
    }

    [Fact]
    public async Task A_proven_change_can_be_undone_once_and_not_when_the_config_was_changed_since()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        (await Undo(bench)).Said.ShouldNotContain("taken back:");
        await bench.Doctor().Discharge(bench.Incident, Verdict.Healed, CancellationToken.None);
        var mended = await File.ReadAllTextAsync(bench.Config);

        await File.WriteAllTextAsync(bench.Config, mended + "\n// mine");
        var (code, said) = await Undo(bench);
        (code, said.Contains("was changed since", StringComparison.Ordinal)).ShouldBe((ExitCodes.Usage, true), said);
        (await File.ReadAllTextAsync(bench.Config)).ShouldEndWith("// mine");

        await File.WriteAllTextAsync(bench.Config, mended);
        (await Undo(bench)).Code.ShouldBe(ExitCodes.Ok);
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
        (await Undo(bench)).Code.ShouldBe(ExitCodes.Usage, "once");
    }

    private static string Copy(DoctorBench bench) => new ConfigProposal(bench.Config, bench.Folder.Root).Copy;

    private static Turn Look(DoctorBench bench) => Turn.Call("Read", ("file_path", Copy(bench)));

    private static Turn Mend(DoctorBench bench) => Turn.Call("Edit", ("file_path", Copy(bench)), ("old_string", "loopbak"), ("new_string", "loopback"));

    private static CaseFile Ask(DoctorBench bench, string? approved = null) => bench.Case() with { Autonomy = Autonomy.Ask, Approved = approved };

    private static async Task<(int Code, string Said)> Undo(DoctorBench bench)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var sources = new SettingsSources(AppContext.BaseDirectory, bench.Options.UserHome, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = bench.Options.Home });
        var code = await new UndoCommand(sources, output, errors).Run(bench.Incident.Value, CancellationToken.None);
        return (code, output.ToString() + errors);
    }

    private sealed class Refusing : IOpenClawTool
    {
        public Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel) =>
            Task.FromResult(new ConfigVerdict(ConfigCheckResult.Invalid, [new ConfigIssue("gateway.bind", "not today")]));

        public Task<OpenClaw.Host.Processes.CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel) => throw new NotSupportedException();
    }
}
