using System.Globalization;
using System.Net;
using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>What was, out of a real book: by pages, an incident's story, its doctor's session, the days.</summary>
public sealed class PastSpecs : IAsyncDisposable
{
    private const string Secret = "https://discord.com/api/webhooks/123/planted-secret-of-the-owner";
    private readonly SurfaceBench _bench = new SurfaceBench().With("DISCORD_WEBHOOK_URL", Secret);
    private readonly Desk _desk;
    private Book? _book;

    public PastSpecs() => _desk = new Desk(_bench.Home);

    private Book Book => _book ??= _desk.Open();

    [Fact]
    public async Task Every_incident_is_on_exactly_one_page_newest_first()
    {
        // Of two gateways, many of them opened at the same moment.
        for (var i = 0; i < 57; i++)
        {
            await Write(Tales.Ended(Desk.Main, Desk.Start.AddHours(i / 3).AddSeconds(i % 3), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(5), "start"));
            await Write(Tales.Ended(new("work"), Desk.Start.AddHours(i / 3).AddSeconds(i % 3), GatewayPhase.Wedged, Outcome.HealedByProber, TimeSpan.FromSeconds(5), "forced restart"), "work");
        }

        await _bench.OpenPage();
        (await Pages("limit=7")).ShouldBe([.. (await _desk.History().Find(new IncidentQuery { Limit = 1000 }, CancellationToken.None)).Select(static x => x.Id.Value)]);
        var work = await Pages("limit=5&gateway=work");
        work.Count.ShouldBe(57);
        work.ShouldAllBe(static id => id.StartsWith("work-", StringComparison.Ordinal));
        (await Pages("limit=5&cause=wedged")).ShouldBe(work);
        (await Pages("limit=500&open=true")).ShouldBeEmpty();
        (await Pages("limit=500&open=false")).Count.ShouldBe(114);
    }

