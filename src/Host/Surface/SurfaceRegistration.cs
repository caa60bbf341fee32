using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Surface;

/// <summary>Wires the surface. A new part of it is one class and one line in <see cref="AddSurface"/>.</summary>
internal static class SurfaceRegistration
{
    /// <summary>Adds what it is made of.</summary>
    public static IServiceCollection AddSurface(this IServiceCollection services) => services
        .AddSingleton<SurfaceFeed>().AddSingleton<SurfaceAnswers>().AddSingleton<PageSessions>().AddSingleton<SurfaceAccess>().AddSingleton<SurfaceApp>()
        .AddSingleton<SurfaceParts>().AddSingleton(static s => new OwnerDesk(s.GetRequiredService<HealerSettings>(), s.GetRequiredService<SurfaceParts>().History, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ISurfaceRoutes, StatusRoutes>()
        .AddSingleton<ISurfaceRoutes, EventRoutes>()
        .AddSingleton<ISurfaceRoutes, IncidentRoutes>()
        .AddSingleton<ISurfaceRoutes, HistoryRoutes>()
        .AddSingleton<ISurfaceRoutes, OrderRoutes>()
        .AddSingleton<ISurfaceRoutes, PageRoutes>();

    /// <summary>Starts its listeners, each with an actor of its own.</summary>
    public static AkkaConfigurationBuilder WithSurface(this AkkaConfigurationBuilder builder, HealerSettings settings, IServiceProvider services) => builder.WithActors((system, _) =>
    {
        var app = services.GetRequiredService<SurfaceApp>();
        Start(system, app, SurfaceDoor.Control(settings.Home), "control-socket");
        if (!settings.Page.Enabled) return;
        if (settings.Gateways.FirstOrDefault(g => g.Url.IsLoopback && g.Url.Port == settings.Page.Port) is { } theirs)
        {
            services.GetRequiredService<ILogger<SurfaceApp>>().LogWarning(
                "The status page stays closed: its port {Port} is that of gateway {Gateway}. Set openclaw.page.port to a free one", settings.Page.Port, theirs.Id);
            return;
        }

        Start(system, app, SurfaceDoor.Page(settings.Page.Port), "status-page");
    });

    private static void Start(ActorSystem system, SurfaceApp app, SurfaceDoor door, string name)
    {
        Func<CancellationToken, Task<IAsyncDisposable>> open = cancel => app.Open(door, cancel);
        system.ActorOf(TierSupervision.Aside(Props.Create(() => new SurfaceListenerActor(door, open))), name);
    }
}
