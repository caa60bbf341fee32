using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>What was, a page at a time.</summary>
public sealed class The_history_is_read(Chromium chromium) : PageStory(chromium)
{
    [Fact]
    public async Task It_is_turned_page_by_page_to_its_beginning_and_back()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var past = Outages.Past(StandingHealer.Main, DateTimeOffset.UtcNow, 60).ToArray();
        await healer.Wrote(past);
        var visit = await Look(healer, "#/history");
        var rows = visit.Page.Locator(".table tbody tr");
        var links = visit.Page.Locator(".table tbody a");

        await Expect(rows).ToHaveCountAsync(25);
        await Expect(links.First).ToHaveAttributeAsync("href", $"#/incidents/{past[0][0].Incident}");
        await Expect(rows.First).ToContainTextAsync("Down");
        await Expect(rows.First).ToContainTextAsync("9 seconds");
        await Expect(rows.First).ToContainTextAsync("1 · Watchdog");
        await Expect(rows.First).ToContainTextAsync("Healed by the watchdog");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(links.First).ToHaveAttributeAsync("href", $"#/incidents/{past[25][0].Incident}");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(links.First).ToHaveAttributeAsync("href", $"#/incidents/{past[50][0].Incident}");
        await Expect(rows).ToHaveCountAsync(10);
        await Expect(visit.Page.GetByText("This is the beginning of the book.")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Back" }).ClickAsync();
        await Expect(links.First).ToHaveAttributeAsync("href", $"#/incidents/{past[25][0].Incident}");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await Expect(links.First).ToHaveAttributeAsync("href", $"#/incidents/{past[0][0].Incident}");
    }

    [Fact]
    public async Task Only_what_was_wrong_in_one_way_can_be_asked_for()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        await healer.Wrote([.. Outages.Past(StandingHealer.Main, DateTimeOffset.UtcNow, 20)]);
        var visit = await Look(healer, "#/history");

        await visit.Page.GetByLabel("What was wrong").SelectOptionAsync("PortTaken");
        await Expect(visit.Page.Locator(".table tbody tr")).ToHaveCountAsync(4);
        await Expect(visit.Page.Locator("[data-at=what]")).ToHaveTextAsync(Enumerable.Repeat("Kept from its port", 4));

        await visit.Page.GetByLabel("What was wrong").SelectOptionAsync("Flapping");
        await Expect(visit.Page.GetByText("No outage fits this choice.")).ToBeVisibleAsync();
    }
}
