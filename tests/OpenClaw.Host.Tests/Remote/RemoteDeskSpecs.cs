using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Tests.Cli;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>What is ordered from a chat ends where the command line's word ends: in the owner's file, and nowhere else.</summary>
public sealed class RemoteDeskSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 5, 0, TimeSpan.Zero);
    private static readonly GatewayId Main = new("main");
    private static readonly IncidentId Incident = new("main-20261123-120000");
    private static readonly Proposal Plan = new("claude-code", "set the mode", "--- a\n+++ b\n-\"token\": \"sk-aaaaaaaaaaaaaaaa\"\n+y\n", "m1");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("remote-desk-");
    private readonly FakeTimeProvider _time = new(Now);
    private readonly List<string> _idle = [];
    private CommandAnswer _answer = new(0, "", "");
    private ManagerKind _manager = ManagerKind.Systemd;
    private IReadOnlyList<IncidentEvent> _story = [];

    private string Home => Path.Combine(_root.FullName, ".openclaw-actors");

    private string Config => Path.Combine(_root.FullName, ".openclaw", "openclaw.json");

    [Fact]
    public async Task A_pause_begins_with_its_code_and_says_what_it_is()
    {
        var order = await Order(new RemoteCommand.Pause(null, TimeSpan.FromMinutes(30), "a new disk"));
        order.Would.ShouldBe("main: nothing is restarted or treated for 1800 s from your code on (a new disk). The healer goes on looking.".Replace("1800 s", "30 min", StringComparison.Ordinal));
        (await Word()).ShouldBe(OwnerWord.None, "an offer is no order");
        _time.Advance(TimeSpan.FromMinutes(1));
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldBe(new RemoteDone(true, "main is paused until 12:36 UTC: a new disk; the healer goes on looking"));
        (await Word()).ShouldBe(new OwnerWord(Now.AddMinutes(1), Now.AddMinutes(31), "a new disk", null));
    }

    [Fact]
    public async Task A_resume_ends_it()
    {
        await File_().Change(_ => new OwnerWord(Now, null, "a new disk", null), CancellationToken.None);
        var order = await Order(new RemoteCommand.Resume("main"));
        order.Would.ShouldStartWith("main is paused until 'openclaw-actors resume': a new disk. The pause ends now");
        (await Desk().CarryOut(order, CancellationToken.None)).Text.ShouldBe("main is no longer paused");
        (await Word()).ShouldBe(OwnerWord.None with { StartAskedAt = Now });
    }

    [Fact]
    public async Task An_acknowledgement_names_the_incident_that_was_shown()
    {
        _story = Open("none");
        var order = await Order(new RemoteCommand.Ack(null));
        order.About.ShouldBe(Incident.Value);
        (await Desk().CarryOut(order, CancellationToken.None)).IsDone.ShouldBeTrue();
        (await Word()).Acknowledged.ShouldBe(new AcknowledgedWord(Now, Incident.Value));
    }

    [Fact]
    public async Task A_proposal_is_shown_with_its_diff_without_secrets_and_approved_by_its_mark()
    {
        _story = Open("");
        var order = await Order(new RemoteCommand.Approve(null));
        order.Would.ShouldSatisfyAllConditions(
            w => w.ShouldStartWith("claude-code proposes for main (m1; all of it: openclaw-actors approve main-20261123-120000 --show): set the mode"),
            w => w.ShouldContain("\n+y"),
            w => w.ShouldNotContain("sk-aaaa"));
        (await Desk().CarryOut(order, CancellationToken.None)).IsDone.ShouldBeTrue();
        (await Word()).Approved.ShouldBe(new ApprovedWord(Now, Incident.Value, "m1"));
    }

    [Fact]
    public async Task A_proposal_that_came_in_place_of_the_shown_one_is_not_approved()
    {
        _story = Open("");
        var order = await Order(new RemoteCommand.Approve("main"));
        _story = [.. Open(""), new RepairClosed(Incident, Now, 1, RepairResult.NeedsOwner, "proposes", Now) { Number = 4, Proposal = Plan with { Mark = "m2" } }];
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldSatisfyAllConditions(d => d.IsDone.ShouldBeFalse(), d => d.Text.ShouldContain("has changed since"));
        (await Word()).Approved.ShouldBeNull();
    }

    [Theory]
    [InlineData("none", "has no proposal that waits for you")]
    [InlineData("over", "No incident is open.")]
    public async Task Where_nothing_waits_for_a_yes_there_is_none_to_give(string story, string line)
    {
        _story = Open(story);
        (await Desk().Prepare(new RemoteCommand.Approve(null), CancellationToken.None)).Refusal.ShouldContain(line);
    }

    [Fact]
    public async Task A_doctors_change_is_taken_back_as_the_command_line_does_it_and_once()
    {
        await KeptChange();
        _story = Open("over");
        var order = await Order(new RemoteCommand.Undo(null));
        order.Would.ShouldStartWith("Taken back: the doctor's change of the config in main-20261123-120000.");
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldSatisfyAllConditions(d => d.IsDone.ShouldBeTrue(d.Text), d => d.Text.ShouldContain("were taken back"));
        (await File.ReadAllTextAsync(Config)).ShouldBe("before");
        (await Desk().CarryOut(order, CancellationToken.None)).IsDone.ShouldBeFalse();
        (await Desk().Prepare(new RemoteCommand.Undo(null), CancellationToken.None)).Order.ShouldBeNull();
    }

    [Fact]
    public async Task A_config_that_was_edited_after_the_offer_is_left_alone()
    {
        await KeptChange();
        var order = await Order(new RemoteCommand.Undo(Incident.Value));
        await File.WriteAllTextAsync(Config, "mine");
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldSatisfyAllConditions(d => d.IsDone.ShouldBeFalse(), d => d.Text.ShouldContain("was changed since"));
        (await File.ReadAllTextAsync(Config)).ShouldBe("mine");
    }

    [Fact]
    public async Task One_that_its_owner_stopped_is_started_by_his_word()
    {
        await Status(GatewayPhase.StoppedOnPurpose, null);
        (await Desk().CarryOut(await Order(new RemoteCommand.Restart(null)), CancellationToken.None)).IsDone.ShouldBeTrue();
        (await Word()).ShouldBe(OwnerWord.None with { StartAskedAt = Now });
        _idle.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_down_is_treated_by_his_word_and_nothing_that_asks_is_allowed_by_it()
    {
        await Status(GatewayPhase.Down, Incident.Value);
        var order = await Order(new RemoteCommand.Restart("main"));
        order.About.ShouldBe(Incident.Value);
        (await Desk().CarryOut(order, CancellationToken.None)).IsDone.ShouldBeTrue();
        (await Word()).ShouldBe(OwnerWord.None with { HealAskedAt = Now });
        Directory.GetFiles(Path.Combine(Home, "gateways", "main"), "heal-consent*").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_serves_is_left_to_OpenClaw()
    {
        await Status(GatewayPhase.Ready, null);
        var order = await Order(new RemoteCommand.Restart(null));
        order.IsLong.ShouldBeTrue();
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldBe(new RemoteDone(true, "main: OpenClaw has restarted it."));
        _idle.ShouldBe(["main"]);
        (await Word()).ShouldBe(OwnerWord.None);

        _answer = new CommandAnswer(1, "", "the gateway is busy with sk-aaaaaaaaaaaaaaaa");
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldBe(new RemoteDone(false, "main: OpenClaw would not restart it by itself: the gateway is busy with [redacted]. On its host: openclaw gateway restart"));
    }

    [Fact]
    public async Task What_has_become_something_else_since_is_not_restarted_in_the_old_way()
    {
        await Status(GatewayPhase.Ready, null);
        var order = await Order(new RemoteCommand.Restart(null));
        await Status(GatewayPhase.Down, Incident.Value);
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldSatisfyAllConditions(d => d.IsDone.ShouldBeFalse(), d => d.Text.ShouldContain("something else by now"));
        (_idle.Count, await Word()).ShouldBe((0, OwnerWord.None));
    }

    [Fact]
    public async Task Without_a_service_manager_its_owner_is_told_what_to_type()
    {
        _manager = ManagerKind.Direct;
        await Status(GatewayPhase.Ready, null);
        (await Desk().Prepare(new RemoteCommand.Restart(null), CancellationToken.None)).Refusal.ShouldContain("On its host: kill 4711");
    }

    [Fact]
    public async Task The_status_is_short_and_without_secrets()
    {
        await Status(GatewayPhase.Down, Incident.Value, "Authorization: Bearer abcdef0123456789\u001b[31m");
        await File_().Change(_ => new OwnerWord(Now, null, null, null), CancellationToken.None);
        var text = await Desk().Look(new RemoteCommand.Status(), CancellationToken.None);
        text.ShouldStartWith("main: down (no process) since 2026-11-23 12:05:00 UTC, incident main-20261123-120000 (tier 1)\n- Authorization: Bearer [redacted]");
        text.ShouldContain("\nmain is paused until 'openclaw-actors resume'\n");
        text.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task The_newest_incidents_are_a_line_each()
    {
        (await Desk().Look(new RemoteCommand.Incidents(), CancellationToken.None)).ShouldBe("No outage was seen so far.");
        _story = Open("none");
        (await Desk().Look(new RemoteCommand.Incidents(), CancellationToken.None)).ShouldBe("main-20261123-120000: config-blocked, 300 s so far, open".Replace("300 s", "5 min", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_written_is_an_answer()
    {
        var order = await Order(new RemoteCommand.Pause(null, TimeSpan.FromMinutes(30), null));
        Directory.CreateDirectory(Home);
        await File.WriteAllTextAsync(Path.Combine(Home, "gateways"), "a file where the folder should be");
        (await Desk().CarryOut(order, CancellationToken.None)).ShouldSatisfyAllConditions(d => d.IsDone.ShouldBeFalse(), d => d.Text.ShouldStartWith("Not done: "));
    }

    [Fact]
    public async Task An_unknown_gateway_is_told_the_known_ones() =>
        (await Desk().Prepare(new RemoteCommand.Restart("mian"), CancellationToken.None)).ShouldBe(new RemotePlan(null, "There is no such gateway. Known: main."));

    public void Dispose() => _root.Delete(recursive: true);

    private static IReadOnlyList<IncidentEvent> Open(string kind) =>
    [
        new Opened(Incident, Now.AddMinutes(-5), Now.AddMinutes(-5), GatewayPhase.ConfigBlocked, [], Tier.Doctor, 0, null) { Number = 1 },
        new RepairOrdered(Incident, Now, Tier.Doctor, 1, null, Now, "why") { Number = 2, Autonomy = Autonomy.Ask },
        new RepairClosed(Incident, Now, 1, RepairResult.NeedsOwner, "proposes", Now) { Number = 3, Proposal = kind == "none" ? Plan with { Mark = null } : Plan },
        .. kind == "over" ? (IncidentEvent[])[new Resolved(Incident, Now, Now, Outcome.RecoveredByItself, "it answers") { Number = 4 }] : [],
    ];

    private async Task<RemoteOrder> Order(RemoteCommand command)
    {
        var plan = await Desk().Prepare(command, CancellationToken.None);
        return plan.Order.ShouldNotBeNull(plan.Refusal);
    }

    private RemoteDesk Desk()
    {
        var settings = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = Home }));
        var hand = new RestartHand(
            Main, _manager,
            _ =>
            {
                _idle.Add("main");
                return Task.FromResult(_answer);
            }, _ => Task.FromResult<OpenClaw.Actors.Watchdog.ProcessIdentity?>(new(4711, 1)));
        return new RemoteDesk(settings, new BookInMemory(_story), [hand], _time);
    }

    private async Task Status(GatewayPhase phase, string? incident, params string[] evidence)
    {
        Directory.CreateDirectory(Home);
        await new StatusFile(Home).Write(new DaemonStatus(1, "1.2.3", Now, Now, [new GatewayLine("main", phase.ToString(), phase == GatewayPhase.Ready, Now, evidence, incident, incident is null ? null : 1)]));
    }

    private async Task KeptChange()
    {
        var folder = new IncidentFolder(Home, Incident);
        folder.Prepare();
        Directory.CreateDirectory(Path.GetDirectoryName(Config)!);
        await File.WriteAllTextAsync(Config, "before");
        var snapshot = new ConfigSnapshots(Config, folder.Root);
        await snapshot.Take(CancellationToken.None);
        await File.WriteAllTextAsync(Config, "after");
        await snapshot.RememberDoctored(CancellationToken.None);
        await new ConfigSnapshot(Config, folder.Root).Keep(CancellationToken.None);
        await File.WriteAllTextAsync(folder.Launch, "{}");
        await File.WriteAllTextAsync(folder.Closed, "healed");
        await File.WriteAllBytesAsync(folder.Case, JsonSerializer.SerializeToUtf8Bytes(new CaseRecord("main", Incident.Value, "down", [], [], Now, Now, "bash"), DoctorJson.Default.CaseRecord));
    }

    private OwnerWordFile File_() => new(Home, Main);

    private Task<OwnerWord> Word() => File_().Read(CancellationToken.None);
}
