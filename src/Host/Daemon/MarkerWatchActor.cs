using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Notifiers;

namespace OpenClaw.Host.Daemon;

/// <summary>Tier 4 for others: looks now and then whether somebody else's recovery log asks for a human, and hands that to the notifiers.</summary>
internal sealed class MarkerWatchActor : ReceiveActor, IWithTimers
{
    private const string Look = "look";

    public MarkerWatchActor(MarkerFileWatch watch, ICanTell gateway, TimeSpan interval) => Receive<LookNow>(_ =>
    {
        foreach (var news in watch.Scan())
        {
            gateway.Tell(new Announce(news.Gateway, news), Self);
            watch.Confirm(news);
        }

        Timers.StartSingleTimer(Look, new LookNow(), interval);
    });

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(new LookNow());

    private sealed record LookNow;
}
