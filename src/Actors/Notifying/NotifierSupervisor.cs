using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Supervision;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>Tier 4: hands each piece of news to every channel that wants it, and keeps it until that channel has told it. A channel that dies loses nothing.</summary>
public sealed class NotifierSupervisor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IReadOnlyList<INotifier> _notifiers;
    private readonly Dictionary<string, Channel> _channels = [];

    /// <summary>Creates the actor.</summary>
    public NotifierSupervisor(IReadOnlyList<INotifier> notifiers)
    {
        _notifiers = notifiers;
        Receive<Announce>(OnAnnounce);
        Receive<ChannelReady>(m => HandOut(_channels[m.Channel] = _channels[m.Channel] with { InHand = null }));
        Receive<Told>(OnTold);
        Receive<ChannelResting>(m => _log.Warning("{Channel} rests after a failure; its news waits", m.Channel));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var notifier in _notifiers)
        {
            var props = TierSupervision.Notifier(Props.Create(() => new NotifierActor(notifier)), new ChannelResting(notifier.Name));
            _channels[notifier.Name] = new Channel(notifier.Name, Context.ActorOf(props, notifier.Name), new Outbox(notifier.Floor), null);
        }
    }

    private void OnAnnounce(Announce order)
    {
        foreach (var name in _channels.Keys.ToArray())
        {
            var channel = _channels[name];
            var outbox = channel.Outbox.Add(order.Announcement);
            if (outbox.Dropped > channel.Outbox.Dropped) _log.Warning("{Channel} has more than {Capacity} pieces of news to tell; the least severe was dropped", name, Outbox.Capacity);
            _channels[name] = channel with { Outbox = outbox };
            HandOut(_channels[name]);
        }
    }

    private void OnTold(Told told)
    {
        var channel = _channels[told.Channel];
        _channels[told.Channel] = channel with { Outbox = channel.Outbox.Remove(told.Key), InHand = null };
        if (told.Outcome is Delivery.Delivered) _log.Debug("{Channel} has told {News}", told.Channel, told.Key);
        HandOut(_channels[told.Channel]);
    }

    private void HandOut(Channel channel)
    {
        if (channel.InHand is not null || channel.Outbox.Pending.IsEmpty) return;
        var news = channel.Outbox.Pending[0];
        _channels[channel.Name] = channel with { InHand = news.Key };
        channel.Actor.Tell(new Tell(news));
    }

    private sealed record Channel(string Name, IActorRef Actor, Outbox Outbox, string? InHand);
}
