using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace OpenClaw.Page.Tests.Browser;

/// <summary>A reader in a browser of his own. Whatever the story is about: no error in the console, no request to another place, nothing that needs scrolling sideways.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>A telephone of the narrowest kind in use, in CSS pixels.</summary>
    public static ViewportSize Phone { get; } = new() { Width = 360, Height = 740 };

    /// <summary>A usual desk.</summary>
    public static ViewportSize Desk { get; } = new() { Width = 1280, Height = 900 };

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly IBrowserContext _context;
    private readonly Uri _root;

    private Visit(IBrowserContext context, IPage page, Uri root)
    {
        (_context, Page, _root) = (context, page, root);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Expected.Any(message.Text.Contains)) _complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"not caught: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(root.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) _complaints.Enqueue($"a request to {request.Url}");
        };
        page.Dialog += (_, dialog) => _complaints.Enqueue($"a dialog of the browser: {dialog.Message}");
    }

    /// <summary>What the browser shows.</summary>
    public IPage Page { get; }

    /// <summary>What the browser itself writes about an answer that the story is about.</summary>
    public IList<string> Expected { get; } = [];

    /// <summary>What was wrong on the way, whatever the story is about.</summary>
    public IEnumerable<string> Complaints => _complaints;

    /// <summary>A browser for the page at this address.</summary>
    public static async Task<Visit> Of(IBrowser browser, Uri root, bool isStill)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = Desk,
            ColorScheme = ColorScheme.Light,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            ReducedMotion = isStill ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
        });
        context.SetDefaultTimeout(15000);
        return new Visit(context, await context.NewPageAsync(), root);
    }

    /// <summary>Opens the page in a view, e.g. <c>#/history</c>, and waits until it shows what it was asked for.</summary>
    public async Task Open(string view)
    {
        await Page.GotoAsync(new Uri(_root, view).AbsoluteUri);
        await Expect(Page.Locator("#link")).ToHaveTextAsync("Live");
        await Expect(Page.Locator("main .wait")).ToHaveCountAsync(0);
    }

    /// <summary>Signs in with the token.</summary>
    public async Task SignIn(string token)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.GetByLabel("Token").FillAsync(token);
        await Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
    }

    /// <summary>No serious or critical finding of axe.</summary>
    public async Task IsAccessible()
    {
        var found = await Page.RunAxe();
        found.Violations.Where(static v => v.Impact is "serious" or "critical").Select(Tell).ShouldBeEmpty();
    }

    /// <summary>Nothing is wider than the window.</summary>
    public async Task FitsItsWidth() =>
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, "the page must not be scrolled sideways");

    /// <summary>A picture for people, in <see cref="Chromium.Shots"/>.</summary>
    public Task Shot(string name, bool isWhole = true) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Shots, $"{name}.png"), FullPage = isWhole });

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static string Tell(AxeResultItem item) => $"{item.Impact} {item.Id}: {item.Help}: {string.Join(" | ", item.Nodes.Select(static node => $"{node.Html} {string.Join(' ', node.Any.Select(static check => check.Message))}"))}";
}
