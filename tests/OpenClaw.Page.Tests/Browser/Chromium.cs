namespace OpenClaw.Page.Tests.Browser;

/// <summary>The real Chromium of this machine, started once for all stories, and what a story does where there is none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _reason;

    /// <summary>Where screenshots go: OPENCLAW_PAGE_SHOTS, by default a folder in the temporary one.</summary>
    public static string Shots { get; } = Environment.GetEnvironmentVariable("OPENCLAW_PAGE_SHOTS") is { Length: > 0 } chosen ? chosen : Path.Combine(Path.GetTempPath(), "openclaw-page-shots");

    // OPENCLAW_E2E=required: a story that cannot run is a failure, as on a build server.
    private static bool IsRequired => Environment.GetEnvironmentVariable("OPENCLAW_E2E") is "required";

    /// <summary>The browser; where there is none the running story is skipped with the reason, or fails when the stories are required.</summary>
    internal IBrowser OrSkip()
    {
        if (_browser is { } browser) return browser;
        if (IsRequired) Assert.Fail($"OPENCLAW_E2E=required, but the page's stories cannot run: {_reason}");
        Assert.Skip($"The page's stories need Chromium: {_reason}");
        throw new InvalidOperationException("Unreachable: the line above always throws.");
    }

    public async ValueTask InitializeAsync()
    {
        if (Program() is not { } program)
        {
            _reason = $"none of {string.Join(", ", Names)} is on the PATH (apt-get install chromium)";
            return;
        }

        try
        {
            _playwright = await Playwright.CreateAsync();
            // The default of 5 s is not enough on a machine that builds something else at the same time.
            SetDefaultExpectTimeout(15000);
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Arguments });
        }
        catch (PlaywrightException broken)
        {
            _reason = $"{program} does not start: {broken.Message.Split('\n')[0]}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { } browser) await browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Program() =>
        (from name in Names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();
}
