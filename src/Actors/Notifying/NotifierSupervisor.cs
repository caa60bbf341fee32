using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Supervision;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>
/// Tier 4: hands each piece of news to every channel that wants it, when its owner wants it told, and keeps it until that channel has told it, across restarts of the healer where
/// there is a store. A channel that dies loses nothing. It waits for the store once, for a moment at its start: what was told already is not known before.
/// </summary>
public sealed class NotifierSupervisor : UntypedActor, IWithTimers
{
    private const string StoreOverdue = "store-overdue";
    private const int MostSince = 10 * Outbox.Capacity;
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    // A write of the book takes milliseconds. A disk that needs longer does not hold an alert up.
    private static readonly TimeSpan BeginPatience = TimeSpan.FromSeconds(1);

    private readonly GatewayId _gateway;
    private readonly HealerParts _healer;
    private readonly Dictionary<string, Channel> _channels = [];
    private readonly List<Announcement> _since = []; // all that came before the news of the store
    private readonly UnwrittenNews _unwritten = new();
    private IActorRef _keeper = ActorRefs.Nobody;
    private bool _isRestored;
    private bool _waits;

    /// <summary>Creates the actor.</summary>
    public NotifierSupervisor(GatewayId gateway, HealerParts healer) => (_gateway, _healer) = (gateway, healer);