    [Theory]
    [InlineData("limit=501")]
    [InlineData("limit=x")]
    [InlineData("open=yes")]
    [InlineData("cause=nonsense")]
    [InlineData("gateway=a/b")]
    [InlineData("since=soon")]
    [InlineData("before=main-1")]
    public async Task A_question_that_is_none_is_told_so(string query)
    {
        await _bench.OpenPage();
        (await _bench.Json($"/api/v1/incidents?{query}", HttpStatusCode.BadRequest)).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Where_there_is_no_book_nothing_has_happened_and_a_foreign_one_is_told()
    {
        await _bench.OpenPage();
        (await _bench.Json("/api/v1/incidents")).GetRawText().ShouldBe("""{"incidents":[],"next":null}""");
        (await _bench.Json("/api/v1/history?days=3")).GetProperty("days").GetArrayLength().ShouldBe(3);
        await File.WriteAllTextAsync(_desk.File, new string('x', 4096));
        (await _bench.Json("/api/v1/incidents", HttpStatusCode.ServiceUnavailable)).GetProperty("error").GetString()!.ShouldContain("cannot be read");
    }

    [Fact]
    public async Task A_story_has_events_deliveries_changes_and_what_waits_for_a_yes_and_no_secret()
    {
        var id = Tales.Id(Desk.Main, Desk.Start);
        await new SqliteOutboxStore(Book, _desk.Logs.For<SqliteOutboxStore>()).Load(Desk.Main, ["discord", "log"], CancellationToken.None);
        await Write(
        [
            new Opened(id, Desk.Start, Desk.Start, GatewayPhase.ConfigBlocked, [], Tier.Watchdog, 0, null) { Number = 1, Witnesses = [$"log: posting to {Secret}"] },
            new RepairOrdered(id, Desk.Start.AddSeconds(1), Tier.Doctor, 1, null, Desk.Start.AddHours(1), "treat") { Number = 2 },
            new RepairClosed(id, Desk.Start.AddSeconds(9), 1, RepairResult.NeedsOwner, "proposes", Desk.Start.AddSeconds(9))
            {
                Number = 3, By = "claude", Proposal = new Actors.Doctoring.Proposal("claude", "take the key out, token: \"abcdefgh12345678\"", "-  botToken: \"abcdefgh12345678\"\n+  x: 1\n", "0a1b2c3d"),
            },
        ]);
        var outbox = new SqliteOutboxStore(Book, _desk.Logs.For<SqliteOutboxStore>());
        await outbox.Keep(Desk.Main, Tales.News($"{id}/opened", Desk.Start) with { Title = $"down {Secret}" }, CancellationToken.None);
        await outbox.Mark(Desk.Main, "discord", $"{id}/opened", DeliveryMark.Refused, null, CancellationToken.None);
        await outbox.Keep(Desk.Main, Tales.News($"{id}-2/opened", Desk.Start), CancellationToken.None);
        await new TreatmentBook(Book, _desk.Logs.For<TreatmentBook>()).Note(
            new TreatmentEntry("main", id.Value, DoctorNames.Claude, "ConfigBlocked", Desk.Start.AddSeconds(2))
            {
                EndedAt = Desk.Start.AddSeconds(8), Healed = false, Diff = $"--- openclaw.json (before)\n+++ openclaw.json (after)\n-  password: \"hunter2hunter2\"\n+  url: \"{Secret}\"\n",
            },
            CancellationToken.None);
        await _bench.OpenPage();
        var story = await _bench.Json($"/api/v1/incidents/{id}");
        story.GetProperty("events").GetArrayLength().ShouldBe(3);
        story.GetProperty("incident").GetProperty("gateway").GetString().ShouldBe("main");
        story.GetProperty("deliveries").EnumerateArray().Select(static d => (d.GetProperty("channel").GetString(), d.GetProperty("state").GetString())).ShouldBe([("discord", "Refused"), ("log", "Waiting")]);
        var change = story.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        (change.GetProperty("by").GetString(), change.GetProperty("takenBack").GetBoolean()).ShouldBe(("claude", true));
        change.GetProperty("diff").GetString()!.ShouldContain("-  password: \"[redacted]\"");
        story.GetProperty("proposal").GetProperty("mark").GetString().ShouldBe("0a1b2c3d");
        var text = story.GetRawText();
        foreach (var planted in new[] { "planted-secret", "hunter2hunter2", "abcdefgh12345678" }) text.ShouldNotContain(planted);
        (await _bench.Json("/api/v1/incidents/main-20990101-000000", HttpStatusCode.NotFound)).GetProperty("error").GetString().ShouldBe("the book has no such incident");
    }

    [Fact]
    public async Task A_session_is_told_by_whole_lines_from_where_one_has_stopped_reading()
    {
        var folder = new IncidentFolder(_bench.Home, Tales.Id(Desk.Main, Desk.Start));
        folder.Prepare();
        await File.WriteAllTextAsync(folder.Launch, "{}");
        await File.WriteAllTextAsync(folder.Log, $"one\ntwo {Secret}\nhalf a li");
        await _bench.OpenPage();
        var path = $"/api/v1/incidents/{Tales.Id(Desk.Main, Desk.Start)}/session";
        var first = await _bench.Json(path);
        Lines(first).ShouldBe(["one", "two https://discord.com/api/webhooks/[redacted]"]);
        (first.GetProperty("next").GetInt32(), first.GetProperty("running").GetBoolean(), first.GetProperty("doctor").GetString()).ShouldBe((2, true, "claude"));
        await File.AppendAllTextAsync(folder.Log, "ne\n");
        Lines(await _bench.Json($"{path}?from=2")).ShouldBe(["half a line"]);
        Lines(await _bench.Json($"{path}?from=99")).ShouldBeEmpty();
        await File.AppendAllTextAsync(folder.Log, "the last one, broken off");
        await File.WriteAllTextAsync(folder.Exit, "{}");
        var last = await _bench.Json($"{path}?from=3");
        (Lines(last).Single(), last.GetProperty("running").GetBoolean()).ShouldBe(("the last one, broken off", false));
        await _bench.Json("/api/v1/incidents/..%2f..%2fetc/session", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_day_s_outages_count_once_and_over_midnight_in_both_days()
    {
        var today = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        await Write(Tales.Ended(Desk.Main, today.AddDays(-3), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromMinutes(10), "start"));
        await Write(Tales.Ended(Desk.Main, today.AddDays(-1).AddMinutes(-5), GatewayPhase.Down, Outcome.HealedByDoctor, TimeSpan.FromMinutes(15), "claude"));
        await Write(Tales.Ended(Desk.Main, today.AddDays(-1).AddMinutes(-2), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromMinutes(4), "start"));
        await _bench.OpenPage();
        var history = await _bench.Json("/api/v1/history?days=3");
        var days = history.GetProperty("days").EnumerateArray().Select(static d => (d.GetProperty("date").GetString()!, d.GetProperty("downSeconds").GetDouble(), d.GetProperty("incidents").GetInt32())).ToArray();
        days[..2].ShouldBe([(Day(today.AddDays(-2)), 300, 2), (Day(today.AddDays(-1)), 600, 0)]);
        history.GetProperty("days")[0].GetProperty("upSeconds").GetDouble().ShouldBe(86400 - 300);
        history.GetProperty("recoveries").EnumerateArray().Select(static r => (r.GetProperty("seconds").GetDouble(), r.GetProperty("outcome").GetString())).ShouldBe([(900, "HealedByDoctor"), (240, "HealedByWatchdog")]);
        (await _bench.Json("/api/v1/history?days=3&gateway=work")).GetProperty("recoveries").GetArrayLength().ShouldBe(0);
        await _bench.Json("/api/v1/history?days=367", HttpStatusCode.BadRequest);
    }

    public async ValueTask DisposeAsync()
    {
        _desk.Dispose();
        await _bench.DisposeAsync();
    }

    private Task<string?> Write(IReadOnlyList<IncidentEvent> events, string gateway = "main") => _desk.Journal(Book).Append(new(gateway), events, [], CancellationToken.None);

    private async Task<List<string>> Pages(string query)
    {
        var (ids, next) = (new List<string>(), "");
        do
        {
            var page = await _bench.Json($"/api/v1/incidents?{query}{next}");
            ids.AddRange(page.GetProperty("incidents").EnumerateArray().Select(static x => x.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString() is { } id ? $"&before={id}" : "";
        }
        while (next.Length > 0);
        return ids;
    }

    private static string[] Lines(JsonElement session) => [.. session.GetProperty("lines").EnumerateArray().Select(static l => l.GetString()!)];

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
