using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Heartbeat;

namespace OpenClaw.Host.Service;

/// <summary>Wires the daemon's words to its service manager, where that wants them.</summary>
internal static class ServiceRegistration
{
    /// <summary>Starts the actor that speaks. Before the gateways, so that it hears their first word.</summary>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="talk">The way to the manager; null for none.</param>
    /// <param name="parts">The healer's parts.</param>
    /// <param name="lifetime">Tells when the daemon is asked to stop.</param>
    public static AkkaConfigurationBuilder WithServiceManager(this AkkaConfigurationBuilder builder, ServiceTalk? talk, HealerParts parts, IHostApplicationLifetime lifetime) =>
        talk is null ? builder : builder.WithActors((system, _) =>
        {
            lifetime.ApplicationStopping.Register(() => talk.Say("STOPPING=1", "STATUS=ends"));
            var places = TreePlace.Of(parts);
            system.ActorOf(TierSupervision.Aside(Props.Create(() => new ServiceWatchActor(talk, places))), "service-watch");
        });
}
