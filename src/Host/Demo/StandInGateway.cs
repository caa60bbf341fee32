using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Connections;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Cli;

namespace OpenClaw.Host.Demo;

/// <summary>How a stand-in gateway is started.</summary>
/// <param name="Port">The port on 127.0.0.1; 0 lets the system choose.</param>
/// <param name="Config">The config file it reads once, at its start.</param>
/// <param name="Boot">How long it says that it is starting.</param>
/// <param name="Owner">The pid without which it has no reason to live, so that a demo that was killed leaves no gateway behind; null for none.</param>
public sealed record StandInGatewayOptions(int Port, string Config, TimeSpan Boot, int? Owner = null);

/// <summary>
/// A program that looks like an OpenClaw gateway from outside: same probe endpoints and bodies, same exit codes, same way to refuse a config
/// (OpenClaw 2026.9.6). It does no more than that, so that the demo needs nothing but this one binary.
/// </summary>
public static class StandInGateway
{
    /// <summary>The version it says it is, the one whose outside it copies.</summary>
    public const string Version = "2026.9.6";

    private static readonly TimeSpan OwnerLook = TimeSpan.FromSeconds(1);

    /// <summary>Runs until SIGTERM, Ctrl-C or <paramref name="cancel"/>. Returns 0 then, 78 when it refuses its config, 1 when its port is taken.</summary>
    public static async Task<int> Run(StandInGatewayOptions options, CancellationToken cancel)
    {
        if (await StandInConfig.Refusal(options.Config, cancel) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ProcessExit.ConfigRefused;
        }

        using var stop = new StopSignals(cancel);
        var life = new StandInLife(TimeProvider.System, options.Boot);
        await using var app = Build(options.Port, life);
        try
        {
            await app.StartAsync(stop.Token);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"Port {options.Port} is already in use.");
            return 1;
        }

        var address = new Uri(app.Urls.First());
        await Console.Out.WriteLineAsync($"[gateway] http server listening on {address.Authority} (pid {Environment.ProcessId})");
        await StoppedOrOrphaned(options.Owner, stop.Token);
        life.Drain();
        await Console.Out.WriteLineAsync("[shutdown] completed cleanly");
        await app.StopAsync(CancellationToken.None);
        return 0;
    }

    /// <summary>The application without its start, for specs that bring their own clock.</summary>
    internal static WebApplication Build(int port, StandInLife life)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Run(context => Answer(context, life));
        return app;
    }

    private static async Task Answer(HttpContext context, StandInLife life)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Method is not ("GET" or "HEAD"))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }

        response.Headers.CacheControl = "no-store";
        var json = StandInJson.Default;
        switch (request.Path.Value)
        {
            case "/health" or "/healthz":
                await Write(200, new LiveBody(true, "live"), json.LiveBody);
                break;
            case "/startup" or "/startupz":
                await Write(life.Started ? 200 : 503, life.Startup(), json.StartupBody);
                break;
            case "/ready" or "/readyz":
                await Write(life.Started ? 200 : 503, life.Ready(), json.ReadyBody);
                break;
            case "/":
                response.ContentType = "text/html; charset=utf-8";
                if (request.Method == "GET") await response.WriteAsync("<!doctype html><title>OpenClaw Control (stand-in)</title>");
                break;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }

        Task Write<T>(int status, T body, JsonTypeInfo<T> type)
        {
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            return request.Method == "HEAD" ? Task.CompletedTask : response.WriteAsJsonAsync(body, type);
        }
    }

    private static async Task StoppedOrOrphaned(int? owner, CancellationToken cancel)
    {
        try
        {
            while (owner is not { } pid || Lives(pid)) await Task.Delay(OwnerLook, TimeProvider.System, cancel);
        }
        catch (OperationCanceledException)
        {
            // SIGTERM: what this method waits for.
        }
    }

    private static bool Lives(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
