using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Http;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Heartbeat;

/// <summary>Wires the heartbeat, where its owner has one.</summary>
internal static class HeartbeatRegistration
{
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds what it is told with. Before the actor system: services end in reverse order, and its last word comes after the last actor.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="isLost">Whether the healer has lost itself.</param>
    public static IServiceCollection AddHeartbeat(this IServiceCollection services, HealerSettings settings, Func<bool> isLost)
    {
        if (settings.Notify.Heartbeat is not { } heartbeat) return services;
        services.AddQuietClient(HealthchecksHeartbeat.ClientName);
        services.AddSingleton<IHeartbeat>(s => new HealthchecksHeartbeat(
            s.GetRequiredService<IHttpClientFactory>(), heartbeat.Url, new SecretMask(settings.Secrets), PingTimeout, s.GetRequiredService<TimeProvider>()));
        return services.AddHostedService(s => new HeartbeatFarewell(
            s.GetRequiredService<IHeartbeat>(), isLost, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<HeartbeatFarewell>>()));
    }

    /// <summary>Starts its actor. Before the gateways, so that it hears their first word.</summary>
    public static AkkaConfigurationBuilder WithHeartbeat(this AkkaConfigurationBuilder builder, HealerSettings settings, HealerParts parts, IServiceProvider services) =>
        settings.Notify.Heartbeat is not { } pace ? builder : builder.WithActors((system, _) =>
        {
            var (heartbeat, places, kept) = (services.GetRequiredService<IHeartbeat>(), TreePlace.Of(parts), new KeptStanding());
            IReadOnlyList<string> gateways = [.. parts.Gateways.Select(static g => g.Id.Value)];
            Func<double> chance = Random.Shared.NextDouble;
            system.ActorOf(TierSupervision.Aside(Props.Create(() => new HeartbeatActor(heartbeat, pace, places, gateways, kept, chance))), "heartbeat");
        });
}
