using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Logging;

/// <summary>Starts the keeper of the original's log, before the gateways, so that it hears their first word.</summary>
internal static class HealthcheckRegistration
{
    /// <summary>Adds <c>/user/healthcheck</c>, unless its owner does not want it.</summary>
    public static AkkaConfigurationBuilder WithHealthcheckLog(this AkkaConfigurationBuilder akka, HealerSettings settings, TimeZoneInfo zone) => settings.Logging.Healthcheck is not { } interval ? akka : akka.WithActors((system, _) =>
    {
        var file = new HealthcheckFile(settings.MemoryDirectory, zone, settings.Secrets);
        var retries = settings.Gateways.ToDictionary(static g => g.Id, static g => g.Probe.MaxRetries);
        system.ActorOf(TierSupervision.Aside(Props.Create(() => new HealthcheckActor(new HealthcheckLines(retries), file.Append, interval, Environment.ProcessId))), "healthcheck");
    });
}
