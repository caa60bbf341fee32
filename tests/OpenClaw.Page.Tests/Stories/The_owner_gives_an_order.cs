using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>Who has the token may act; everybody else may look.</summary>
public sealed class The_owner_gives_an_order(Chromium chromium) : PageStory(chromium)
{
    [Fact]
    public async Task Without_a_token_there_is_nothing_to_press()
    {
        var healer = await Begin();
        var story = Outages.Climbing(StandingHealer.Main, DateTimeOffset.UtcNow.AddMinutes(-3));
        await healer.Wrote(story);
        healer.Stands(GatewayPhase.Down, incident: story[0].Incident, tier: Tier.Human);
        var visit = await Look(healer);

        await Expect(visit.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#foot")).ToContainTextAsync("To act from here, set OPENCLAW_ACTORS_PAGE_TOKEN on the host.");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Whole story" }).ClickAsync();
        await Expect(visit.Page.GetByText("claude-code proposes a change")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("main").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_pause_is_confirmed_and_reaches_the_owners_word()
    {
        var healer = await Begin(StandingHealer.Token);
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        var page = visit.Page;
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToHaveCountAsync(0);
        await visit.SignIn(StandingHealer.Token);

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause the healer" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Pause the healer for main?" });
        await Expect(dialog).ToContainTextAsync("Nothing is restarted or treated meanwhile.");
        await dialog.GetByLabel("4 hours").CheckAsync();
        await dialog.GetByLabel("Why").FillAsync("moving the disk");
        await Expect(dialog).ToContainTextAsync("main is left alone until");
        await visit.Shot("pause", isWhole: false);
        (await healer.Word()).PausedSince.ShouldBeNull();
        var order = await page.RunAndWaitForRequestAsync(() => dialog.GetByRole(AriaRole.Button, new() { Name = "Pause main" }).ClickAsync(), "**/api/v1/orders");

        await Expect(page.Locator(".toast")).ToContainTextAsync("main");
        await Expect(dialog).ToBeHiddenAsync();
        (await order.HeaderValueAsync("x-openclaw-csrf")).ShouldNotBeNullOrEmpty();
        var word = await healer.Word();
        (word.PausedUntil - word.PausedSince).ShouldBe(TimeSpan.FromHours(4));
        word.Reason.ShouldBe("moving the disk");
    }

    [Fact]
    public async Task A_paused_gateway_is_looked_after_again()
    {
        var healer = await Begin(StandingHealer.Token);
        healer.Stands(GatewayPhase.Paused, pause: new Pause(DateTimeOffset.UtcNow.AddMinutes(25), "moving the disk") { Since = DateTimeOffset.UtcNow.AddMinutes(-5) });
        var visit = await Look(healer);
        await Expect(visit.Page.GetByText("moving the disk")).ToBeVisibleAsync();
        await visit.SignIn(StandingHealer.Token);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resume main" }).ClickAsync();

        await Expect(visit.Page.Locator(".toast")).ToBeVisibleAsync();
        (await healer.Word()).StartAskedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_outage_is_acknowledged_and_a_proposal_approved_as_it_was_shown()
    {
        var healer = await Begin(StandingHealer.Token);
        var story = Outages.Climbing(StandingHealer.Main, DateTimeOffset.UtcNow.AddMinutes(-3));
        var id = story[0].Incident;
        await healer.Wrote(story);
        healer.Stands(GatewayPhase.Down, incident: id, tier: Tier.Human);
        var visit = await Look(healer, $"#/incidents/{id}");
        await visit.SignIn(StandingHealer.Token);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "I have seen it" }).ClickAsync();
        await visit.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "I have seen it" }).ClickAsync();
        await Expect(visit.Page.Locator(".toast")).ToHaveCountAsync(1);
        (await healer.Word()).Acknowledged!.Incident.ShouldBe(id.Value);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve …" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Approve what claude-code proposes?" });
        await Expect(dialog).ToContainTextAsync("Set gateway.port back to 18789");
        await Expect(dialog.Locator(".diff__line--more")).ToHaveTextAsync(["+    \"port\": 18789,"]);
        await visit.IsAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Approve and carry out" }).ClickAsync();
        await Expect(visit.Page.Locator(".toast")).ToHaveCountAsync(2);
        (await healer.Word()).Approved!.Mark.ShouldBe("0a1b2c3d");
    }

    [Fact]
    public async Task A_wrong_token_opens_nothing_and_a_session_that_is_over_neither()
    {
        var healer = await Begin(StandingHealer.Token);
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        visit.Expected.Add("the server responded with a status of 40");
        var page = visit.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Token").FillAsync("not-the-token-at-all-0000");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("dialog").GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause the healer" })).ToHaveCountAsync(0);

        await visit.SignIn(StandingHealer.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        (await Send(null)).ShouldBeGreaterThanOrEqualTo(401);
        (await healer.Word()).PausedSince.ShouldBeNull();

        Task<int> Send(string? csrf) => page.EvaluateAsync<int>(
            "async csrf => (await fetch('/api/v1/orders', { method: 'POST', headers: { 'content-type': 'application/json', ...(csrf ? { 'X-OpenClaw-Csrf': csrf } : {}) }, body: JSON.stringify({ order: 'pause', gateway: 'main', for: '30m' }) })).status", csrf);
    }

    [Fact]
    public async Task A_cookie_alone_gives_no_order()
    {
        var healer = await Begin(StandingHealer.Token);
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        visit.Expected.Add("the server responded with a status of 40");
        await visit.SignIn(StandingHealer.Token);

        var status = await visit.Page.EvaluateAsync<int>(
            "async () => (await fetch('/api/v1/orders', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ order: 'pause', gateway: 'main', for: '30m' }) })).status");

        status.ShouldBe(403);
        (await healer.Word()).PausedSince.ShouldBeNull();
        (await visit.Page.EvaluateAsync<string>("document.cookie")).ShouldBeEmpty("the session's cookie is not for scripts");
    }
}
