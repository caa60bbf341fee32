using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Supervision;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>
/// A notifier that is an actor of its author's own: anything that understands <see cref="Announce"/>. It runs below this one, under the same supervision as every channel: when it
/// dies this one ends with it, and both are started anew after a pause; news that it had not dealt with by then is told again.
/// </summary>
internal sealed class NotifierBridgeActor : ReceiveActor, IWithTimers
{
    private const string Overdue = "overdue";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _name;
    private readonly Props _props;
    private string? _inHand;
    private IActorRef _own = ActorRefs.Nobody;

    /// <summary>Creates the actor.</summary>
    public NotifierBridgeActor(string name, Props props, GatewayId gateway)
    {
        (_name, _props) = (name, props);
        Receive<Tell>(m =>
        {
            _inHand = m.News.Key;
            _own.Tell(new Announce(gateway, m.News));
            // It answers this by itself, and after it has dealt with what came before: so its author owes no answer, and we know all the same.
            _own.Tell(new Identify(m.News.Key));
            Timers.StartSingleTimer(Overdue, new NoAnswer(m.News.Key), Patience);
        });
        Receive<ActorIdentity>(m => m.Subject is not null && m.MessageId as string == _inHand, _ => End(new Delivery.Delivered()));
        Receive<ActorIdentity>(_ => { }); // without a subject: the answer for one that has died over it
        Receive<NoAnswer>(m => m.Key == _inHand, _ => End(new Delivery.TryLater(null, $"it has not dealt with it within {Patience.TotalSeconds:0} s") { MayHaveArrived = true }));
        Receive<NoAnswer>(_ => { });
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _own = Context.Watch(Context.ActorOf(_props, "own"));
        Context.Parent.Tell(new ChannelReady(_name));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => TierSupervision.OwnNotifier();

    private void End(Delivery outcome)
    {
        Timers.Cancel(Overdue);
        Context.Parent.Tell(new Tried(_name, _inHand!, outcome));
        Context.System.EventStream.Publish(new ChannelTried(_name, Context.Now(), _inHand!, outcome));
        _inHand = null;
    }

    private sealed record NoAnswer(string Key);
}

/// <summary>A notifier that is an actor of its author's own.</summary>
/// <param name="Name">Its name, also its actor's.</param>
/// <param name="Props">The actor; it understands <see cref="Announce"/>. There is one for each gateway.</param>
/// <param name="Floor">The least severe news it wants.</param>
public sealed record ActorNotifier(string Name, Props Props, Severity Floor);
