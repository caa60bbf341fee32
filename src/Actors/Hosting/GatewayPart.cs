using Akka.Actor;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Hosting;

/// <summary>Makes a part of a gateway's subtree. By hand, as there are six for each gateway: Akka's way over an expression costs time and memory for each.</summary>
/// <param name="part">Which.</param>
/// <param name="gateway">The gateway.</param>
/// <param name="healer">The healer.</param>
internal sealed class GatewayPart(TreePart part, GatewayParts gateway, HealerParts healer) : IIndirectActorProducer
{
    /// <inheritdoc/>
    public Type ActorType => part switch
    {
        TreePart.Gateway => typeof(GatewaySupervisor),
        TreePart.Notifier => typeof(NotifierSupervisor),
        TreePart.Watchdog => typeof(WatchdogActor),
        TreePart.Prober => typeof(ProberActor),
        TreePart.Doctor => typeof(DoctorActor),
        TreePart.Incident => typeof(IncidentActor),
        TreePart.Causes => typeof(CauseActor),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "It is no part of a gateway's own."),
    };

    /// <summary>As it is cast: the part itself, but for a spec.</summary>
    public static Props Of(TreePart part, GatewayParts gateway, HealerParts healer) => healer.Cast(part, Props.CreateBy(new GatewayPart(part, gateway, healer)));

    /// <inheritdoc/>
    public ActorBase Produce() => part switch
    {
        TreePart.Gateway => new GatewaySupervisor(gateway, healer),
        TreePart.Notifier => new NotifierSupervisor(gateway.Id, healer),
        TreePart.Watchdog => new WatchdogActor(gateway.Id, gateway.Process, gateway.Policy),
        TreePart.Prober => new ProberActor(gateway.Id, gateway.Probe, gateway.Policy),
        TreePart.Doctor => new DoctorActor(gateway.Id, gateway.Doctors),
        TreePart.Incident => new IncidentActor(gateway.Id, healer.Journal, gateway.Policy, healer.Ledgers),
        TreePart.Causes => new CauseActor(gateway.Id, gateway.Causes!),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "It is no part of a gateway's own."),
    };

    /// <inheritdoc/>
    public void Release(ActorBase actor)
    {
    }
}
