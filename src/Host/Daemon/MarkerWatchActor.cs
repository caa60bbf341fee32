using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Notifiers;

namespace OpenClaw.Host.Daemon;

/// <summary>Tier 4 for others: looks now and then whether somebody else's recovery log asks for a human, and hands that to the notifiers.</summary>
internal sealed class MarkerWatchActor : ReceiveActor, IWithTimers
{
    private const string Look = "look";

    private IReadOnlyList<Announcement> _told = [];

    public MarkerWatchActor(MarkerFileWatch watch, ICanTell gateway, TimeSpan interval) => Receive<LookNow>(_ =>
    {
        // Booked one look later: a daemon that ends before an alert is out tells it again, twice being better than never.
        foreach (var news in _told) watch.Confirm(news);
        _told = watch.Scan();
        foreach (var news in _told) gateway.Tell(new Announce(news.Gateway, news), Self);

        Timers.StartSingleTimer(Look, new LookNow(), interval);
    });

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(new LookNow());

    private sealed record LookNow;
}
