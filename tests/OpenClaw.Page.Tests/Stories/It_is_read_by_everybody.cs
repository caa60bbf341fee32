using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>On a telephone and at a desk, in light and dark, with a screen reader, and with keys alone.</summary>
public sealed class It_is_read_by_everybody(Chromium chromium) : PageStory(chromium)
{
    [Theory]
    [InlineData("now", "")]
    [InlineData("outage", "#/")]
    [InlineData("history", "#/history")]
    [InlineData("reliability", "#/reliability")]
    [InlineData("incident", "#/incidents/{0}")]
    public async Task Each_view_fits_and_is_accessible_in_each_look(string name, string view)
    {
        var healer = await Begin(StandingHealer.Token);
        var story = Outages.Climbing(StandingHealer.Main, DateTimeOffset.UtcNow.AddMinutes(-4));
        var id = story[0].Incident;
        await healer.Wrote([.. Outages.Past(StandingHealer.Main, DateTimeOffset.UtcNow.AddHours(-1), 40)]);
        if (name == "now") healer.Stands(GatewayPhase.Ready, "live: /healthz answers 200");
        else
        {
            await healer.Wrote(story);
            await healer.Told(id, "main is down", "ntfy");
            (await healer.BeginSession(id)).Write("-- session: claude", "claude: I look at the configuration first.", "tool: Read ~/.openclaw/openclaw.json", "!! the API failed", "  -> done");
            healer.Stands(GatewayPhase.Down, "systemd: failed, exit code 1", incident: id, tier: Tier.Human);
        }

        var visit = await Look(healer, string.Format(System.Globalization.CultureInfo.InvariantCulture, view, id));
        await visit.SignIn(StandingHealer.Token);
        await Expect(visit.Page.Locator("main .wait")).ToHaveCountAsync(0);
        if (name == "incident") await Expect(visit.Page.Locator(".log__line").First).ToBeVisibleAsync();
        foreach (var (size, wide) in new[] { (Visit.Desk, "desk"), (Visit.Phone, "phone") })
        {
            await visit.Page.SetViewportSizeAsync(size.Width, size.Height);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await visit.FitsItsWidth();
                // What differs between the sizes does not differ by colour.
                if (size == Visit.Desk || scheme == ColorScheme.Dark) await visit.IsAccessible();
                await visit.Shot($"{name}-{wide}-{scheme}".ToLowerInvariant());
            }
        }
    }

    [Fact]
    public async Task Keys_alone_are_enough()
    {
        var healer = await Begin(StandingHealer.Token);
        healer.Stands(GatewayPhase.Ready);
        await healer.Wrote([.. Outages.Past(StandingHealer.Main, DateTimeOffset.UtcNow, 3)]);
        var visit = await Look(healer);
        var page = visit.Page;

        foreach (var stop in new[] { "Skip to the content", "OpenClaw healer, how it stands now", "Now", "History", "Reliability", "Sign in" })
        {
            await page.Keyboard.PressAsync("Tab");
            (await Focused()).ShouldBe(stop);
        }

        // A dialog keeps the focus and gives it back.
        await page.Keyboard.PressAsync("Enter");
        (await Focused()).ShouldBe("Token");
        foreach (var stop in new[] { "Cancel", "Sign in" })
        {
            await page.Keyboard.PressAsync("Tab");
            (await Focused()).ShouldBe(stop);
        }

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Shift+Tab");
        (await Focused()).ShouldBe("History");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "History" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "main was down" })).ToBeFocusedAsync();

        await page.EvaluateAsync("document.activeElement.blur()");
        await page.GetByText("Skip to the content").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();

        Task<string> Focused() => page.EvaluateAsync<string>("(e => e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent.trim())(document.activeElement)");
    }

    [Fact]
    public async Task Who_looks_for_landmarks_finds_them()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);

        foreach (var role in new[] { AriaRole.Banner, AriaRole.Main, AriaRole.Contentinfo }) await Expect(visit.Page.GetByRole(role)).ToHaveCountAsync(1);
        await Expect(visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(["Last 30 days", "Alerts go to"]);
    }
}
