using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Tests.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Doctor;

/// <summary>The playbook from the first look to its report. Each call is to a doctor of a new daemon: the folder is all it remembers.</summary>
public sealed class PlaybookDoctorSpecs : IDisposable
{
    private static readonly IncidentId Incident = new("main-20261123-120000");

    private readonly Ward _ward = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly List<Finding> _findings = [Ward.Finding("x.wrong", ("path", "/the/path"))];
    private readonly List<CatalogueEntry> _entries = [Entry("x", "x.wrong", CatalogueAction.Remedy, "first", "second")];
    private readonly Notes _record = new();
    private readonly List<IRemedy> _remedies;
    private RemedyPolicy _policy = RemedyPolicy.Shipped;

    public PlaybookDoctorSpecs()
    {
        File_ = _ward.Write("file", "before");
        _remedies = [new Pen("first", File_), new Pen("second", File_)];
    }

    private string File_ { get; }

    private string Text => File.ReadAllText(File_);

    private string Home => _ward.At(".openclaw-actors");

    [Fact]
    public async Task One_remedy_is_applied_and_claimed_by_its_name()
    {
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>().Remedy.ShouldBe("first");
        Text.ShouldBe("first");
    }

    [Fact]
    public async Task Who_wants_to_be_asked_gets_the_plan_and_nothing_is_changed_before_exactly_that_was_approved()
    {
        var proposal = (await Ask()).ShouldBeOfType<DoctorReply.Proposes>();
        proposal.Plan.ShouldContain("writes first");
        Text.ShouldBe("before");
        (await Ask(approved: "another")).ShouldBeOfType<DoctorReply.NeedsOwner>().Cause.ShouldContain("void");
        Text.ShouldBe("before");
        (await Ask(approved: proposal.Mark)).ShouldBeOfType<DoctorReply.Claims>().Remedy.ShouldBe("first");
        Text.ShouldBe("first");
        (await Ask(followUp: "it is still down")).ShouldBeOfType<DoctorReply.Proposes>().Plan.ShouldContain("writes second");
        Text.ShouldBe("before", "what was approved did not help, and the next is only proposed");
    }

    [Fact]
    public async Task What_was_approved_is_void_when_the_file_was_changed_since()
    {
        var proposal = (await Ask()).ShouldBeOfType<DoctorReply.Proposes>();
        File.WriteAllText(File_, "the owner's own");
        (await Ask(approved: proposal.Mark)).ShouldBeOfType<DoctorReply.NeedsOwner>().YourTurn.ShouldContain("openclaw-actors heal main");
        Text.ShouldBe("the owner's own");
    }

    [Fact]
    public async Task Who_wants_advice_gets_it_and_can_approve_nothing()
    {
        (await Ask(autonomy: Autonomy.Advise)).ShouldBeOfType<DoctorReply.Proposes>().ShouldSatisfyAllConditions(p => p.Plan.ShouldContain("writes first"), p => p.Mark.ShouldBeNull(), p => p.Diff.ShouldBeEmpty());
        Text.ShouldBe("before");
    }

    [Fact]
    public async Task What_did_not_help_is_taken_back_before_the_next_is_tried_and_none_twice()
    {
        await Treat();
        (await Treat("it is still down")).ShouldBeOfType<DoctorReply.Claims>().Remedy.ShouldBe("second");
        ((Pen)_remedies[1]).Saw.ShouldBe("before");
        var over = (await Treat("it is still down")).ShouldBeOfType<DoctorReply.PassesOn>();
        over.Findings.ShouldHaveSingleItem().ShouldContain("x.wrong");
        over.YourTurn.ShouldNotBeNull().ShouldContain("openclaw fix /the/path");
        Text.ShouldBe("before");
    }

    [Fact]
    public async Task A_change_whose_finding_is_gone_stays_while_the_next_trouble_is_treated()
    {
        var other = _ward.Write("other", "before");
        _remedies.Add(new Pen("third", other));
        await Treat();
        _findings[0] = Ward.Finding("y.wrong");
        _entries[0] = Entry("y", "y.wrong", CatalogueAction.Remedy, "third");
        (await Treat("now something else")).ShouldBeOfType<DoctorReply.Claims>().Remedy.ShouldBe("third");
        Text.ShouldBe("first");

        await Discharge(Verdict.Healed);
        (Text, File.ReadAllText(other)).ShouldBe(("first", "third"));
        _record.Trials.Select(static t => (t.Remedy, t.Healed)).ShouldBe([("first", true), ("third", true)]);
    }

