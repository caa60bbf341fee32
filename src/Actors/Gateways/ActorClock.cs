using Akka.Actor;

namespace OpenClaw.Actors.Gateways;

/// <summary>The one clock of actors: the scheduler's, so that virtual time moves what they read together with what they are told.</summary>
internal static class ActorClock
{
    /// <summary>Now, as the actor system's scheduler sees it.</summary>
    public static DateTimeOffset Now(this IActorContext context) => context.System.Scheduler.Now;
}
