using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>The whole story of one incident.</summary>
public sealed class An_incident_is_read(Chromium chromium) : PageStory(chromium)
{
    [Fact]
    public async Task It_tells_what_happened_who_was_told_and_what_was_changed()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var story = Outages.Treated(StandingHealer.Main, DateTimeOffset.UtcNow.AddHours(-1));
        var id = story[0].Incident;
        await healer.Wrote(story);
        await healer.Told(id, "main refuses its configuration", "ntfy");
        await healer.Treated(id, Outages.Diff);
        (await healer.BeginSession(id)).Write("claude: the port is a number again");
        var visit = await Look(healer, $"#/incidents/{id}");
        var page = visit.Page;

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("main was refusing its configuration");
        await Expect(page.Locator(".title__line")).ToContainTextAsync("It lasted 1 minute 54 seconds");
        await Expect(page.Locator(".step--healed")).ToContainTextAsync("Doctor");
        await Expect(page.Locator(".event__kind")).ToHaveTextAsync(["Outage noticed", "Next tier called", "Repair ordered", "Repair ended", "Repair ordered", "Repair ended", "Over"]);
        await page.GetByText("What a witness said").First.ClickAsync();
        await Expect(page.GetByText("systemd: failed, exit code 78")).ToBeVisibleAsync();

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Alerts" })).ToContainTextAsync("main refuses its configuration");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Alerts" })).ToContainTextAsync("ntfy delivered");

        await Expect(page.Locator(".change__head")).ToContainTextAsync("claude-code");
        await Expect(page.Locator(".diff__line--more")).ToHaveTextAsync(["+    \"port\": 18789,"]);
        await Expect(page.Locator(".diff__line--less")).ToHaveTextAsync(["-    \"port\": \"eighteen\","]);

        var doctors = page.GetByRole(AriaRole.Region, new() { Name = "Doctor's session", Exact = true });
        await Expect(doctors).ToContainTextAsync("7 turns, 12 tool calls (1 refused), $0.42. The gateway was healthy with it.");
        await Expect(doctors).ToContainTextAsync("claude: the port is a number again");
    }

    [Fact]
    public async Task A_time_is_the_readers_own_with_UTC_beside_it()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var start = new DateTimeOffset(DateTimeOffset.UtcNow.Year - 1, 7, 14, 10, 20, 30, TimeSpan.Zero);
        var story = Outages.Ended(StandingHealer.Main, start, GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(9));
        await healer.Wrote(story);
        var visit = await Look(healer, "#/history");

        // Berlin in summer.
        var time = visit.Page.Locator(".table tbody time");
        await Expect(time).ToHaveTextAsync($"14 Jul {start.Year}, 12:20");
        await Expect(time).ToHaveAttributeAsync("title", $"{start.Year}-07-14 10:20:30 UTC");
    }

    [Fact]
    public async Task A_session_is_followed_until_the_reader_looks_back()
    {
        var healer = await Begin();
        var story = Outages.Climbing(StandingHealer.Main, DateTimeOffset.UtcNow.AddMinutes(-2))[..8];
        var id = story[0].Incident;
        await healer.Wrote(story);
        healer.Stands(GatewayPhase.Wedged, incident: id, tier: Tier.Doctor);
        var session = await healer.BeginSession(id);
        session.Write([.. Enumerable.Range(1, 120).Select(static i => $"claude: line {i}")]);
        var visit = await Look(healer, $"#/incidents/{id}");
        var log = visit.Page.GetByRole(AriaRole.Region, new() { Name = "The doctor's session" });

        await Expect(log).ToContainTextAsync("claude: line 120");
        await IsAtEnd();
        session.Write("tool: Read ~/.openclaw/openclaw.json");
        await Expect(log).ToContainTextAsync("tool: Read");
        await IsAtEnd();

        await log.EvaluateAsync("e => { e.scrollTop = 0; }");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Follow the newest line" })).ToBeVisibleAsync();
        session.Write("claude: it is the port");
        await Expect(log).ToContainTextAsync("claude: it is the port");
        (await log.EvaluateAsync<int>("e => e.scrollTop")).ShouldBe(0);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Follow the newest line" }).ClickAsync();
        await IsAtEnd();
        await visit.Shot("session");

        // The browser scrolls when it has laid the lines out.
        async Task IsAtEnd() => await visit.Page.WaitForFunctionAsync("e => e.scrollHeight - e.scrollTop - e.clientHeight < 2", await log.ElementHandleAsync());
    }

    [Fact]
    public async Task One_that_does_not_exist_is_said_in_a_line()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        visit.Expected.Add("404");

        await visit.Page.EvaluateAsync("location.hash = '#/incidents/main-20200101-000000'");

        await Expect(visit.Page.Locator("main").GetByRole(AriaRole.Alert)).ToContainTextAsync("The book has no such incident.");
    }
}
