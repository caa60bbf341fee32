using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>incidents: what people and programs read out of the book.</summary>
public sealed class IncidentsCommandSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly IncidentId Healed = new("main-20261123-031504");
    private static readonly IncidentId Waiting = new("main-20261123-114000");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("incidents-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly TreatmentsInMemory _sessions = new();
    private Remote.Talk? _remote;
    private BookInMemory _book = new(Story());
    private DateTimeOffset _now = Now;

    private string Said => _output.ToString().ReplaceLineEndings("|");

    private string Refused => _errors.ToString().ReplaceLineEndings("|");

    [Fact]
    public async Task An_incident_is_one_row_that_says_what_it_was_and_what_it_took()
    {
        (await Ask(new())).ShouldBe(ExitCodes.Ok);
        Row(Healed).ShouldBe(["main-20261123-031504", "2026-11-23 03:14:34", "90 s", "wedged", "2", "healed by forced restart", "1", "0"]);
        Row(Waiting).ShouldBe(["main-20261123-114000", "2026-11-23 11:39:00", "21 min so far", "config-blocked", "4", "open, waits for a human", "1", "1"]);
        _output.ToString().IndexOf(Waiting.Value, StringComparison.Ordinal).ShouldBeLessThan(_output.ToString().IndexOf(Healed.Value, StringComparison.Ordinal), "the newest first");
    }

    [Fact]
    public async Task The_story_of_an_incident_tells_what_each_session_of_a_doctor_came_to()
    {
        var at = new DateTimeOffset(2026, 11, 23, 11, 40, 2, TimeSpan.Zero);
        _sessions.Entries.Add(new("main", Healed.Value, "codex", "Wedged", at));
        _sessions.Entries.Add(new("main", Waiting.Value, "claude-code", "ConfigBlocked config.unknown-key", at) { Session = "5f0c", CostUsd = 0.42m, Turns = 7, ToolCalls = 9, Denials = 2, EndedAt = at.AddMinutes(3), Healed = false });
        (await Ask(new() { Id = Waiting.Value })).ShouldBe(ExitCodes.Ok);
        Said.ShouldContain("claude-code, session 5f0c, since 2026-11-23 11:40:02: 7 turns, 9 tool calls (2 refused), $0.42, it did not help");
        Said.ShouldNotContain("codex");

        _output.GetStringBuilder().Clear();
        (await Ask(new() { Id = Waiting.Value, Json = true })).ShouldBe(ExitCodes.Ok);
        var session = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("sessions")[0];
        session.GetProperty("session").GetString().ShouldBe("5f0c");
        session.GetProperty("costUsd").GetDecimal().ShouldBe(0.42m);
        session.GetProperty("denials").GetInt32().ShouldBe(2);
        session.GetProperty("signature").GetString().ShouldBe("ConfigBlocked config.unknown-key");
    }

    [Fact]
    public async Task The_story_of_an_incident_tells_what_was_ordered_from_a_chat()
    {
        await using var talk = _remote = new Remote.Talk();
        await talk.Note(new(Now, new("telegram", "-100", "1"), "ack", "confirmed\u001b[31m", Waiting.Value), CancellationToken.None);
        (await Ask(new() { Id = Waiting.Value })).ShouldBe(ExitCodes.Ok);
        Said.ShouldContain("|2026-11-23 12:00:00  telegram user 1 in chat -100: ack: confirmed [31m|");
    }

    [Fact]
    public async Task Every_option_becomes_a_part_of_the_question()
    {
        await Ask(new()
        {
            Gateway = "work",
            Cause = "config-blocked",
            Tier = "3",
            Remedy = "Claude Code",
            Outcome = "healed-by-doctor",
            Open = true,
            Since = "7d",
            LongerThan = "5m",
            Before = "work-20261120-000000",
            Limit = "7",
        });
        _book.Asked.ShouldBe(new IncidentQuery
        {
            Gateway = new GatewayId("work"),
            Cause = GatewayPhase.ConfigBlocked,
            Tier = Tier.Doctor,
            Remedy = "Claude Code",
            Outcome = Outcome.HealedByDoctor,
            IsOpen = true,
            Since = Now.AddDays(-7),
            AtLeast = TimeSpan.FromMinutes(5),
            Before = new IncidentId("work-20261120-000000"),
            Limit = 8,
        });
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01 06:30", "2026-11-01T06:30:00Z")]
    [InlineData("2026-11-01T06:30:05+02:00", "2026-11-01T04:30:05Z")]
    [InlineData("400d", "2025-10-19T12:00:00Z")]
    public async Task Since_is_a_length_before_now_or_a_moment_in_UTC(string since, string moment)
    {
        await Ask(new() { Since = since });
        _book.Asked!.Since.ShouldBe(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("down")]
    [InlineData("Down")]
    [InlineData("DOWN")]
    public async Task A_cause_is_understood_as_the_table_and_as_JSON_write_it(string cause)
    {
        await Ask(new() { Cause = cause });
        _book.Asked!.Cause.ShouldBe(GatewayPhase.Down);
    }

    [Fact]
    public async Task A_wrong_word_is_refused_in_one_line_that_names_the_nearest()
    {
        foreach (var (asked, line) in new (IncidentsAsked, string)[]
        {
            (new() { Cause = "config-blokced" }, "--cause \"config-blokced\" is unknown. Did you mean config-blocked?"),
            (new() { Outcome = "healed-by-docter" }, "--outcome \"healed-by-docter\" is unknown. Did you mean healed-by-doctor?"),
            (new() { Tier = "5" }, "--tier \"5\" is unknown. Known: watchdog, prober, doctor, human."),
            (new() { Gateway = "Main!\u001b" }, "--gateway \"Main!\": a gateway's name has only a-z, 0-9, '-' and '_'."),
            (new() { Since = "yesterday" }, "--since \"yesterday\": write for example --since 7d or --since 2026-11-01 (UTC)."),
            (new() { LongerThan = "long" }, "--longer-than \"long\": write for example --longer-than 5m or --longer-than 2h."),
            (new() { Limit = "0" }, "--limit \"0\": write a number from 1 to 10000."),
            (new() { Id = "main-1" }, "There is no incident \"main-1\" in the book. 'openclaw-actors incidents' lists the newest."),
        })
        {
            _errors.GetStringBuilder().Clear();
            (await Ask(asked)).ShouldBe(ExitCodes.Usage);
            Refused.ShouldBe($"{line}|");
        }

        Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_story_tells_every_event_with_its_witnesses_below_it()
    {
        (await Ask(new() { Id = Healed.Value })).ShouldBe(ExitCodes.Ok);
        Said.ShouldBe(
            "main-20261123-031504: hung (the process lives and does not answer), tier 2, healed by forced restart|since 2026-11-23 03:14:34 UTC, 90 s||"
            + "2026-11-23 03:15:04  opened: hung (the process lives and does not answer)|    http: no answer within 10 s|    process: pid 42 runs||"
            + "2026-11-23 03:15:04  order 1: forced restart by tier 2 (it hangs)||"
            + "2026-11-23 03:15:10  order 1 ended: done, ended [31m and started||"
            + "2026-11-23 03:16:14  resolved, healed by tier 2 (health check)|    proof: live for 10 s|");
    }

    [Fact]
    public async Task An_incident_whose_events_were_taken_out_is_told_by_its_line()
    {
        _book = new BookInMemory(Story()) { HasLinesOnly = true };
        _now = Now.AddDays(401);
        (await Ask(new() { Id = Healed.Value })).ShouldBe(ExitCodes.Ok);
        Said.ShouldBe(
            "main-20261123-031504: hung (the process lives and does not answer), tier 2, healed by forced restart|since 2026-11-23 03:14:34 UTC, 90 s|"
            + "its events are older than what is kept: they are taken out 400 days after its end|");
        (await Ask(new() { Id = "main-1" })).ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task An_incident_whose_events_should_still_be_there_is_not_said_to_be_too_old()
    {
        _book = new BookInMemory(Story()) { HasLinesOnly = true };
        foreach (var id in new[] { Healed, Waiting }) (await Ask(new() { Id = id.Value })).ShouldBe(ExitCodes.Ok);
        Said.Split("none of its events can be read|").Length.ShouldBe(3);
        Said.ShouldNotContain("older than");
    }

    [Fact]
    public async Task Text_of_others_cannot_paint_the_terminal()
    {
        await Ask(new() { Id = Healed.Value });
        await Ask(new());
        _output.ToString().ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task An_empty_book_and_a_question_that_nothing_fits_are_answers_in_one_line()
    {
        (await Ask(new() { Cause = "blind" })).ShouldBe(ExitCodes.Ok);
        _book = new BookInMemory();
        (await Ask(new() { Cause = "blind" })).ShouldBe(ExitCodes.Ok);
        (await Ask(new() { Remedies = true })).ShouldBe(ExitCodes.Ok);
        Said.ShouldBe("no incident in the book fits|the book of incidents is empty: no outage was seen so far|the book of incidents is empty: no outage was seen so far|");
    }

    [Fact]
    public async Task The_record_of_remedies_says_how_often_each_was_tried_and_how_often_it_healed()
    {
        (await Ask(new() { Remedies = true, Cause = "wedged" })).ShouldBe(ExitCodes.Ok);
        Cells("forced restart").ShouldBe(["main", "wedged", "forced restart", "1", "1"]);
    }

    [Fact]
    public async Task As_JSON_it_has_names_that_stay()
    {
        await Ask(new() { Json = true, Cause = "wedged" });
        using var json = JsonDocument.Parse(_output.ToString());
        var incident = json.RootElement.GetProperty("incidents")[0];
        incident.EnumerateObject().Select(static p => p.Name).ShouldBe(
        [
            "id", "since", "openedAt", "cause", "tier", "restarts", "treatments", "calls", "tried", "remedy", "outcome", "healthySince", "resolvedAt", "seconds", "gateway",
        ]);
        incident.GetProperty("cause").GetString().ShouldBe("Wedged");
        incident.GetProperty("outcome").GetString().ShouldBe("HealedByProber");
        incident.GetProperty("seconds").GetDouble().ShouldBe(90);
    }

    [Fact]
    public async Task A_list_goes_on_where_the_page_before_has_ended()
    {
        (await Ask(new() { Limit = "1", Json = true })).ShouldBe(ExitCodes.Ok);
        using (var first = JsonDocument.Parse(_output.ToString())) first.RootElement.GetProperty("next").GetString().ShouldBe(Waiting.Value);
        _output.GetStringBuilder().Clear();
        (await Ask(new() { Limit = "1" })).ShouldBe(ExitCodes.Ok);
        Refused.ShouldBe($"there are more: --before {Waiting} shows the next ones|");
        _errors.GetStringBuilder().Clear();
        (await Ask(new() { Limit = "2", Json = true })).ShouldBe(ExitCodes.Ok);
        _output.ToString().ShouldContain("\"next\": null");
        Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_story_as_JSON_numbers_its_events()
    {
        await Ask(new() { Json = true, Id = Healed.Value });
        using var json = JsonDocument.Parse(_output.ToString());
        var events = json.RootElement.GetProperty("events").EnumerateArray().ToArray();
        events.Select(static e => e.GetProperty("number").GetInt32()).ShouldBe([1, 2, 3, 4]);
        events.Select(static e => e.GetProperty("kind").GetString()).ShouldBe(["Opened", "RepairOrdered", "RepairClosed", "Resolved"]);
        json.RootElement.GetProperty("incident").GetProperty("id").GetString().ShouldBe(Healed.Value);
    }

    [Fact]
    public async Task An_empty_book_is_an_empty_list_in_JSON()
    {
        _book = new BookInMemory();
        await Ask(new() { Json = true });
        using var json = JsonDocument.Parse(_output.ToString());
        json.RootElement.GetProperty("incidents").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_book_that_cannot_be_read_is_said_to_be_so_in_one_line()
    {
        _book = new BookInMemory { Fault = new IOException("disk I/O error\nat somewhere") };
        (await Ask(new())).ShouldBe(ExitCodes.StateUnusable);
        Refused.ShouldBe("the book of incidents cannot be read: disk I/O error at somewhere|");
    }

    [Fact]
    public async Task A_book_of_a_newer_version_is_refused_in_its_own_line()
    {
        _book = new BookInMemory { Fault = new BookRefusedException("book.db is of version 9: update openclaw-actors") };
        (await Ask(new())).ShouldBe(ExitCodes.Usage);
        Refused.ShouldBe("book.db is of version 9: update openclaw-actors|");
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static IncidentEvent[] Story()
    {
        var (at, later) = (new DateTimeOffset(2026, 11, 23, 3, 15, 4, TimeSpan.Zero), new DateTimeOffset(2026, 11, 23, 11, 40, 0, TimeSpan.Zero));
        return
        [
            new Opened(Healed, at, at.AddSeconds(-30), GatewayPhase.Wedged, ["no answer"], Tier.Prober, 0, null) { Number = 1, Witnesses = ["http: no answer within 10 s", "process: pid 42 runs"] },
            new RepairOrdered(Healed, at, Tier.Prober, 1, RestartKind.Forced, at.AddMinutes(7), "it hangs") { Number = 2 },
            new RepairClosed(Healed, at.AddSeconds(6), 1, RepairResult.Done, "ended \u001b[31m and started", at.AddSeconds(30)) { Number = 3 },
            new Resolved(Healed, at.AddSeconds(70), at.AddSeconds(60), Outcome.HealedByProber, "live for 10 s") { Number = 4 },
            new Opened(Waiting, later, later.AddMinutes(-1), GatewayPhase.ConfigBlocked, ["exit 78"], Tier.Doctor, 0, null) { Number = 1 },
            new RepairOrdered(Waiting, later, Tier.Doctor, 1, null, later.AddMinutes(30), "treat") { Number = 2 },
            new RepairClosed(Waiting, later.AddSeconds(5), 1, RepairResult.Failed, "no login", later) { Number = 3, By = "Claude Code" },
            new Escalated(Waiting, later.AddSeconds(5), Tier.Human, "no doctor could mend it", null) { Number = 4 },
            new HumanCalled(Waiting, later.AddSeconds(5), "nothing helped", "openclaw doctor", 1, GatewayPhase.ConfigBlocked) { Number = 5 },
        ];
    }

    private Task<int> Ask(IncidentsAsked asked) => new IncidentsCommand(
        new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string>()), home =>
        {
            home.ShouldBe(Path.Combine(_root.FullName, ".openclaw-actors"));
            return _book;
        },
        new FakeTimeProvider(_now), _output, _errors)
    { Treatments = _ => _sessions, Remote = _remote is null ? null : _ => _remote }.Run(asked, CancellationToken.None);

    private string[] Row(IncidentId id) => Cells(id.Value);

    private string[] Cells(string text) =>
        [.. _output.ToString().Split('\n').Single(line => line.Contains(text, StringComparison.Ordinal)).Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
