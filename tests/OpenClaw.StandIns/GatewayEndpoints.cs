using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns;

/// <summary>
/// The HTTP side of an OpenClaw gateway, as 2026.9.6 answers: <c>/healthz</c>, <c>/startupz</c>, <c>/readyz</c> and the control UI at the root.
/// A new one is healthy; each endpoint can be told to answer otherwise, at any time.
/// </summary>
public sealed class GatewayEndpoints : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayEndpoints(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>The path and query of every request, in order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What <c>/healthz</c> answers.</summary>
    public RequestDelegate Healthz { get; set; } = Json(200, """{"ok":true,"status":"live"}""");

    /// <summary>What <c>/startupz</c> answers.</summary>
    public RequestDelegate Startupz { get; set; } = Json(200, """{"ok":true,"status":"started","version":"2026.9.6","uptimeMs":5000}""");

    /// <summary>What <c>/readyz</c> answers.</summary>
    public RequestDelegate Readyz { get; set; } = Json(200, """{"ready":true,"failing":[],"uptimeMs":5000,"eventLoop":{"degraded":false}}""");

    /// <summary>What every other path answers.</summary>
    public RequestDelegate Root { get; set; } = Html(200, "<!doctype html><title>OpenClaw Control</title>");

    /// <summary>Starts one.</summary>
    /// <param name="address">The loopback address to listen on; 127.0.0.1 when null.</param>
    /// <param name="port">The port; 0 lets the system choose.</param>
    /// <param name="tls">Answer over https with a certificate that it signed itself.</param>
    public static async Task<GatewayEndpoints> Start(IPAddress? address = null, int port = 0, bool tls = false)
    {
        var host = address ?? IPAddress.Loopback;
        if (!IPAddress.IsLoopback(host))
            throw new ArgumentException("A stand-in listens on loopback only.", nameof(address));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore();
        if (tls)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(host, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (tls)
                listen.UseHttps(SelfSigned());
        }));
        var app = builder.Build();
        var self = new GatewayEndpoints(app);
        app.Run(self.Answer);
        await app.StartAsync();
        return self;
    }

    /// <summary>A JSON answer.</summary>
    public static RequestDelegate Json(int status, string body) => Body(status, "application/json; charset=utf-8", body);

    /// <summary>A page.</summary>
    public static RequestDelegate Html(int status, string body) => Body(status, "text/html; charset=utf-8", body);

    /// <summary>An answer that never comes; ends when the caller goes away.</summary>
    public static RequestDelegate Hang() => static async context =>
    {
        var gone = new TaskCompletionSource();
        await using (context.RequestAborted.Register(gone.SetResult))
            await gone.Task;
    };

    /// <summary>A connection that ends without an answer.</summary>
    public static RequestDelegate Drop() => static context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Boots.</summary>
    public void IsStarting(string reason = "startup-sidecars")
    {
        Startupz = Json(503, $$"""{"ok":false,"status":"starting","version":"2026.9.6","uptimeMs":900,"pendingReason":"{{reason}}"}""");
        Readyz = Json(503, $$"""{"ready":false,"failing":["{{reason}}"],"uptimeMs":900}""");
    }

    /// <summary>Finishes its work before it stops.</summary>
    public void IsDraining()
    {
        Startupz = Json(503, """{"ok":false,"status":"draining","version":"2026.9.6","uptimeMs":5000}""");
        Readyz = Json(503, """{"ready":false,"failing":["gateway-draining"],"uptimeMs":5000}""");
    }

    /// <summary>Something inside it does not work.</summary>
    public void IsNotReady(params string[] failing) =>
        Readyz = Json(503, $$"""{"ready":false,"failing":[{{Quoted(failing)}}],"uptimeMs":5000}""");

    /// <summary>Its own crash-loop breaker holds channels back.</summary>
    public void Suppresses(params string[] channels) =>
        Readyz = Json(200, $$"""{"ready":true,"failing":[],"uptimeMs":5000,"suppressed":[{{Quoted(channels)}}]}""");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path + context.Request.QueryString);
        var answer = context.Request.Path.Value switch
        {
            "/healthz" or "/health" => Healthz,
            "/startupz" or "/startup" => Startupz,
            "/readyz" or "/ready" => Readyz,
            _ => Root,
        };
        return answer(context);
    }

    private static RequestDelegate Body(int status, string type, string body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(body);
    };

    private static string Quoted(string[] names) => string.Join(",", names.Select(static n => $"\"{n}\""));

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=openclaw-gateway", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
