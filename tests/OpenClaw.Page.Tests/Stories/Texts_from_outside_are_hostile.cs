using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>What a gateway's log, a config or a model writes is shown as it is, and does nothing.</summary>
public sealed class Texts_from_outside_are_hostile(Chromium chromium) : PageStory(chromium)
{
    private const string Hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script><a href=\"javascript:alert(1)\">{{7*7}}</a>";

    [Fact]
    public async Task They_are_shown_as_text_wherever_they_go()
    {
        var healer = await Begin();
        var start = DateTimeOffset.UtcNow.AddMinutes(-2);
        var id = IncidentId.For(StandingHealer.Main, start);
        await healer.Wrote(
            [
                new Opened(id, start, start, GatewayPhase.Down, [Hostile], Tier.Watchdog, 0, null) { Number = 1, Witnesses = [Hostile] },
                new RepairOrdered(id, start.AddSeconds(1), Tier.Doctor, 1, null, start.AddMinutes(30), Hostile) { Number = 2 },
                new RepairClosed(id, start.AddSeconds(2), 1, RepairResult.NeedsOwner, Hostile, start.AddSeconds(3))
                {
                    Number = 3, By = "claude-code", Proposal = new OpenClaw.Actors.Doctoring.Proposal("claude-code", Hostile, $"+{Hostile}\n", "0a1b2c3d"),
                },
                new HumanCalled(id, start.AddSeconds(4), Hostile, Hostile, 1, GatewayPhase.Down) { Number = 4 },
            ]);
        await healer.Told(id, Hostile, "ntfy");
        await healer.Treated(id, $"+{Hostile}\n");
        (await healer.BeginSession(id)).Write($"claude: {Hostile}");
        healer.Stands(GatewayPhase.Down, Hostile, incident: id, tier: Tier.Human);

        var visit = await Look(healer);
        await Expect(visit.Page.Locator(".evidence li")).ToContainTextAsync("<img src=x");
        await Expect(visit.Page.Locator(".turn")).ToContainTextAsync("<script>");
        await IsHarmless();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Whole story" }).ClickAsync();
        await Expect(visit.Page.Locator(".witnesses li").First).ToContainTextAsync("<img src=x");
        await Expect(visit.Page.Locator(".quote")).ToContainTextAsync("<img src=x");
        await Expect(visit.Page.Locator(".change .diff__line--more")).ToContainTextAsync("<img src=x");
        await Expect(visit.Page.Locator(".deliveries__title")).ToContainTextAsync("<img src=x");
        await Expect(visit.Page.Locator(".log__line")).ToContainTextAsync("<img src=x");
        await IsHarmless();

        async Task IsHarmless()
        {
            (await visit.Page.Locator("main img, main script, main a[href^=javascript]").CountAsync()).ShouldBe(0);
            (await visit.Page.TitleAsync()).ShouldNotContain("owned");
        }
    }

    [Fact]
    public async Task No_script_and_no_style_can_be_written_into_the_page()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);
        visit.Expected.Add("Content Security Policy");

        await visit.Page.EvaluateAsync("document.body.insertAdjacentHTML('beforeend', '<p id=\"in\" style=\"color: rgb(1, 2, 3)\">x</p><img src=\"data:,x\" onerror=\"window.owned = true\">')");
        await visit.Page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'window.owned = true'; document.body.append(s); }");

        (await visit.Page.EvaluateAsync<bool>("window.owned === true")).ShouldBeFalse();
        (await visit.Page.EvaluateAsync<string>("getComputedStyle(document.getElementById('in')).color")).ShouldNotBe("rgb(1, 2, 3)");
    }
}
