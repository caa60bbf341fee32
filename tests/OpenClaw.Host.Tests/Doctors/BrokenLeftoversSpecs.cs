using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>What an earlier daemon left can be broken in any way: each case is looked at on its own, and none keeps the daemon from starting.</summary>
public sealed class BrokenLeftoversSpecs : IDisposable
{
    private static readonly GatewayId Main = new("main");
    private static readonly IncidentId Broken = new("main-20261123-031504");
    private static readonly IncidentId Sound = new("main-20261123-041504");
    private readonly string _root = Directory.CreateTempSubdirectory("left-").FullName;
    private readonly RecordedLogs _logs = new();
    private readonly List<Process> _sessions = [];
    private ClaudeCodeOptions _options;

    public BrokenLeftoversSpecs() => _options = new ClaudeCodeOptions
    {
        SelfCommand = ["/bin/false"],
        UserHome = _root,
        OpenClawConfig = Path.Combine(_root, "openclaw.json"),
        OpenClawState = _root,
        Home = Path.Combine(_root, "state"),
        MemoryFolder = Path.Combine(_root, "memory"),
        SearchPath = "/usr/bin:/bin",
        Tmux = null,
        LeaveGrace = TimeSpan.FromMilliseconds(200),
        TerminateGrace = TimeSpan.FromSeconds(10),
    };

    [Theory]
    [InlineData("{ \"Gateway\": \"ma")]
    [InlineData("[]")]
    public async Task A_case_that_cannot_be_read_stays_and_its_session_is_ended(string found)
    {
        var (broken, sound) = (await Leave(Broken), await Leave(Sound));
        File.WriteAllText(broken.Case, found);

        (await Settle()).ShouldHaveSingleItem("the other one is settled").ShouldContain("left as it is now");

        Warnings.ShouldContain(w => w.Contains(broken.Root) && w.Contains("case.json cannot be read"));
        File.Exists(broken.Closed).ShouldBeFalse();
        File.Exists(sound.Closed).ShouldBeTrue();
        _sessions.ShouldAllBe(session => session.WaitForExit(TimeSpan.FromSeconds(30)));
        (await Doctor().Discharge(Broken, Verdict.NotHealed, CancellationToken.None)).ShouldContain("Report:", Case.Sensitive, "its incident has its verdict later");
    }

    [Fact]
    public async Task Half_a_word_on_how_a_session_ended_is_none()
    {
        var folder = await Leave(Broken);
        File.WriteAllText(folder.Exit, "{ \"Code\": ");

        (await Settle()).ShouldHaveSingleItem();

        File.Exists(folder.Closed).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_that_is_no_incidents_is_left_alone()
    {
        await Leave(Sound);
        var copy = Path.Combine(_options.Home, "incidents", $"{Broken}.bak");
        Directory.CreateDirectory(copy);
        File.WriteAllText(Path.Combine(copy, "launch.json"), "{}");

        (await Settle()).ShouldHaveSingleItem("the other one is settled");

        Warnings.Count(w => w.Contains(copy)).ShouldBe(1);
        Directory.GetFiles(copy).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("#!/bin/sh\nexec sleep 300\n", "did not answer")]
    [InlineData("#!/no/such/shell\n", "start")]
    public async Task A_session_that_cannot_be_ended_is_told_and_the_next_treatment_begins_no_second_one(string tmux, string why)
    {
        var (broken, sound) = (await Leave(Broken), await Leave(Sound));
        UseTmux(tmux);
        File.WriteAllText(broken.Socket, "");

        (await Settle()).ShouldHaveSingleItem("the other one is settled");

        Errors.ShouldHaveSingleItem().ShouldContain("may still run");
        Errors[0].ShouldContain(why);
        File.Exists(broken.Closed).ShouldBeFalse();
        File.Exists(sound.Closed).ShouldBeTrue();
        await NoSecondSession(broken);
    }

    [Fact]
    public async Task Half_a_list_of_who_runs_is_told_and_the_next_treatment_begins_no_second_one()
    {
        var broken = await Leave(Broken);
        File.WriteAllText(broken.Pids, "{ \"Runner\": ");

        (await Settle()).ShouldBeEmpty();

        Errors.ShouldHaveSingleItem().ShouldContain("may still run");
        File.Exists(broken.Closed).ShouldBeFalse();
        await NoSecondSession(broken);
    }

    public void Dispose()
    {
        foreach (var session in _sessions)
        {
            if (!session.HasExited) session.Kill();
            session.Dispose();
        }

        Directory.Delete(_root, recursive: true);
    }

    private IReadOnlyList<string> Warnings => [.. _logs.Lines.Where(static l => l.Level == LogLevel.Warning).Select(static l => l.Text)];

    private IReadOnlyList<string> Errors => [.. _logs.Lines.Where(static l => l.Level == LogLevel.Error).Select(static l => l.Text)];

    /// <summary>A daemon that was killed beside its doctor leaves this, and a session that runs.</summary>
    private async Task<IncidentFolder> Leave(IncidentId incident)
    {
        var folder = new IncidentFolder(_options.Home, incident);
        folder.Prepare();
        var session = Process.Start("/bin/sleep", "300");
        _sessions.Add(session);
        using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
        var who = (await local.Table.Find(session.Id, CancellationToken.None))!.Identity;
        var at = TimeProvider.System.GetUtcNow();
        await DoctorJson.Write(folder.Case, new CaseRecord(Main.Value, incident.Value, "it hangs", [], [], at, at, "without tmux"), DoctorJson.Default.CaseRecord, CancellationToken.None);
        await DoctorJson.Write(folder.Pids, new RunnerPids(who, null), DoctorJson.Default.RunnerPids, CancellationToken.None);
        File.WriteAllText(folder.Launch, "{}");
        return folder;
    }

    private void UseTmux(string script)
    {
        Directory.CreateDirectory(Path.Combine(_root, "bin"));
        Script.Write(Path.Combine(_root, "bin", "tmux"), script);
        _options = _options with { Tmux = Path.Combine(_root, "bin", "tmux"), TmuxTimeout = TimeSpan.FromMilliseconds(300) };
    }

    private async Task NoSecondSession(IncidentFolder folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        var reply = await Doctor().Treat(new CaseFile(Main, Broken, 2, "it hangs", [], [], null, now, now.AddMinutes(20)), CancellationToken.None);

        reply.ShouldBeOfType<DoctorReply.GaveUp>();
        File.ReadAllText(folder.Launch).ShouldBe("{}", "no order for a second one was written");
    }

    private ClaudeCodeDoctor Doctor()
    {
        // Any program that is there: it must not come to be run.
        _options = _options with { Command = "/bin/true" };
        return new ClaudeCodeDoctor(_options, TimeProvider.System, NullLogger<ClaudeCodeDoctor>.Instance);
    }

    private Task<IReadOnlyList<string>> Settle() => Leftovers.Settle([(Main, Doctor())], [], new InMemoryIncidentJournal(), _logs.For<BrokenLeftoversSpecs>(), CancellationToken.None);
}
