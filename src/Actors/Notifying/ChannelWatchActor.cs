using Akka.Actor;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Notifying;

/// <summary>
/// Knows how each channel fares, over all gateways: publishes when its luck turns (<see cref="ChannelHealth"/>), and has the other channels tell of one that has failed for long, as
/// it cannot do so itself.
/// </summary>
public sealed class ChannelWatchActor : ReceiveActor, IWithTimers
{
    private readonly ICanTell _voice;
    private readonly GatewayId _about;
    private readonly Dictionary<string, Trouble> _failing = [];
    private readonly Dictionary<string, string> _refused = []; // by channel: the news that was refused last, while nothing was taken since

    /// <summary>Creates the actor.</summary>
    /// <param name="voice">Who has news told.</param>
    /// <param name="about">The gateway whose channels tell it.</param>
    /// <param name="patience">How long a channel may fail before the others tell of it.</param>
    public ChannelWatchActor(ICanTell voice, GatewayId about, TimeSpan patience)
    {
        (_voice, _about) = (voice, about);
        Receive<ChannelTried>(m =>
        {
            switch (m.Outcome)
            {
                case Delivery.Delivered:
                    _refused.Remove(m.Channel);
                    Recover(m);
                    break;
                case Delivery.TryLater later:
                    Fail(m, later.Why, patience);
                    break;
                case Delivery.Refused { IsChannelDead: true } refused:
                    Fail(m, refused.Why, patience);
                    break;
                // A message that is refused says nothing of the next one; two different ones in a row do.
                case Delivery.Refused refused when _refused.TryGetValue(m.Channel, out var before) && before != m.Key:
                    Fail(m, refused.Why, patience);
                    break;
                case Delivery.Refused:
                    _refused[m.Channel] = m.Key;
                    Recover(m);
                    break;
            }
        });
        Receive<StillFailing>(m => _failing.ContainsKey(m.Channel), m =>
        {
            var trouble = _failing[m.Channel];
            _failing[m.Channel] = trouble with { IsTold = true };
            Say(Announcements.ChannelFails(_about, m.Channel, trouble.Since, trouble.Why, Context.Now()));
        });
        Receive<StillFailing>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(ChannelTried));

    /// <inheritdoc/>
    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    // It answers: whatever it was before, it is there.
    private void Recover(ChannelTried tried)
    {
        if (!_failing.Remove(tried.Channel, out var over)) return;
        Timers.Cancel(tried.Channel);
        Publish(new ChannelHealth(tried.Channel, tried.At, null, null));
        if (over.IsTold) Say(Announcements.ChannelBack(_about, tried.Channel, over.Since, tried.At));
    }

    private void Fail(ChannelTried tried, string why, TimeSpan patience)
    {
        var isNew = !_failing.TryGetValue(tried.Channel, out var known);
        _failing[tried.Channel] = (known ?? new Trouble(tried.At, why, false)) with { Why = why };
        if (!isNew) return;
        Timers.StartSingleTimer(tried.Channel, new StillFailing(tried.Channel), patience);
        Publish(new ChannelHealth(tried.Channel, tried.At, tried.At, why));
    }

    private static void Publish(ChannelHealth health) => Context.System.EventStream.Publish(health);

    private void Say(Announcement news) => _voice.Tell(new Announce(_about, news), Self);

    private sealed record Trouble(DateTimeOffset Since, string Why, bool IsTold);

    private sealed record StillFailing(string Channel);
}
