using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>Hears what a daemon publishes, at the moment when it does.</summary>
internal sealed class Ear(IActorRefProvider provider, Daemon daemon, World world) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/ear");

    public override IActorRefProvider Provider { get; } = provider;

    public static void Listen(ExtendedActorSystem system, Daemon daemon, World world)
    {
        var ear = new Ear(system.Provider, daemon, world);
        foreach (var what in new[] { typeof(IncidentNews), typeof(GatewayStatus), typeof(DeadLetter), typeof(UnhandledMessage), typeof(Error) }) system.EventStream.Subscribe(ear, what);
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (!daemon.IsAlive) return;
        switch (message)
        {
            case IncidentNews news:
                world.Heard(daemon, news.Event);
                break;
            case GatewayStatus status:
                daemon.Status = status;
                world.Tally.Count($"phase {status.Phase}");
                world.Tell($"the healer says: {status.Phase}");
                break;
            case DeadLetter letter when letter.Message is not IDeadLetterSuppression:
                world.Fail($"lost mail: {letter.Message} to {letter.Recipient}");
                break;
            case UnhandledMessage unhandled:
                world.Fail($"unhandled: {unhandled.Message} by {unhandled.Recipient}");
                break;
            case Error { Cause: { } cause }:
                world.Fail($"a part of the healer has failed: {cause}");
                break;
        }
    }
}
