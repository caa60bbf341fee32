using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Daemon;

/// <summary>Tier 4 for others: looks now and then whether somebody else's recovery log asks for a human, and tells the notifiers.</summary>
internal sealed class MarkerWatchActor : ReceiveActor, IWithTimers
{
    private const string Look = "look";

    private readonly ILoggingAdapter _log = Context.GetLogger();

    public MarkerWatchActor(Func<IReadOnlyList<Announcement>> scan, IActorRef notifier, TimeSpan interval)
    {
        Receive<LookNow>(_ =>
        {
            try
            {
                foreach (var news in scan()) notifier.Tell(new Announce(news.Gateway, news));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _log.Warning("The folder of recovery logs cannot be read: {Why}", e.Message);
            }

            Timers.StartSingleTimer(Look, new LookNow(), interval);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(new LookNow());

    private sealed record LookNow;
}
