using OpenClaw.Actors.Incidents;

namespace OpenClaw.Page.Tests.Stories;

/// <summary>Uptime and recoveries, as pictures and as tables.</summary>
public sealed class The_charts_are_drawn(Chromium chromium) : PageStory(chromium)
{
    // How many pixels of a canvas have a colour of their own.
    private const string Ink = "e => { const c = e.querySelector('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 0) n++; return n; }";
    private const string Colour = "e => { const c = e.querySelector('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const seen = {}; for (let i = 0; i < d.length; i += 4) if (d[i + 3] === 255) { const k = [d[i], d[i + 1], d[i + 2]].join(); seen[k] = (seen[k] ?? 0) + 1; } return Object.keys(seen).sort((a, b) => seen[b] - seen[a])[0]; }";

    [Fact]
    public async Task Each_has_a_picture_a_sentence_and_a_table()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        await healer.Wrote([.. Outages.Past(StandingHealer.Main, DateTimeOffset.UtcNow, 40)]);
        var visit = await Look(healer, "#/reliability");
        var page = visit.Page;

        foreach (var name in new[] { "Uptime by day", "Time to recovery" })
        {
            var chart = page.GetByRole(AriaRole.Figure, new() { Name = name });
            await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
            (await chart.EvaluateAsync<int>(Ink)).ShouldBeGreaterThan(500);
            await Expect(chart.GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex($"^{name}\\. .+"));
            await chart.GetByText("Show as a table").ClickAsync();
        }

        var recoveries = page.GetByRole(AriaRole.Table, new() { Name = "Time to recovery" }).Locator("tbody tr");
        (await recoveries.CountAsync()).ShouldBe(40);
        await Expect(recoveries.First).ToContainTextAsync("9 seconds");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Uptime by day" }).Locator("tbody tr")).ToHaveCountAsync(30);
    }

    [Fact]
    public async Task They_follow_the_window_and_the_colours_of_the_reader()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        await healer.Wrote([.. Outages.Past(StandingHealer.Main, DateTimeOffset.UtcNow, 40)]);
        var visit = await Look(healer, "#/reliability");
        var chart = visit.Page.Locator("#chart-uptime");
        var light = await chart.EvaluateAsync<string>(Colour);

        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        (await chart.EvaluateAsync<string>(Colour)).ShouldNotBe(light);

        await visit.Page.SetViewportSizeAsync(Visit.Phone.Width, Visit.Phone.Height);
        await visit.Page.WaitForFunctionAsync("document.querySelector('#chart-uptime canvas').getBoundingClientRect().width < 360");
        await visit.FitsItsWidth();
    }

    [Fact]
    public async Task Another_time_is_a_link_away()
    {
        var healer = await Begin();
        healer.Stands(GatewayPhase.Ready);
        await healer.Wrote([.. Outages.Past(StandingHealer.Main, DateTimeOffset.UtcNow, 40)]);
        var visit = await Look(healer, "#/reliability");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "7 days" }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "7 days" })).ToHaveAttributeAsync("aria-current", "true");
        await visit.Page.GetByRole(AriaRole.Figure, new() { Name = "Uptime by day" }).GetByText("Show as a table").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Table, new() { Name = "Uptime by day" }).Locator("tbody tr")).ToHaveCountAsync(7);
    }
}