    private static ILoggingAdapter Log => Context.GetLogger();

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Announce order:
                OnAnnounce(order);
                break;
            case ChannelReady m:
                OnReady(m);
                break;
            case Tried m:
                OnTried(m);
                break;
            case ChannelDue m:
                Put(_channels[m.Channel]);
                break;
            case ChannelResting m:
                Log.Warning("{Channel} rests after a failure; its news waits", m.Channel);
                _channels[m.Channel] = _channels[m.Channel] with { HasBounced = true };
                break;
            case Restored m:
                if (!_isRestored) OnRestored(m);
                break;
            case NotRestored m:
                if (!_isRestored) GoOnWithout(m.Why);
                break;
            case Begun m:
                if (m.Key == _channels[m.Channel].Outbox.InHand) HandOver(_channels[m.Channel]);
                break;
            case KeeperResting:
                Log.Warning("The keeper of {Gateway}'s news rests after a failure; what is told meanwhile is written down when it is back", _gateway);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var notifier in _healer.Notifiers)
        {
            var desk = _healer.Desks.GetValueOrDefault(notifier.Name);
            Open(notifier.Name, Props.Create(() => new NotifierActor(notifier, desk)), _healer.Manners(notifier));
        }

        var gateway = _gateway;
        foreach (var own in _healer.ActorNotifiers) Open(own.Name, Props.Create(() => new NotifierBridgeActor(own.Name, own.Props, gateway)), new ChannelManners(own.Floor));

        (_isRestored, _waits) = (_healer.Outbox is null, _healer.Outbox is not null);
        if (_healer.Outbox is not { } store) return;
        var (channels, unwritten) = (_channels.Keys.ToArray(), _unwritten);
        var keeper = _healer.Cast(TreePart.Keeper, Props.Create(() => new OutboxActor(gateway, store, channels, unwritten)));
        _keeper = Context.ActorOf(TierSupervision.Notifier(keeper, new KeeperResting()), "kept-news");
        Timers.StartSingleTimer(StoreOverdue, new NotRestored("it did not answer in time"), StorePatience);
    }

    private void Open(string name, Props channel, ChannelManners manners)
    {
        var actor = Context.ActorOf(TierSupervision.Notifier(_healer.Cast(TreePart.Channel, channel), new ChannelResting(name)), name);
        _channels[name] = new Channel(name, actor, new Outbox(manners));
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
            var asked = news.IsFor(channel.Name) ? channel with { Outbox = channel.Outbox.Add(news, Context.Now()) } : channel;
            PassOver(asked, news);
            Put(asked);
        }
    }

    private void OnReady(ChannelReady ready)
    {
        var channel = _channels[ready.Channel];
        var outbox = channel.Outbox;
        if (outbox.InHand is { } key)
        {
            // It died with news in hand, unless that came back: nobody knows how far it got.
            var diedOverIt = channel is { IsHandedOver: true, HasBounced: false };
            outbox = diedOverIt ? outbox.Bereave(mayHaveArrived: true) : outbox.PutBack(null, isTry: false, mayHaveArrived: false);
            if (diedOverIt) Context.System.EventStream.Publish(new ChannelTried(ready.Channel, Context.Now(), key, new Delivery.TryLater(null, "it failed itself")));
        }

        Put(channel with { Outbox = outbox, IsReady = true });
    }

    private void OnTried(Tried tried)
    {
        var channel = _channels[tried.Channel];
        // Of a try that this box does not wait for any more.
        if (channel.Outbox.InHand != tried.Key) return;
        var now = Context.Now();
        var box = channel.Outbox;
        switch (tried.Outcome)
        {
            case Delivery.Delivered told:
                Log.Debug("{Channel} has told {News}", tried.Channel, tried.Key);
                Mark(tried.Channel, tried.Key, DeliveryMark.Delivered, told.Handle);
                box = box.Delivered(told.Handle);
                break;
            case Delivery.TryLater later:
                var pause = later.After is { } asked && asked > TimeSpan.Zero ? asked : ChannelManners.Pause(tried.Key, box.Tries + 1);
                Log.Warning("{Channel} did not take {News} (try {Try}): {Why}; next try in {Seconds:0} s", tried.Channel, tried.Key, box.Tries + 1, later.Why, pause.TotalSeconds);
                box = box.PutBack(now + pause, isTry: true, later.MayHaveArrived);
                break;
            case Delivery.Waits waits:
                Log.Debug("{Channel} waits with {News}: {Why}", tried.Channel, tried.Key, waits.Why);
                var until = now + (waits.After > LeastWait ? waits.After : LeastWait);
                box = waits.IsOfAllowance ? box.Calm(until) : box.PutBack(until, isTry: false, mayHaveArrived: false);
                break;
            // Not this message but all of them: it is kept until its owner has mended the channel, or something in between lets us through again.
            case Delivery.Refused { IsChannelDead: true } dead:
                Log.Error("{Channel} is refused: {Why}. {News} is kept; next try in {Minutes:0} min", tried.Channel, dead.Why, tried.Key, DeadPause.TotalMinutes);
                box = box.PutBack(now + DeadPause, isTry: true, mayHaveArrived: false);
                break;
            case Delivery.Refused refused:
                Log.Error("{Channel} refuses {News} for good: {Why}", tried.Channel, tried.Key, refused.Why);
                Mark(tried.Channel, tried.Key, DeliveryMark.Refused);
                box = box.Refused();
                break;
        }

        Put(channel with { Outbox = box });
    }

    /// <summary>Takes note of what has come to an end untold, hands out what is due, and sets the alarm for what is not.</summary>
    private void Put(Channel channel)
    {
        foreach (var (key, mark) in channel.Outbox.Ended)
        {
            if (mark == DeliveryMark.Dropped) Log.Warning("{Channel} has more than {Capacity} pieces of news to tell; the least severe was dropped: {News}", channel.Name, Outbox.Capacity, key);
            Mark(channel.Name, key, mark);
        }

        var (now, alarm, manners) = (Context.Now(), $"due-{channel.Name}", channel.Outbox.Manners);
        var outbox = channel.Outbox with { Ended = [], Manners = manners.Quiet is null ? manners : manners with { AheadOfWall = now - Context.WallNow() } };
        Timers.Cancel(alarm);
        if (_waits || !channel.IsReady) _channels[channel.Name] = channel with { Outbox = outbox };
        else if (outbox.Next(now) is { } next)
        {
            _channels[channel.Name] = channel = channel with { Outbox = outbox.Take(next), IsHandedOver = false, HasBounced = false };
            Begin(channel, next.Key);
        }
        else
        {
            _channels[channel.Name] = channel with { Outbox = outbox };
            if (outbox.WakeAt(now) is { } due) Timers.StartSingleTimer(alarm, new ChannelDue(channel.Name), due > now ? due - now : TimeSpan.Zero);
        }
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
        if (channel.IsHandedOver || channel.Outbox.Pending.Find(n => n.Key == channel.Outbox.InHand) is not { } pending) return;
        Timers.Cancel($"begin-{channel.Name}");
        _channels[channel.Name] = channel with { IsHandedOver = true };
        var news = channel.Outbox.Dress(pending);
        channel.Actor.Tell(new Tell(_isRestored || !MayBeOlder(news) ? news : news with { MayBeRepeat = true }));
    }

    /// <summary>
    /// Whether an earlier life may have told it, while the store cannot say so. Not what is named by the very moment it was made at, and not the news of an
    /// incident whose beginning was heard of in this life.
    /// </summary>
    private bool MayBeOlder(Announcement news)
    {
        if (news.Key.EndsWith($"/{news.At.UtcTicks}", StringComparison.Ordinal)) return false;
        return !news.IsOfTale || !_since.Exists(n => n.Key == $"{news.About}/opened");
    }

    /// <summary>What a channel does not want must not come up again when its owner wants more from it one day.</summary>
    private void PassOver(Channel channel, Announcement news)
    {
        if (_isRestored && !channel.Outbox.Seen.Contains(news.Key)) Mark(channel.Name, news.Key, DeliveryMark.NotForIt);
    }

    private void OnRestored(Restored restored)
    {
        Timers.Cancel(StoreOverdue);
        (_isRestored, _waits) = (true, false);
        foreach (var channel in _channels.Values.ToArray())
        {
            var earlier = restored.Kept.Where(k => k.News.IsFor(channel.Name))
                .Select(k => (k.News, Mark: k.Marks.TryGetValue(channel.Name, out var mark) ? mark : (DeliveryMark?)null, Handle: k.Handles.GetValueOrDefault(channel.Name))).ToArray();
            // What was not handed over yet may have been told by an earlier life: the store's word comes in time.
            var box = channel.IsHandedOver ? channel.Outbox : channel.Outbox with { InHand = null };
            var merged = channel with { Outbox = box.After(earlier, [.. _since.Where(n => n.IsFor(channel.Name))], Context.Now()) };
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

    private void Mark(string channel, string key, DeliveryMark mark, string? handle = null)
    {
        if (_healer.Outbox is null) return;
        _unwritten.Mark(channel, key, mark, handle);
        _keeper.Tell(new WriteNow());
    }

    private void GoOnWithout(string why)
    {
        if (!_waits) return;
        _waits = false;
        Timers.Cancel(StoreOverdue);
        Log.Warning("The news that was kept of {Gateway} cannot be read: {Why}. It is told when it can be; new news is told at once", _gateway, why);
        var now = Context.Now();
        foreach (var channel in _channels.Values.ToArray())
            Put(channel with { Outbox = _since.Where(n => n.IsFor(channel.Name)).Aggregate(channel.Outbox, (box, news) => box.Add(news, now)) });
    }

    // Somebody has to mend it; asking more often would only look like an attack.
    private static readonly TimeSpan DeadPause = TimeSpan.FromMinutes(15);

    // A channel that says "wait" and names no time is not asked again at once.
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    private sealed record ChannelDue(string Channel);

    private sealed record Channel(string Name, IActorRef Actor, Outbox Outbox)
    {
        /// <summary>It has been told to tell what is in hand; before that, the beginning is being written down.</summary>
        public bool IsHandedOver { get; init; }

        /// <summary>It has said that it lives.</summary>
        public bool IsReady { get; init; }

        /// <summary>What is in hand never reached it.</summary>
        public bool HasBounced { get; init; }
    }
}
