using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Supervision;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>
/// Tier 4: hands each piece of news to every channel that wants it, and keeps it until that channel has told it, across restarts of the healer where there
/// is a store. A channel that dies loses nothing. It waits for the store once, for a moment at its start: what was told already is not known before.
/// </summary>
public sealed class NotifierSupervisor : ReceiveActor, IWithTimers
{
    private const string StoreOverdue = "store-overdue";
    private const int MostSince = 10 * Outbox.Capacity;
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    // A write of the book takes milliseconds. A disk that needs longer does not hold an alert up.
    private static readonly TimeSpan BeginPatience = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly GatewayId _gateway;
    private readonly HealerParts _healer;
    private readonly Dictionary<string, Channel> _channels = [];
    private readonly List<Announcement> _since = []; // all that came before the news of the store
    private readonly UnwrittenNews _unwritten = new();
    private IActorRef _keeper = ActorRefs.Nobody;
    private bool _isRestored;
    private bool _waits;

    /// <summary>Creates the actor.</summary>
    public NotifierSupervisor(GatewayId gateway, HealerParts healer)
    {
        (_gateway, _healer) = (gateway, healer);
        Receive<Announce>(OnAnnounce);
        Receive<ChannelReady>(OnReady);
        Receive<Told>(OnTold);
        Receive<ChannelResting>(m =>
        {
            _log.Warning("{Channel} rests after a failure; its news waits", m.Channel);
            _channels[m.Channel] = _channels[m.Channel] with { HasBounced = true };
        });
        Receive<Restored>(_ => !_isRestored, OnRestored);
        Receive<Restored>(_ => { });
        Receive<NotRestored>(_ => !_isRestored, m => GoOnWithout(m.Why));
        Receive<NotRestored>(_ => { });
        Receive<Begun>(m => m.Key == _channels[m.Channel].InHand, m => HandOver(_channels[m.Channel]));
        Receive<Begun>(_ => { });
        Receive<KeeperResting>(_ => _log.Warning("The keeper of {Gateway}'s news rests after a failure; what is told meanwhile is written down when it is back", _gateway));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var notifier in _healer.Notifiers)
        {
            var props = _healer.Cast(TreePart.Channel, Props.Create(() => new NotifierActor(notifier)));
            var actor = Context.ActorOf(TierSupervision.Notifier(props, new ChannelResting(notifier.Name)), notifier.Name);
            _channels[notifier.Name] = new Channel(notifier.Name, actor, new Outbox(notifier.Floor) { Channel = notifier.Name });
        }

