using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>The daemon was killed while a doctor had a case: the next one ends the session, and the case gets the verdict that its incident gets.</summary>
public sealed class LeftoversSpecs
{
    private static readonly GatewayId Main = new("main");
    private readonly InMemoryIncidentJournal _book = new();

    [Theory]
    [InlineData(Verdict.Healed, "loopback")]
    [InlineData(Verdict.NotHealed, "loopbak\"")]
    [InlineData(Verdict.CalledOff, "loopbak\"")]
    public async Task The_case_of_an_open_incident_stays_open_for_its_verdict(Verdict verdict, string config)
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await WriteBook(Opened(bench.Incident), Treatment(bench.Incident, 1));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        bench.Running().ShouldNotBeEmpty();

        var doctor = bench.Doctor();
        (await Settle(doctor)).ShouldBeEmpty("it is not closed");

        await bench.NothingIsLeft();
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("loopback", Case.Sensitive, "what was mended is left until the verdict");
        await doctor.Discharge(bench.Incident, verdict, CancellationToken.None);
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain(config);
        File.Exists(bench.Folder.Closed).ShouldBeTrue();
    }

    [Fact]
    public async Task A_doctor_that_was_switched_off_since_leaves_neither_a_session_nor_an_unproven_change()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await WriteBook(Opened(bench.Incident), Treatment(bench.Incident, 1));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        bench.Running().ShouldNotBeEmpty();

        (await Leftovers.Settle([], [(Main, bench.Doctor())], _book, NullLogger.Instance, CancellationToken.None)).ShouldHaveSingleItem();

        await bench.NothingIsLeft();
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
        File.Exists(bench.Folder.Closed).ShouldBeTrue();
    }

    [Fact]
    public async Task A_follow_up_after_a_restart_is_a_new_session_that_is_told_the_whole_case_and_what_was_before_stays_the_first()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await WriteBook(Opened(bench.Incident), Treatment(bench.Incident, 1));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        var doctor = bench.Doctor();
        await Settle(doctor);
        await bench.NothingIsLeft();
        bench.Api.Play(Scenario.Of(bench.Read(), bench.Repair("\"loopback\"", "\"lan\""), Turn.Say("Now it is right.")));

        (await doctor.Treat(bench.Case(followUp: "restarted: exit code 78 again"), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>().Note.ShouldBe("Now it is right.");

        bench.Api.Requests.Select(static r => r.Headers["x-claude-code-session-id"]).Distinct().Count().ShouldBe(2);
        var told = bench.Api.Requests[^1].UserTexts.Single(static text => text.Contains("OpenClaw Gateway"));
        told.ShouldContain("exit code 78 right after every start");
        told.ShouldContain("exit code 78 again");
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("\"lan\"");
        await doctor.Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None);
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
    }

    [Fact]
    public async Task What_a_session_did_in_its_last_moments_is_its_own_and_what_was_written_after_its_end_is_not()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await WriteBook(Opened(bench.Incident), Treatment(bench.Incident, 1));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        File.Delete(Path.Combine(bench.Folder.Root, "openclaw.json.doctor")); // the daemon was killed before it could take note
        await Settle(bench.Doctor());
        (await bench.Doctor().Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None)).ShouldContain("were taken back");
        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);

        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        File.Delete(Path.Combine(bench.Folder.Root, "openclaw.json.doctor"));
        await bench.Doctor().EndLeftover(bench.Incident, isOurs: true, CancellationToken.None);
        File.Delete(Path.Combine(bench.Folder.Root, "openclaw.json.doctor"));
        await File.WriteAllTextAsync(bench.Config, "{ \"the owner\": \"was here\" }");
        await Settle(bench.Doctor());
        (await bench.Doctor().Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None)).ShouldContain("left alone");
        (await File.ReadAllTextAsync(bench.Config)).ShouldContain("was here");
    }

    [Fact]
    public async Task The_case_of_an_incident_that_nobody_knows_is_closed_and_the_config_left_alone()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        var mended = await File.ReadAllTextAsync(bench.Config);

        (await Settle(bench.Doctor())).ShouldHaveSingleItem().ShouldContain("left as it is now");

        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(mended);
        await bench.NothingIsLeft();
        (await Settle(bench.Doctor())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_case_is_its_own_gateways_and_no_other_ones_config_is_touched()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await WriteBook(Opened(bench.Incident), Treatment(bench.Incident, 1), Called(bench.Incident, GatewayPhase.Down));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        var own = bench.Doctor();
        bench.Options = bench.Options with { OpenClawConfig = Path.Combine(bench.Root, "other.json") };
        var other = bench.Doctor();

        (await Leftovers.Settle([(new GatewayId("work"), other), (Main, own)], [], _book, NullLogger.Instance, CancellationToken.None)).ShouldHaveSingleItem().ShouldContain("were taken back");

        (await File.ReadAllTextAsync(bench.Config)).ShouldBe(DoctorBench.Broken);
        File.Exists(bench.Options.OpenClawConfig).ShouldBeFalse();
    }

    [Fact]
    public async Task A_treatment_that_is_ordered_while_the_case_is_being_closed_begins_after_that()
    {
        await using var bench = await DoctorBench.Open(static _ => Scenario.Of(Turn.Say("Done.")));
        var doctor = bench.Doctor();
        await doctor.Treat(bench.Case(), CancellationToken.None);
        var first = await bench.Claude();
        bench.Api.Play(Scenario.Of(Turn.Say("Once more.")));

        var closing = doctor.Discharge(bench.Incident, Verdict.CalledOff, CancellationToken.None);
        var second = doctor.Treat(bench.Case(), CancellationToken.None);

        (await closing).ShouldContain("Report:");
        (await second).ShouldBeOfType<DoctorReply.Claims>().Note.ShouldBe("Once more.");
        (await bench.Claude()).ShouldNotBe(first);
        bench.Running().Count(static line => line.Contains("--permission-mode")).ShouldBe(1, "the session, once");
    }

    [Fact]
    public async Task What_has_happened_to_the_book_is_left_for_the_healer_to_tell()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), Turn.Say("Done.")));
        await bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        using var desk = new Desk();
        await File.WriteAllTextAsync(desk.File, "no book at all");
        var journal = desk.Journal(desk.Open());

        (await Leftovers.Settle([(Main, bench.Doctor())], [], journal, NullLogger.Instance, CancellationToken.None)).ShouldHaveSingleItem();

        (await journal.Load(Main, CancellationToken.None)).Trouble.ShouldNotBeNull().ShouldContain("a new book is begun");
    }

    [Fact]
    public void The_book_says_how_a_case_ends()
    {
        var (one, two) = (new IncidentId("main-20261123-031504"), new IncidentId("main-20261123-041504"));
        (Verdict, bool)? Of(params IncidentEvent[] book) => Leftovers.EndingOf(Main, book, one);

        Of().ShouldBe((Verdict.CalledOff, true), "it is not in the book");
        Of(Opened(one)).ShouldBeNull();
        Of(Opened(one), Treatment(one, 1)).ShouldBeNull();
        Of(Opened(one), Treatment(one, 1), Called(one, GatewayPhase.Down)).ShouldBe((Verdict.NotHealed, false));
        Of(Opened(one), Treatment(one, 1), Called(one, GatewayPhase.ChannelsSuppressed)).ShouldBe((Verdict.Healed, true));
        Of(Opened(one), Resolved(one, Outcome.HealedByDoctor)).ShouldBe((Verdict.Healed, true));
        Of(Opened(one), Resolved(one, Outcome.RecoveredByItself), Opened(two)).ShouldBe((Verdict.Healed, true));
        Of(Opened(one), Resolved(one, Outcome.StoppedByOwner)).ShouldBe((Verdict.CalledOff, true));
        Of(Opened(one), Resolved(one, Outcome.Unknown)).ShouldBe((Verdict.CalledOff, true));
    }

    private static Opened Opened(IncidentId incident) => new(incident, At, At, GatewayPhase.ConfigBlocked, [], Tier.Watchdog, 0, null) { Number = 1 };

    private static RepairOrdered Treatment(IncidentId incident, int attempt) => new(incident, At, Tier.Doctor, attempt, null, At.AddMinutes(30), "it refuses its configuration") { Number = 2 };

    private static HumanCalled Called(IncidentId incident, GatewayPhase phase) => new(incident, At, "why", "what", 1, phase) { Number = 3 };

    private static Resolved Resolved(IncidentId incident, Outcome outcome) => new(incident, At, At, outcome, "proof") { Number = 4 };

    private static DateTimeOffset At => new(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);

    private async Task WriteBook(params IncidentEvent[] events) => await _book.Append(Main, events, [], CancellationToken.None);

    private Task<IReadOnlyList<string>> Settle(ClaudeCodeDoctor doctor) => Leftovers.Settle([(Main, doctor)], [], _book, NullLogger.Instance, CancellationToken.None);
}