    [Fact]
    public async Task A_change_after_which_nothing_explains_the_outage_is_taken_back()
    {
        await Treat();
        _findings.Clear();
        _entries.Clear();
        (await Treat("still down")).ShouldBeOfType<DoctorReply.PassesOn>();
        Text.ShouldBe("before");
    }

    [Theory]
    [InlineData(Verdict.NotHealed)]
    [InlineData(Verdict.CalledOff)]
    public async Task Unless_it_healed_everything_goes_back_and_the_report_says_so(Verdict verdict)
    {
        await Treat();
        var line = await Discharge(verdict);
        Text.ShouldBe("before");
        _record.Trials.ShouldHaveSingleItem().Healed.ShouldBeFalse();
        line.ShouldContain("took its changes back");
        (await Discharge(verdict)).ShouldBe(line);
    }

    [Fact]
    public async Task What_healed_stays_and_the_report_shows_the_change_and_how_to_take_it_back()
    {
        await Treat();
        (await Discharge(Verdict.Healed)).ShouldContain("kept first");
        Text.ShouldBe("first");
        var report = File.ReadAllText(Directory.GetFiles(_ward.At("memory"), "playbook-report-*.md").ShouldHaveSingleItem());
        report.ShouldContain("-before");
        report.ShouldContain("+first");
        report.ShouldContain($"openclaw-actors undo {Incident}");
    }

    [Fact]
    public async Task An_act_that_fails_or_throws_is_taken_back_at_once_and_the_next_is_tried()
    {
        _remedies[0] = new Pen("first", File_) { Succeeds = false };
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>().Remedy.ShouldBe("second");
        ((Pen)_remedies[1]).Saw.ShouldBe("before");
    }

    [Fact]
    public async Task A_treatment_that_is_called_off_in_the_middle_leaves_nothing_behind()
    {
        using var off = new CancellationTokenSource();
        _remedies[0] = new Pen("first", File_) { Then = off.Cancel };
        await Should.ThrowAsync<OperationCanceledException>(Doctor().Treat(Case(null), off.Token));
        Text.ShouldBe("before");
    }

    [Fact]
    public async Task A_daemon_that_died_in_the_act_is_cleaned_up_after_by_the_next()
    {
        var pen = new Pen("first", File_) { Then = static () => throw new InvalidOperationException("killed") };
        var plan = (await pen.Plan(Ward.Found(), _ward.Patient(), CancellationToken.None))!;
        var folder = new OpenClaw.Host.Playbook.Transactions.PlaybookFolder(Home, Incident);
        await folder.Open(new("main", Incident.Value, "down", _time.GetUtcNow(), _time.GetUtcNow(), []), CancellationToken.None);
        var change = await OpenClaw.Host.Playbook.Transactions.Transaction.Prepare(
            folder.Of(1, "first"), new() { Number = 1, Remedy = "first", Signature = "x", Summary = "", At = _time.GetUtcNow() }, plan, CancellationToken.None);
        await Should.ThrowAsync<InvalidOperationException>(change.Act(plan, CancellationToken.None));
        Text.ShouldBe("first");

        await Discharge(Verdict.CalledOff);
        Text.ShouldBe("before");
    }

    [Fact]
    public async Task Remedies_that_are_off_are_not_applied_and_those_that_ask_go_to_the_owner_until_there_is_consent()
    {
        _policy = new RemedyPolicy(true, new Dictionary<string, RemedySwitch> { ["first"] = RemedySwitch.Off, ["second"] = RemedySwitch.Ask });
        (await Treat()).ShouldBeOfType<DoctorReply.NeedsOwner>().YourTurn.ShouldContain("second: writes second");
        Text.ShouldBe("before");

        await new HealConsent(_time.GetUtcNow(), ["second"]).Write(Home, "main", CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(61));
        (await Treat()).ShouldBeOfType<DoctorReply.NeedsOwner>();
        await new HealConsent(_time.GetUtcNow(), ["second"]).Write(Home, "main", CancellationToken.None);
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>().Remedy.ShouldBe("second");
    }

