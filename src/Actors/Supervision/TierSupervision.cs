using Akka.Actor;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Supervision;

/// <summary>
/// What happens when a part of the healer itself fails; the only file with a directive in it. A failure of the gateway never comes here: that is data.
/// Every tier is stopped and started again later, with growing pauses, and given up after a number of failures; giving up reaches the
/// gateway's supervisor as the end of the child it watches.
/// </summary>
public static class TierSupervision
{
    /// <summary>The name of the actor below its backoff supervisor.</summary>
    public const string ChildName = "actor";

    private static readonly Row Sensor = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), 10);
    private static readonly Row Healer = new(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), 3);
    private static readonly Row Brain = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), 10);
    private static readonly Row Voice = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), GiveUpAfter: null);
    private static readonly Row Help = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), GiveUpAfter: null);

    private static readonly TierResting WatchdogRests = new(Tier.Watchdog);
    private static readonly TierResting ProberRests = new(Tier.Prober);
    private static readonly TierResting DoctorRests = new(Tier.Doctor);
    private static readonly HelpResting HelpRests = new();

    /// <summary>Tier 1. Given up: the incident climbs to the doctor.</summary>
    public static Props Watchdog(Props child) => Below(Sensor, child, WatchdogRests);

    /// <summary>Tier 2. Given up: the healer is blind and calls a human.</summary>
    public static Props Prober(Props child) => Below(Sensor, child, ProberRests);

    /// <summary>Tier 3. A treatment in flight is cancelled and not run again. Given up: a human.</summary>
    public static Props Doctor(Props child) => Below(Healer, child, DoctorRests);

    /// <summary>The watch on causes, a help to tier 1: never given up, and missed by nobody while it rests.</summary>
    public static Props Causes(Props child) => Below(Voice, child, HelpRests);

    /// <summary>A help beside the gateways, such as the heartbeat, the desks and the watch on channels: never given up, and missed by nobody while it rests.</summary>
    public static Props Aside(Props child) => Below(Help, child, HelpRests);

    /// <summary>One channel of tier 4, or the keeper of its news: never given up.</summary>
    public static Props Notifier(Props child, object whileResting) => Below(Voice, child, whileResting);

    /// <summary>Who listens to a chat service for commands: never given up, and missed by nobody while it rests.</summary>
    public static Props Remote(Props child) => Below(Voice, child, HelpRests);

    /// <summary>The brain, rebuilt from the journal each time. Given up: the gateway's whole subtree starts anew.</summary>
    public static Props Incident(Props child, object whileResting) => Below(Brain, child, whileResting);

    /// <summary>
    /// For <see cref="GatewaysActor"/>: a gateway's subtree is restarted five times in an hour, then stopped; the other gateways live on. Not in ten minutes: a
    /// brain that can never live is given up after some 200 s of pauses, five times of which would never fall into them.
    /// </summary>
    public static SupervisorStrategy Gateways() => new OneForOneStrategy(5, TimeSpan.FromHours(1), static _ => Directive.Restart);

    /// <summary>For <see cref="GatewaySupervisor"/>: its children are backoff supervisors, which do not fail; one that does takes the subtree with it.</summary>
    public static SupervisorStrategy GatewayTiers() => new OneForOneStrategy(0, Timeout.InfiniteTimeSpan, static _ => Directive.Escalate);

    /// <summary>For <see cref="Notifying.NotifierBridgeActor"/>: an author's own notifier that fails is stopped; its bridge ends with it and has the row's pauses.</summary>
    public static SupervisorStrategy OwnNotifier() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    /// <summary>
    /// For <see cref="RestingActor"/>: whatever fails is stopped, and started again after a pause, as a child that fails in its constructor is never restarted
    /// by a restart directive.
    /// </summary>
    internal static SupervisorStrategy Rests(Action<IActorRef> ended) => new StopsAndTells(ended);

    private static Props Below(Row row, Props child, object whileResting) => Props.CreateBy(new RestingActor.Producer(row, child, whileResting));

    private sealed class StopsAndTells(Action<IActorRef> ended) : OneForOneStrategy(static _ => Directive.Stop)
    {
        /// <inheritdoc/>
        public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children) => ended(child);
    }
}

/// <summary>Sent back for an order that found its tier between two lives.</summary>
public sealed record TierResting(Tier Tier);

/// <summary>Sent back by a part whose rest costs nothing but time.</summary>
public sealed record HelpResting;
