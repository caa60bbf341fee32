namespace OpenClaw.Page.Tests.Stories;

/// <summary>One story: a healer, and a reader who looks at its page. Afterwards nothing is left; of a story that failed there is a picture.</summary>
public abstract class PageStory(Chromium chromium) : IAsyncLifetime
{
    private readonly List<StandingHealer> _healers = [];
    private readonly List<Visit> _visits = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result is TestResult.Failed;
        if (failed && _visits is [.., var last]) await last.Shot($"failed-{TestContext.Current.TestMethod?.MethodName}");
        foreach (var visit in _visits) await visit.DisposeAsync();
        foreach (var healer in _healers) await healer.DisposeAsync();
        // A story that has failed already tells more than what followed from it.
        if (!failed) _visits.SelectMany(static visit => visit.Complaints).ShouldBeEmpty();
    }

    /// <summary>A healer with its page open.</summary>
    private protected async Task<StandingHealer> Begin(string? token = null)
    {
        var healer = await StandingHealer.Start(token);
        _healers.Add(healer);
        return healer;
    }

    /// <summary>Somebody opens the page.</summary>
    private protected async Task<Visit> Look(StandingHealer healer, string view = "", bool isStill = true)
    {
        var visit = await Visit.Of(chromium.OrSkip(), healer.Url, isStill);
        _visits.Add(visit);
        await visit.Open(view);
        return visit;
    }
}
