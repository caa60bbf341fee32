using OpenClaw.Host.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OpenClaw.Host.Metrics;

/// <summary>
/// Sends metrics and traces to the owner's collector by OTLP over HTTP, where its address is set. A host's service, so that it ends after the last actor and tells what was open then.
/// An endpoint that is dead, slow or refuses costs one line in the log.
/// </summary>
/// <param name="otlp">Where to.</param>
/// <param name="metrics">What is told.</param>
/// <param name="version">The daemon's version.</param>
/// <param name="clients">Makes the client named <see cref="ClientName"/>.</param>
/// <param name="log">Where it tells that it cannot be built.</param>
internal sealed class OtlpExport(OtlpSettings otlp, HealerMetrics metrics, string version, IHttpClientFactory clients, ILogger<OtlpExport> log) : IHostedService, IDisposable
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "otlp";

    private const int TimeoutMs = 10_000;

    // The whole daemon has 15 s to end.
    private const int FarewellMs = 2_000;

    private MeterProvider? _meters;
    private TracerProvider? _tracers;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(metrics.Name)
                .AddOtlpExporter((options, reader) =>
                {
                    Address(options, "metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.Interval.TotalMilliseconds;
                    reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = TimeoutMs;
                    reader.TemporalityPreference = MetricReaderTemporalityPreference.Cumulative;
                })
                .Build();
            _tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).SetSampler(new AlwaysOnSampler()).AddSource(metrics.Name)
                .AddOtlpExporter(options => Address(options, "traces"))
                .Build();
            metrics.Heard();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            log.LogWarning("Telemetry cannot be sent: {Why}", UntrustedText.OneLine(broken.Message, 300));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _meters?.Shutdown(FarewellMs), CancellationToken.None), Task.Run(() => _tracers?.Shutdown(FarewellMs), CancellationToken.None));

    /// <inheritdoc/>
    public void Dispose()
    {
        _meters?.Dispose();
        _tracers?.Dispose();
    }

    private void Address(OtlpExporterOptions options, string signal)
    {
        // Everything is set here, as the SDK would take what is not from variables of its own.
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = otlp.For(signal);
        options.Headers = otlp.Headers?.Reveal() ?? "";
        options.TimeoutMilliseconds = TimeoutMs;
        options.HttpClientFactory = () =>
        {
            var client = clients.CreateClient(ClientName);
            client.Timeout = TimeSpan.FromMilliseconds(TimeoutMs);
            return client;
        };
    }

    private ResourceBuilder Resource() => ResourceBuilder.CreateEmpty().AddService("openclaw-actors", serviceVersion: version, serviceInstanceId: Environment.MachineName);
}
