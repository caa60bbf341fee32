using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>approve: the owner's yes, and each reason for which there is none to say.</summary>
public sealed class ApproveCommandSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 5, 0, TimeSpan.Zero);
    private static readonly IncidentId Incident = new("main-20261123-120000");
    private static readonly Proposal Plan = new("claude-code", "set the mode", "--- a\n+++ b\n-x\n+y\n", "m1");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("approve-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private string Home => Path.Combine(_root.FullName, ".openclaw-actors");

    [Theory]
    [InlineData(null)]
    [InlineData("m1")]
    public async Task A_yes_names_exactly_the_proposal_that_it_shows_and_waits_for_a_daemon(string? mark)
    {
        (await Approve(mark: mark)).ShouldBe(ExitCodes.Ok, _errors.ToString());
        _output.ToString().ShouldSatisfyAllConditions(s => s.ShouldContain("claude-code proposes (m1): set the mode"), s => s.ShouldContain("+y"), s => s.ShouldContain("no daemon runs"));
        (await Word()).Approved.ShouldBe(new ApprovedWord(Now, Incident.Value, "m1"));
        File.GetUnixFileMode(Path.Combine(Home, "gateways", "main", OwnerWordFile.Name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task To_look_at_it_is_no_yes()
    {
        (await Approve(show: true)).ShouldBe(ExitCodes.Ok);
        _output.ToString().ShouldContain("+y");
        (await Word()).Approved.ShouldBeNull();
    }

    [Theory]
    [InlineData("main-20260101-000000", null, "", "There is no incident")]
    [InlineData("../../etc", null, "", "There is no incident")]
    [InlineData("main-20261123-120000", "m0", "", "has changed since: it is m1 now")]
    [InlineData("main-20261123-120000", null, "none", "has no proposal")]
    [InlineData("main-20261123-120000", null, "taken", "has no proposal")]
    [InlineData("main-20261123-120000", null, "over", "is over")]
    public async Task Where_nothing_can_be_approved_that_is_said_in_one_line(string incident, string? mark, string story, string line)
    {
        (await Approve(incident, mark, story: story)).ShouldBe(ExitCodes.Usage);
        _errors.ToString().ShouldContain(line);
        _errors.ToString().Trim().ShouldNotContain("\n");
        (await Word()).Approved.ShouldBeNull();
    }

    [Fact]
    public async Task Who_only_wants_advice_cannot_approve()
    {
        Directory.CreateDirectory(Home);
        await File.WriteAllTextAsync(Path.Combine(Home, "openclaw.conf"), "openclaw.doctor.autonomy = advise");
        (await Approve()).ShouldBe(ExitCodes.Usage);
        _errors.ToString().ShouldContain("doctor.autonomy is advise");
        (await Word()).Approved.ShouldBeNull();
    }

    [Fact]
    public void What_is_proposed_and_approved_is_in_the_book_and_old_books_are_still_read()
    {
        foreach (var e in Story("").Append(new ProposalApproved(Incident, Now, "m1") { Number = 5 }))
        {
            var (kind, json) = EventText.Of(e);
            var read = EventText.Read(Incident.Value, e.Number, kind, json).ShouldNotBeNull(kind);
            EventText.Of(read).ShouldBe((kind, json));
        }

        var old = EventText.Read(Incident.Value, 3, "repair-closed", """{"incident":"main-20261123-120000","at":"2026-11-23T12:00:00+00:00","attempt":1,"result":"NeedsOwner","note":"n","nextAt":"2026-11-23T12:00:00+00:00"}""");
        old.ShouldBeOfType<RepairClosed>().Proposal.ShouldBeNull();
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static IReadOnlyList<IncidentEvent> Story(string kind) =>
    [
        new Opened(Incident, Now, Now, GatewayPhase.ConfigBlocked, [], Tier.Doctor, 0, null) { Number = 1 },
        new RepairOrdered(Incident, Now, Tier.Doctor, 1, null, Now, "why") { Number = 2, Autonomy = Autonomy.Ask },
        new RepairClosed(Incident, Now, 1, RepairResult.NeedsOwner, "proposes", Now) { Number = 3, Proposal = kind == "none" ? Plan with { Mark = null } : Plan },
        .. kind == "taken" ? (IncidentEvent[])[new RepairOrdered(Incident, Now, Tier.Doctor, 2, null, Now, "approved") { Number = 4, Approved = Plan }] : [],
        .. kind == "over" ? (IncidentEvent[])[new Resolved(Incident, Now, Now, Outcome.RecoveredByItself, "it answers") { Number = 4 }] : [],
    ];

    private Task<int> Approve(string? incident = null, string? mark = null, bool show = false, string story = "")
    {
        var sources = new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = Home });
        return new ApproveCommand(sources, _ => new BookInMemory(Story(story)), new FakeTimeProvider(Now), _output, _errors).Run(incident ?? Incident.Value, mark, show, CancellationToken.None);
    }

    private Task<OwnerWord> Word() => new OwnerWordFile(Home, new GatewayId("main")).Read(CancellationToken.None);
}
