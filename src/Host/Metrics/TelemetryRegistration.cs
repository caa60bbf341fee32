using System.Diagnostics;
using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Http;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Metrics;

/// <summary>Wires metrics and traces.</summary>
internal static class TelemetryRegistration
{
    /// <summary>Adds what counts and what tells it. Before the actor system: services end in reverse order, and what the last actor leaves open is still sent.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, HealerSettings settings)
    {
        services.AddSingleton(static s => new HealerMetrics(s.GetRequiredService<TimeProvider>(), ProductVersion.Text));
        services.AddSingleton<PrometheusScrape>().AddSingleton<ISurfaceRoutes, MetricsRoutes>();
        services.AddSingleton(static s => new ActivitySource(s.GetRequiredService<HealerMetrics>().Name, ProductVersion.Text));
        if (settings.Telemetry.Otlp is not { } otlp) return services;
        services.AddQuietClient(OtlpExport.ClientName).AddSingleton<OtlpWitness>();
        services.AddHttpClient(OtlpExport.ClientName).AddHttpMessageHandler<OtlpWitness>();
        return services.AddHostedService(s => new OtlpExport(otlp, s.GetRequiredService<HealerMetrics>(), ProductVersion.Text, s.GetRequiredService<IHttpClientFactory>(), s.GetRequiredService<ILogger<OtlpExport>>()));
    }

    /// <summary>The same parts, counted.</summary>
    public static HealerParts Counted(this IServiceProvider services, HealerParts parts)
    {
        var (metrics, home, book) = (services.GetRequiredService<HealerMetrics>(), services.GetRequiredService<HealerSettings>().Home, services.GetRequiredService<DaemonParts>().Book);
        (metrics.JournalQueue, metrics.JournalSize) = (() => book.Waiting, () => BookFile.SizeIn(home));
        return parts.By(metrics, services.GetRequiredService<TimeProvider>());
    }

    /// <summary>Starts its actor. Before the gateways, so that it hears their first word.</summary>
    public static AkkaConfigurationBuilder WithTelemetry(this AkkaConfigurationBuilder builder, HealerParts parts, IServiceProvider services) => builder.WithActors((system, _) =>
    {
        var (metrics, source, home) = (services.GetRequiredService<HealerMetrics>(), services.GetRequiredService<ActivitySource>(), services.GetRequiredService<HealerSettings>().Home);
        var (history, book) = (new SqliteIncidentHistory(home, services.GetRequiredService<ILogger<SqliteIncidentHistory>>()), new BookReader(home));
        var log = services.GetRequiredService<ILogger<MetricsActor>>();
        metrics.Mailboxes = new Mailboxes(system, [.. TreePlace.Of(parts).Select(static p => p.Path)]).Sizes;
        Func<CancellationToken, Task<Recoveries>> recoveries = cancel => Recoveries.Read(book, log, cancel);
        system.ActorOf(TierSupervision.Aside(Props.Create(() => new MetricsActor(metrics, new IncidentTraces(source), history, recoveries))), "metrics");
    });
}
