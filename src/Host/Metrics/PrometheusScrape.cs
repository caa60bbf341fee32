using OpenClaw.Host.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace OpenClaw.Host.Metrics;

/// <summary>
/// What <c>GET /metrics</c> answers, as Prometheus text. Built by the first one who asks: until then there is no SDK, no listener and no buffer, and a daemon that nobody scrapes
/// pays for none of it.
/// </summary>
/// <param name="metrics">What is told.</param>
/// <param name="log">Where it tells that it cannot.</param>
public sealed class PrometheusScrape(HealerMetrics metrics, ILogger<PrometheusScrape> log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private MeterProvider? _provider;
    private RequestDelegate? _answer;
    private bool _isFailureTold;

    /// <summary>Answers one scrape. What goes wrong with it is a 5xx and a line in the log, and nobody else's trouble.</summary>
    public async Task Answer(HttpContext context)
    {
        RequestDelegate answer;
        try
        {
            answer = Ready();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            if (!Interlocked.Exchange(ref _isFailureTold, true)) log.LogWarning("The metrics cannot be scraped: {Why}", UntrustedText.OneLine(broken.Message, 300));
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await answer(context);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _provider?.Dispose();
            _services.Dispose();
        }
    }

    private RequestDelegate Ready()
    {
        lock (_gate) return _answer ??= Build();
    }

    private RequestDelegate Build()
    {
        var provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty())
            .AddMeter(metrics.Name)
            // Ours carry all there is to say: a scope's and a target's labels on each line would only say it again.
            .AddPrometheusExporter(static options => (options.ScopeInfoEnabled, options.TargetInfoEnabled, options.ScrapeResponseCacheDurationMilliseconds) = (false, false, 0))
            .Build();
        _provider = provider;
        metrics.Heard();
        return new ApplicationBuilder(_services)
            .UseOpenTelemetryPrometheusScrapingEndpoint(provider, predicate: static _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
            .Build();
    }
}
