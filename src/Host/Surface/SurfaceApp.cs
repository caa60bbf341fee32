using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace OpenClaw.Host.Surface;

/// <summary>
/// The surface on one listener: a web server of its own, so that what befalls it befalls neither the daemon nor the other listener; and none while nobody is there.
/// </summary>
/// <param name="routes">What it serves.</param>
/// <param name="answers">Writes answers.</param>
/// <param name="time">The clock of a listener's idle time.</param>
/// <param name="loggers">The daemon's logs.</param>
internal sealed class SurfaceApp(IEnumerable<ISurfaceRoutes> routes, SurfaceAnswers answers, TimeProvider time, ILoggerFactory loggers)
{
    private const int LargestBody = 16 * 1024;
    private const int LargestHeaders = 16 * 1024;
    private const int MostConnections = 100;
    private const int Backlog = 512;
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(2);

    /// <summary>Opens the listener. What is returned closes it.</summary>
    /// <exception cref="IOException">It cannot be opened now; one line.</exception>
    public Task<IAsyncDisposable> Open(SurfaceDoor door, CancellationToken cancel)
    {
        // Whoever was to have it may be gone already.
        cancel.ThrowIfCancellationRequested();
        var socket = Listen(door);
        return Task.FromResult<IAsyncDisposable>(new SurfaceListener(socket, door, (sockets, stopped) => Start(door, sockets, stopped), time, loggers.CreateLogger<SurfaceListener>()));
    }

    private static Socket Listen(SurfaceDoor door)
    {
        var socket = door.Socket is { } path ? ControlSocket.Bind(path) : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (door.Socket is null) socket.Bind(new IPEndPoint(IPAddress.Loopback, door.Port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new IOException(refused.SocketErrorCode is SocketError.AddressAlreadyInUse ? $"{door.Where} is taken by another program" : $"{door.Where}: {refused.Message}");
        }
    }

    private async Task<IAsyncDisposable> Start(SurfaceDoor door, HandedSockets sockets, CancellationToken cancel)
    {
        var app = Build(door, sockets);
        try
        {
            await app.StartAsync(cancel);
            return new Opened(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private WebApplication Build(SurfaceDoor door, HandedSockets sockets)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, door));
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = EndWithin);
        builder.Services.AddRoutingCore().AddSingleton<ILoggerFactory>(new QuietStart(loggers)).AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.RemoveAll<IConnectionListenerFactory>().AddSingleton<IConnectionListenerFactory>(sockets);
        var app = builder.Build();
        var guard = new SurfaceGuard(door, answers, loggers.CreateLogger<SurfaceGuard>());
        app.Use(next => context => guard.Pass(context, next));
        app.UseRouting();
        foreach (var part in routes) part.Map(app, door);
        return app;
    }

    private void Configure(KestrelServerOptions options, SurfaceDoor door)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestBody;
        options.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.RequestHeadersTimeout = HeadersWithin;
        if (door.Socket is not { } path) options.Listen(IPAddress.Loopback, door.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        else options.ListenUnixSocket(path, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(OwnerOnly);
        });
    }

    private ConnectionDelegate OwnerOnly(ConnectionDelegate next) => connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } peer && ControlSocket.IsOwners(peer)) return next(connection);
        loggers.CreateLogger<SurfaceApp>().LogWarning("Another user has connected to the control socket and was turned away");
        connection.Abort();
        return Task.CompletedTask;
    };

    private sealed class Opened(WebApplication app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }
    }

    /// <summary>A web server that cannot start says so with a stack trace, each time it is tried; whoever tries it says it once, in a line.</summary>
    private sealed class QuietStart(ILoggerFactory inner) : ILoggerFactory
    {
        private const string Starter = "Microsoft.Extensions.Hosting.Internal.Host";

        public ILogger CreateLogger(string categoryName) => categoryName == Starter ? NullLogger.Instance : inner.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public void Dispose()
        {
            // The daemon's.
        }
    }

    /// <summary>The daemon's signals are the daemon's: a listener begins and ends when it is told.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
