using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>The answer to "is my agent alive?", first and large.</summary>
public sealed class The_agent_is_alive(Chromium chromium) : PageStory(chromium)
{
    [Fact]
    public async Task The_first_thing_that_is_read_is_that_it_is_alive()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready, "live: /healthz answers 200");

        var visit = await Look(healer);

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your agent is alive");
        await Expect(visit.Page).ToHaveTitleAsync("Your agent is alive · OpenClaw healer");
        await Expect(visit.Page.Locator("#icon")).ToHaveAttributeAsync("href", "/assets/icon-good.svg");
        await Expect(visit.Page.GetByText("It runs and answers.")).ToBeVisibleAsync();
        await visit.Page.GetByText("What was seen").ClickAsync();
        await Expect(visit.Page.GetByText("live: /healthz answers 200")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_book_without_an_outage_is_no_empty_space()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);

        var visit = await Look(healer);
        await Expect(visit.Page.GetByText("No outage so far. Long may it last.")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "History" }).First.ClickAsync();
        await Expect(visit.Page.GetByText("No outage so far. Long may it last.")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Reliability" }).ClickAsync();
        await Expect(visit.Page.GetByText("Nothing to recover from in this time.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Of_several_gateways_the_one_in_trouble_comes_first()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready, gateway: "main");
        healer.Stands(GatewayPhase.Wedged, gateway: "work");
        healer.Stands(GatewayPhase.Starting, gateway: "lab");

        var visit = await Look(healer);

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("1 of 3 gateways is in trouble");
        await Expect(visit.Page.Locator(".card h2")).ToHaveTextAsync(["work is hung", "lab is starting", "main is alive"]);
        await visit.Shot("several");
    }

    [Fact]
    public async Task Everything_that_a_daemon_can_name_has_plain_words()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        var visit = await Look(healer);

        (await Known("phases")).ShouldBe(Enum.GetNames<GatewayPhase>(), ignoreOrder: true);
        (await Known("outcomes")).ShouldBe(Enum.GetNames<Outcome>(), ignoreOrder: true);
        (await Known("kinds")).ShouldBe(typeof(IncidentEvent).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(IncidentEvent))).Select(static t => t.Name), ignoreOrder: true);
        Enum.GetNames<OpenClaw.Actors.Notifying.DeliveryMark>().ShouldBeSubsetOf(await Known("marks"));

        Task<string[]> Known(string table) => visit.Page.EvaluateAsync<string[]>($"async () => Object.keys((await import('/assets/words.js')).{table})");
    }
}
