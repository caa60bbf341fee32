using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Logging;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>The scrape behind a real Kestrel.</summary>
internal sealed class ScrapeServer : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private readonly WebApplication _app;
    private readonly PrometheusScrape _scrape;

    private ScrapeServer(WebApplication app, PrometheusScrape scrape, RecordedLogs logs) => (_app, _scrape, Logs) = (app, scrape, logs);

    public RecordedLogs Logs { get; }

    public Uri Url => new(new Uri(_app.Urls.Single()), "/metrics");

    public static async Task<ScrapeServer> Start(HealerMetrics metrics)
    {
        var logs = new RecordedLogs();
        var scrape = new PrometheusScrape(metrics, logs.For<PrometheusScrape>());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(scrape.Answer);
        await app.StartAsync();
        return new ScrapeServer(app, scrape, logs);
    }

    public async Task<HttpResponseMessage> Ask(string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _client.SendAsync(request);
    }

    public async Task<Scraped> Scrape()
    {
        using var response = await Ask();
        response.EnsureSuccessStatusCode();
        return Scraped.Of(await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _scrape.Dispose();
        await _app.DisposeAsync();
    }
}
