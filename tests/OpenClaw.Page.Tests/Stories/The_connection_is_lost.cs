using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>The daemon, or the tunnel to it, goes away and comes back.</summary>
public sealed class The_connection_is_lost(Chromium chromium) : PageStory(chromium)
{
    [Fact]
    public async Task The_reader_is_told_honestly_and_sees_the_truth_as_soon_as_it_can_be_had()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        visit.Expected.Add("net::ERR_");
        var page = visit.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your agent is alive");

        await healer.Close();
        await Expect(page.Locator("#link")).ToHaveTextAsync("Not connected");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Connection" })).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"Not connected since \d.*What you see is from \d.* and may have changed"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Last known: alive");
        await Expect(page.Locator("#icon")).ToHaveAttributeAsync("href", "/assets/icon-none.svg");
        await Expect(page.Locator("#announce")).ToContainTextAsync("The connection to the healer is lost");
        await visit.IsAccessible();
        await visit.Shot("lost");

        healer.Stands(GatewayPhase.Down);
        await healer.Open();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
        await Expect(page.Locator("#link")).ToHaveTextAsync("Live");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your agent is down");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Connection" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task It_comes_back_by_itself()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        visit.Expected.Add("net::ERR_");

        await healer.Close();
        await Expect(visit.Page.Locator("#link")).ToHaveTextAsync("Not connected");
        await healer.Open();

        await Expect(visit.Page.Locator("#link")).ToHaveTextAsync("Live");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your agent is alive");
    }
}
