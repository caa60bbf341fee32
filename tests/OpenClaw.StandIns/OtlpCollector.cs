using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns;

/// <summary>A collector that takes OTLP over HTTP (opentelemetry.io/docs/specs/otlp, "OTLP/HTTP"): keeps the protobuf that comes, and answers with a status.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<OtlpCall> _calls = new();
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>What it answers; null: nothing, ever.</summary>
    public int? Status { get; set; } = 200;

    /// <summary>Where it sends whoever asks, with a status that redirects.</summary>
    public Uri? Elsewhere { get; set; }

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<OtlpCall> Calls => [.. _calls];

    /// <summary>What came for a signal: <c>metrics</c> or <c>traces</c>.</summary>
    public IReadOnlyList<OtlpCall> Of(string signal) => [.. _calls.Where(c => c.Path == $"/v1/{signal}")];

    /// <summary>Starts one on 127.0.0.1.</summary>
    public static async Task<OtlpCollector> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.Run(collector.Take);
        await app.StartAsync();
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _calls.Enqueue(new OtlpCall(context.Request.Method, context.Request.Path, context.Request.ContentType, context.Request.Headers.ToDictionary(static h => h.Key.ToLowerInvariant(), static h => h.Value.ToString()), body.ToArray()));
        if (Status is not { } status)
        {
            await GatewayEndpoints.Hang()(context);
            return;
        }

        context.Response.StatusCode = status;
        if (Elsewhere is { } elsewhere) context.Response.Headers.Location = elsewhere.AbsoluteUri;
        context.Response.ContentType = "application/x-protobuf";
    }
}

/// <summary>One call that came.</summary>
public sealed record OtlpCall(string Method, string Path, string? ContentType, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Whether a text is in it: protobuf holds texts as they are.</summary>
    public bool Holds(string text) => Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
