using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns;

/// <summary>An https address on loopback whose certificate nobody trusts; it would take everything.</summary>
public sealed class UntrustedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private UntrustedServer(WebApplication app) => _app = app;

    /// <summary>Its port.</summary>
    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>How many requests came through.</summary>
    public int Requests => _requests;

    /// <summary>Starts one.</summary>
    public static async Task<UntrustedServer> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(OwnCertificate.Make())));
        var server = new UntrustedServer(builder.Build());
        server._app.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            return context.Response.WriteAsync("{}");
        });
        await server._app.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
