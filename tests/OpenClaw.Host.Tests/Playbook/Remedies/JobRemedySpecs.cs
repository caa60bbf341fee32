using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Remedies;

/// <summary>start-again.</summary>
public sealed class StartAgainSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new StartAgain();

    protected override bool ChangesFiles => false;

    internal override Diagnosis Break() => Ward.Found();
}

/// <summary>job-reload.</summary>
public sealed class JobReloadSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new JobReload(Hand);

    protected override bool ChangesFiles => false;

    internal override Diagnosis Break() => Ward.Found(Ward.Finding(FindingIds.JobMissing, ("file", Ward.Unit)));

    [Fact]
    public async Task The_unit_is_loaded_its_failures_forgotten_and_it_is_enabled()
    {
        var plan = (await Remedy.Plan(Break(), Ward.Patient(), CancellationToken.None)).ShouldNotBeNull();
        (await plan.Act(CancellationToken.None)).Succeeded.ShouldBeTrue();
        Ward.Told.ReplaceLineEndings("|").ShouldBe("--user daemon-reload|--user reset-failed openclaw-gateway.service|--user enable openclaw-gateway.service|");
    }

    [Fact]
    public async Task A_masked_unit_stays_masked()
    {
        var masked = Ward.Found(Ward.Finding(FindingIds.JobDisabled, ("file", Ward.Unit), ("state", "masked")));
        (await Remedy.Plan(masked, Ward.Patient(), CancellationToken.None)).ShouldBeNull();
        File.Delete(Ward.Unit);
        File.CreateSymbolicLink(Ward.Unit, "/dev/null");
        (await Remedy.Plan(Break(), Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }
}

/// <summary>job-restore.</summary>
public sealed class JobRestoreSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new JobRestore(Hand);

    internal override Diagnosis Break()
    {
        Ward.Served.Files[Ward.Unit] = File.ReadAllBytes(Ward.Unit);
        File.Delete(Ward.Unit);
        return Ward.Found(Ward.Finding(FindingIds.JobMissing, ("file", Ward.Unit)));
    }

    [Fact]
    public async Task The_unit_is_what_it_was_when_the_gateway_served()
    {
        var plan = (await Remedy.Plan(Break(), Ward.Patient(), CancellationToken.None)).ShouldNotBeNull();
        await plan.Act(CancellationToken.None);
        File.ReadAllBytes(Ward.Unit).ShouldBe(Ward.Served.Files[Ward.Unit]);
        Ward.Told.ShouldContain("enable openclaw-gateway.service");
    }

    [Fact]
    public async Task A_job_that_is_not_found_to_be_at_fault_is_not_touched()
    {
        Break();
        (await Remedy.Plan(Ward.Found(Ward.Finding(FindingIds.ConfigSyntax)), Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }
}

/// <summary>job-words.</summary>
public sealed class JobWordsSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new JobWords(Hand);

    internal override Diagnosis Break()
    {
        // The runtime of the package's own prefix is the one that is found.
        Ward.Script("lib/node_modules/node/bin/node", "echo v26.1.0");
        File.Delete(Ward.At("node/bin/node"));
        return Ward.Found(Ward.Finding(FindingIds.NodeMissing, ("program", Ward.At("node/bin/node"))));
    }

    [Fact]
    public async Task A_runtime_that_is_gone_is_replaced_in_the_command_and_in_the_path_and_nowhere_else()
    {
        var plan = (await Remedy.Plan(Break(), Ward.Patient(), CancellationToken.None)).ShouldNotBeNull();
        var before = File.ReadAllText(Ward.Unit);
        (await plan.Act(CancellationToken.None)).Succeeded.ShouldBeTrue();
        File.ReadAllText(Ward.Unit).ShouldBe(before
            .Replace($"ExecStart={Ward.At("node/bin/node")} ", $"ExecStart={Ward.At("lib/node_modules/node/bin/node")} ", StringComparison.Ordinal)
            .Replace($"PATH={Ward.At("node/bin")}:", $"PATH={Ward.At("lib/node_modules/node/bin")}:", StringComparison.Ordinal));
        Ward.Told.ShouldContain("daemon-reload");
    }

    [Fact]
    public async Task A_runtime_that_openclaw_refuses_is_no_replacement()
    {
        var diagnosis = Break();
        Ward.Script("lib/node_modules/node/bin/node", "echo v22.1.0");
        var plan = await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None);
        plan?.Summary.ShouldNotContain(Ward.At("lib/node_modules/node"));
    }

    [Fact]
    public async Task A_pinned_port_is_the_expected_one_again_wherever_the_unit_says_it()
    {
        var good = File.ReadAllText(Ward.Unit);
        File.WriteAllText(Ward.Unit, good.Replace("18789", "18790", StringComparison.Ordinal) + "Environment=OTHER=18790\n");
        var wrong = Ward.Found(Ward.Finding(FindingIds.JobWrongPort, ("file", Ward.Unit), ("pinned", "18790"), ("expected", "18789")));
        var plan = (await Remedy.Plan(wrong, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull();
        await plan.Act(CancellationToken.None);
        File.ReadAllText(Ward.Unit).ShouldBe(good + "Environment=OTHER=18790\n");
    }
}

/// <summary>job-dropin-aside.</summary>
public sealed class JobDropInAsideSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new JobDropInAside(Hand);

    internal override Diagnosis Break() => Break("[Service]\nEnvironment=NODE_OPTIONS=--require=/nowhere/agent.cjs\n");

    [Fact]
    public async Task A_drop_in_with_nothing_else_in_it_goes()
    {
        await Mended(Break());
        File.Exists(DropIn).ShouldBeFalse();
        Ward.Told.ShouldContain("daemon-reload");
    }

    [Theory]
    [InlineData("Environment=\"NODE_OPTIONS=--require=/nowhere/agent.cjs --max-old-space-size=4096\"", "Environment=\"NODE_OPTIONS=--max-old-space-size=4096\"")]
    [InlineData("Environment=A=1 NODE_OPTIONS=--import=/nowhere/agent.cjs", "Environment=A=1")]
    [InlineData("EnvironmentFile=/nowhere/agent.cjs\nMemoryMax=4G", "MemoryMax=4G")]
    [InlineData("WorkingDirectory=/nowhere/agent.cjs\nEnvironment=B=/nowhere/agent.cjs.bak", "Environment=B=/nowhere/agent.cjs.bak")]
    public async Task Everything_else_in_it_stays(string lines, string left)
    {
        await Mended(Break($"[Service]\n{lines}\n"));
        File.ReadAllText(DropIn).ShouldBe($"[Service]\n{left}\n");
    }

    [Fact]
    public async Task What_is_no_part_of_the_job_is_not_touched()
    {
        var foreign = Ward.Write("foreign.conf", "[Service]\nEnvironmentFile=/nowhere\n");
        (await Remedy.Plan(Ward.Found(Ward.Finding(FindingIds.JobFileMissing, ("file", foreign), ("names", "/nowhere"))), Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }

    private string DropIn => Path.Combine(Ward.DropIns, "telemetry.conf");

    private Diagnosis Break(string text)
    {
        Ward.Write(".config/systemd/user/openclaw-gateway.service.d/telemetry.conf", text);
        return Ward.Found(Ward.Finding(FindingIds.JobFileMissing, ("file", DropIn), ("names", "/nowhere/agent.cjs"), ("setting", "Environment")));
    }

    private async Task Mended(Diagnosis diagnosis) =>
        (await (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None)).Succeeded.ShouldBeTrue();
}

/// <summary>job-install.</summary>
public sealed class JobInstallSpecs : RemedyContractSpecs
{
    internal override IRemedy Remedy => new JobInstall(Hand);

    internal override Diagnosis Break()
    {
        File.WriteAllText(Ward.Unit, "broken");
        Ward.OpenClaw.Answer = _ =>
        {
            File.WriteAllText(Ward.Unit, "written anew");
            return new CommandAnswer(0, "", "");
        };
        return Ward.Found(Ward.Finding(FindingIds.JobInvalid, ("file", Ward.Unit)));
    }

    [Fact]
    public async Task OpenClaw_writes_its_job_for_the_port_that_is_asked_at()
    {
        await (await Remedy.Plan(Break(), Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None);
        Ward.OpenClaw.Runs.ShouldBe(["gateway install --force --port 18789"]);
    }

    [Fact]
    public async Task A_job_that_somebody_else_touched_meanwhile_is_written_in_the_next_moment()
    {
        var found = Break();
        var writes = Ward.OpenClaw.Answer;
        Ward.OpenClaw.Answer = arguments => Ward.OpenClaw.Runs.Count < 2 ? new CommandAnswer(1, "", "Managed service artifacts changed during publication.") : writes(arguments);
        var result = await (await Remedy.Plan(found, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None);
        result.Succeeded.ShouldBeTrue(result.Note);
        File.ReadAllText(Ward.Unit).ShouldBe("written anew");
        Ward.OpenClaw.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_OpenClaw_refuses_twice_is_refused()
    {
        var found = Break();
        Ward.OpenClaw.Answer = _ => new CommandAnswer(1, "", "no rights");
        var result = await (await Remedy.Plan(found, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Act(CancellationToken.None);
        result.Succeeded.ShouldBeFalse();
        result.Note.ShouldContain("no rights");
        Ward.OpenClaw.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task There_is_nothing_to_install_where_no_manager_is() =>
        (await Remedy.Plan(Break(), Ward.Patient(ManagerKind.Direct), CancellationToken.None)).ShouldBeNull();
}
