using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>Somebody looks at the page while the gateway goes down.</summary>
public sealed class An_outage_comes_live(Chromium chromium) : PageStory(chromium)
{
    [Fact]
    public async Task It_climbs_the_tiers_before_the_readers_eyes_and_is_over()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        var page = visit.Page;
        var story = Outages.Climbing(StandingHealer.Main, DateTimeOffset.UtcNow.AddSeconds(-1));
        var id = story[0].Incident;

        await Happens(GatewayPhase.Down, Tier.Watchdog, story[..2]);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your agent is down");
        await Expect(page.Locator("#icon")).ToHaveAttributeAsync("href", "/assets/icon-bad.svg");
        await Step(1, "At work");
        await Expect(page.Locator(".event__kind")).ToHaveTextAsync(["Repair ordered", "Outage noticed"]);

        await Happens(GatewayPhase.Wedged, Tier.Prober, story[2..5]);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your agent is hung");
        var since = (await page.Locator(".panel--open .panel__aside time").GetAttributeAsync("datetime")).ShouldNotBeNull();
        await Expect(page.Locator(".hero__since time")).ToHaveAttributeAsync("datetime", since);
        await Step(1, "Tried");
        await Step(2, "At work");

        await Happens(GatewayPhase.Wedged, Tier.Doctor, story[5..8]);
        await Step(2, "Tried");
        await Step(3, "At work");
        await visit.Shot("outage-at-the-doctor");

        await Happens(GatewayPhase.Wedged, Tier.Human, story[8..]);
        await Step(4, "Your turn");
        await Expect(page.Locator(".turn")).ToContainTextAsync($"openclaw-actors approve {id}");

        await healer.Happens(new Resolved(id, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, Outcome.HealedAfterHumanCall, "live for 30 s") { Number = story.Length + 1 });
        healer.Stands(GatewayPhase.Ready);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your agent is alive");
        await Expect(page.Locator(".panel--open")).ToHaveCountAsync(0);
        await Expect(page.Locator(".short__row").First).ToContainTextAsync("Over after you were called");

        async Task Happens(GatewayPhase phase, Tier tier, IncidentEvent[] events)
        {
            await healer.Happens(events);
            healer.Stands(phase, incident: id, tier: tier);
        }

        Task Step(int number, string state) => Expect(page.Locator(".step").Nth(number - 1).Locator(".step__state")).ToHaveTextAsync(state);
    }

    [Fact]
    public async Task A_screen_reader_is_told_and_nobody_loses_his_place()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready, "live: /healthz answers 200");
        var visit = await Look(healer);
        var seen = visit.Page.GetByText("What was seen");
        await seen.FocusAsync();
        var story = Outages.Climbing(StandingHealer.Main, DateTimeOffset.UtcNow);

        await healer.Happens(story[..1]);
        healer.Stands(GatewayPhase.Down, "systemd: failed", incident: story[0].Incident, tier: Tier.Watchdog);
        await Expect(visit.Page.Locator("#announce")).ToHaveTextAsync("main is down.");
        await Expect(visit.Page.Locator(".event__line")).ToHaveTextAsync(["Opened: down (no process)"]);
        await Expect(seen).ToBeFocusedAsync();

        await healer.Happens(story[1..2]);
        await Expect(visit.Page.Locator("#announce")).ToHaveTextAsync("main: Repair ordered. Order 1: start by tier 1 (it is down)");
        await Expect(visit.Page.Locator(".event__line")).ToHaveCountAsync(2);
        await Expect(seen).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_moves_stands_still_for_whom_that_is_better()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);

        var still = await Look(healer);
        (await Motion(still)).ShouldBe("none");
        var moving = await Look(healer, isStill: false);
        (await Motion(moving)).ShouldBe("beat");

        static Task<string> Motion(Visit visit) => visit.Page.EvaluateAsync<string>("getComputedStyle(document.getElementById('link'), '::before').animationName");
    }
}