    [Fact]
    public async Task What_only_the_owner_can_mend_is_told_with_the_command_and_nothing_is_tried()
    {
        _entries.Insert(0, Entry("squat", "x.wrong", CatalogueAction.TellOwner));
        var told = (await Treat()).ShouldBeOfType<DoctorReply.NeedsOwner>();
        told.YourTurn.ShouldContain("Run: openclaw fix /the/path");
        Text.ShouldBe("before");
    }

    [Fact]
    public async Task What_needs_a_head_is_passed_on_with_what_was_found()
    {
        _entries.Insert(0, Entry("hard", "x.wrong", CatalogueAction.NeedsJudgement));
        (await Treat()).ShouldBeOfType<DoctorReply.PassesOn>().Findings.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Where_nothing_is_wrong_it_is_started_again_once_and_then_passed_on()
    {
        _findings.Clear();
        _entries.Clear();
        _remedies.Add(new StartAgain());
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>().Remedy.ShouldBe("start-again");
        (await Treat("still down")).ShouldBeOfType<DoctorReply.PassesOn>();
    }

    [Fact]
    public async Task A_case_it_never_had_is_closed_with_a_word() => (await Discharge(Verdict.CalledOff)).ShouldBe("playbook was not called.");

    [Fact]
    public async Task The_owner_takes_the_last_change_back_later_once_and_not_over_his_own_edit()
    {
        await Treat();
        (await Undo()).ShouldSatisfyAllConditions(static u => u.Code.ShouldBe(ExitCodes.Usage), static u => u.Said.ShouldContain("still being treated"));
        await Discharge(Verdict.Healed);
        _ward.Write("file", "mine");
        (await Undo()).ShouldSatisfyAllConditions(static u => u.Code.ShouldBe(ExitCodes.Usage), u => u.Said.ShouldContain(File_));
        _ward.Write("file", "first");
        (await Undo()).Code.ShouldBe(ExitCodes.Ok);
        Text.ShouldBe("before");
        (await Undo()).Code.ShouldBe(ExitCodes.Usage);
    }

    public void Dispose() => _ward.Dispose();

    private static CatalogueEntry Entry(string id, string finding, CatalogueAction then, params string[] remedies) => new()
    {
        Id = id,
        Title = $"{id} is wrong",
        When = new Signature { All = [finding] },
        Then = then,
        Remedies = remedies,
        Advice = "Mend it.",
        Command = "openclaw fix {path}",
    };

    private PlaybookDoctor Doctor() => new(
        new PlaybookParts(
            (whole, _) => Task.FromResult(Ward.Found([.. _findings]) with { IsWhole = whole }), new Book(_entries), _remedies, _record, _policy, _ward.Patient()),
        new PlaybookOptions { Home = Home, MemoryFolder = _ward.At("memory") }, _time, new RecordedLogs().For<PlaybookDoctor>());

    private static CaseFile Case(string? followUp) =>
        new(new GatewayId("main"), Incident, 1, "it is down", [], [], followUp, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    private Task<DoctorReply> Treat(string? followUp = null) => Doctor().Treat(Case(followUp), CancellationToken.None);

    private Task<DoctorReply> Ask(string? approved = null, string? followUp = null, Autonomy autonomy = Autonomy.Ask) =>
        Doctor().Treat(Case(followUp) with { Autonomy = autonomy, Approved = approved }, CancellationToken.None);

    private Task<string> Discharge(Verdict verdict) => Doctor().Discharge(Incident, verdict, CancellationToken.None);

    private async Task<(int Code, string Said)> Undo()
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var sources = new SettingsSources(AppContext.BaseDirectory, _ward.Root, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = Home });
        var code = await new UndoCommand(sources, output, errors).Run(Incident.Value, CancellationToken.None);
        return (code, output.ToString() + errors);
    }

    private sealed class Book(IReadOnlyList<CatalogueEntry> entries) : ICatalogue
    {
        public IReadOnlyList<CatalogueEntry> Match(Diagnosis diagnosis) => [.. entries.Where(e => e.When.All.All(diagnosis.Has))];
    }
}