        (_isRestored, _waits) = (_healer.Outbox is null, _healer.Outbox is not null);
        if (_healer.Outbox is not { } store) return;
        var (gateway, channels, unwritten) = (_gateway, _channels.Keys.ToArray(), _unwritten);
        var keeper = _healer.Cast(TreePart.Keeper, Props.Create(() => new OutboxActor(gateway, store, channels, unwritten)));
        _keeper = Context.ActorOf(TierSupervision.Notifier(keeper, new KeeperResting()), "kept-news");
        Timers.StartSingleTimer(StoreOverdue, new NotRestored("it did not answer in time"), StorePatience);
    }

    private void OnAnnounce(Announce order)
    {
        var news = order.Announcement;
        if (!order.IsKept && _channels.Values.Any(c => !c.Outbox.Seen.Contains(news.Key))) Keep(news);
        if (!_isRestored)
        {
            if (_since.Count >= MostSince) _since.RemoveAt(0);
            _since.Add(news);
        }

        if (_waits) return;
        foreach (var channel in _channels.Values.ToArray())
        {
            PassOver(channel, news);
            Put(channel with { Outbox = channel.Outbox.Add(news) });
        }
    }

    private void OnReady(ChannelReady ready)
    {
        var channel = _channels[ready.Channel];
        // It died with news in hand, unless that came back: nobody knows how far it got.
        var outbox = channel is { InHand: { } key, IsHandedOver: true, HasBounced: false } ? channel.Outbox.Doubt(key) : channel.Outbox;
        Put(channel with { Outbox = outbox, InHand = null, IsReady = true });
    }

    private void OnTold(Told told)
    {
        var channel = _channels[told.Channel];
        if (told.Outcome is Delivery.Delivered) _log.Debug("{Channel} has told {News}", told.Channel, told.Key);
        Mark(told.Channel, told.Key, told.Outcome is Delivery.Delivered ? DeliveryMark.Delivered : DeliveryMark.Refused);
        Put(channel with { Outbox = channel.Outbox.Remove(told.Key), InHand = null });
    }

    /// <summary>Takes note of what was dropped, and hands out what is due.</summary>
    private void Put(Channel channel)
    {
        foreach (var dropped in channel.Outbox.Dropped)
        {
            _log.Warning("{Channel} has more than {Capacity} pieces of news to tell; the least severe was dropped: {News}", channel.Name, Outbox.Capacity, dropped);
            Mark(channel.Name, dropped, DeliveryMark.Dropped);
        }

        var outbox = channel.Outbox with { Dropped = [] };
        var next = channel is { IsReady: true, InHand: null } && !_waits && !outbox.Pending.IsEmpty ? outbox.Pending[0] : null;
        _channels[channel.Name] = channel = next is null ? channel with { Outbox = outbox } : channel with { Outbox = outbox, InHand = next.Key, IsHandedOver = false, HasBounced = false };
        if (next is not null) Begin(channel, next.Key);
    }

    /// <summary>First it is written down that it is begun: a healer that is killed over it must know that it may have been told.</summary>
    private void Begin(Channel channel, string key)
    {
        Mark(channel.Name, key, DeliveryMark.Begun);
        if (_healer.Outbox is null) HandOver(channel);
        else Timers.StartSingleTimer($"begin-{channel.Name}", new Begun(channel.Name, key), BeginPatience);
    }

    private void HandOver(Channel channel)
    {
        if (channel.IsHandedOver || channel.Outbox.Pending.Find(n => n.Key == channel.InHand) is not { } news) return;
        Timers.Cancel($"begin-{channel.Name}");
        _channels[channel.Name] = channel with { IsHandedOver = true };
        channel.Actor.Tell(new Tell(_isRestored || !MayBeOlder(news) ? news : news with { MayBeRepeat = true }));
    }

    /// <summary>
    /// Whether an earlier life may have told it, while the store cannot say so. Not what is named by the very moment it was made at, and not the news of an
    /// incident whose beginning was heard of in this life.
    /// </summary>
    private bool MayBeOlder(Announcement news)
    {
        if (news.Key.EndsWith($"/{news.At.UtcTicks}", StringComparison.Ordinal)) return false;
        return news.Incident is not { } incident || !news.Key.StartsWith($"{incident}/", StringComparison.Ordinal) || !_since.Exists(n => n.Key == $"{incident}/opened");
    }

    /// <summary>What a channel does not want must not come up again when its owner wants more from it one day.</summary>
    private void PassOver(Channel channel, Announcement news)
    {
        if (_isRestored && !channel.Outbox.Seen.Contains(news.Key) && !channel.Outbox.Wants(news)) Mark(channel.Name, news.Key, DeliveryMark.NotForIt);
    }

    private void OnRestored(Restored restored)
    {
        Timers.Cancel(StoreOverdue);
        (_isRestored, _waits) = (true, false);
        foreach (var channel in _channels.Values.ToArray())
        {
            var earlier = restored.Kept.Select(k => (k.News, Mark: k.Marks.TryGetValue(channel.Name, out var mark) ? mark : (DeliveryMark?)null)).ToArray();
            // What was not handed over yet may have been told by an earlier life: the store's word comes in time.
            var inHand = channel.IsHandedOver ? channel.InHand : null;
            var merged = channel with { Outbox = channel.Outbox.After(earlier, _since, inHand), InHand = inHand };
            foreach (var news in earlier.Where(static e => e.Mark is null).Select(static e => e.News).Concat(_since)) PassOver(merged, news);
            Put(merged);
        }

        _since.Clear();
    }

    // Noted here and not sent: what is sent to a keeper that dies or rests is lost.
    private void Keep(Announcement news)
    {
        if (_healer.Outbox is null) return;
        _unwritten.Keep(news);
        _keeper.Tell(new WriteNow());
    }

    private void Mark(string channel, string key, DeliveryMark mark)
    {
        if (_healer.Outbox is null) return;
        _unwritten.Mark(channel, key, mark);
        _keeper.Tell(new WriteNow());
    }

    private void GoOnWithout(string why)
    {
        if (!_waits) return;
        _waits = false;
        Timers.Cancel(StoreOverdue);
        _log.Warning("The news that was kept of {Gateway} cannot be read: {Why}. It is told when it can be; new news is told at once", _gateway, why);
        foreach (var channel in _channels.Values.ToArray()) Put(channel with { Outbox = _since.Aggregate(channel.Outbox, static (box, news) => box.Add(news)) });
    }

    private sealed record Channel(string Name, IActorRef Actor, Outbox Outbox)
    {
        /// <summary>The key of what it is telling.</summary>
        public string? InHand { get; init; }

        /// <summary>It has been told to tell it; before that, the beginning is being written down.</summary>
        public bool IsHandedOver { get; init; }

        /// <summary>It has said that it lives.</summary>
        public bool IsReady { get; init; }

        /// <summary>What is in hand never reached it.</summary>
        public bool HasBounced { get; init; }
    }
}
