using Akka.Actor;
using OpenClaw.Actors.Hosting;

namespace OpenClaw.Actors.Gateways;

/// <summary>The one clock of actors: the scheduler's, so that virtual time moves what they read together with what they are told.</summary>
public static class ActorClock
{
    /// <summary>Now, as the actor system's scheduler sees it.</summary>
    public static DateTimeOffset Now(this IActorContext context) => context.System.Scheduler.Now;

    /// <summary>Now by the wall clock, for what people have set by it. Unlike <see cref="Now"/> it may step back.</summary>
    public static DateTimeOffset WallNow(this IActorContext context) =>
        context.System.Scheduler is TimeProviderScheduler ours ? context.Now() - ours.AheadOfWall : context.Now();

    /// <summary>A time of the wall clock in this clock's terms: they differ for good once the wall clock was set back.</summary>
    public static DateTimeOffset FromWall(this IActorContext context, DateTimeOffset wall) =>
        context.System.Scheduler is TimeProviderScheduler ours ? wall + ours.AheadOfWall : wall;
}
