using Akka.Actor;
using Akka.Event;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>One channel: one delivery in flight, tried again with growing pauses, or when the remote side says, until it is delivered or refused.</summary>
public sealed class NotifierActor : ReceiveActor, IWithTimers
{
    private const string NextTry = "next-try";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly INotifier _notifier;
    private readonly CancellationTokenSource _stopped = new();
    private Announcement? _news;
    private int _tries;

    /// <summary>Creates the actor.</summary>
    public NotifierActor(INotifier notifier)
    {
        _notifier = notifier;
        Receive<Tell>(OnTell);
        Receive<TryAgain>(m => m.Key == _news?.Key, _ => Deliver());
        Receive<TryAgain>(_ => { });
        Receive<Tried>(m => m.Key == _news?.Key, OnTried);
        Receive<Tried>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Context.Parent.Tell(new ChannelReady(_notifier.Name));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnTell(Tell order)
    {
        if (_news?.Key == order.News.Key) return;
        (_news, _tries) = (order.News, 0);
        Deliver();
    }

    private void Deliver()
    {
        _tries++;
        var key = _news!.Key;
        _notifier.Deliver(_news, _stopped.Token).PipeTo(
            Self, success: d => new Tried(key, d), failure: e => new Tried(key, new Delivery.TryLater(null, e.GetType().Name)));
    }

    private void OnTried(Tried tried)
    {
        switch (tried.Outcome)
        {
            case Delivery.TryLater later:
                var pause = later.After ?? Pause(_tries);
                _log.Warning("{Channel} did not take {News} (try {Try}): {Why}; next try in {Seconds:0} s", _notifier.Name, tried.Key, _tries, later.Why, pause.TotalSeconds);
                Timers.StartSingleTimer(NextTry, new TryAgain(tried.Key), pause);
                return;
            case Delivery.Refused refused:
                _log.Error("{Channel} refuses {News} for good: {Why}", _notifier.Name, tried.Key, refused.Why);
                break;
        }

        _news = null;
        Context.Parent.Tell(new Told(_notifier.Name, tried.Key, tried.Outcome));
    }

    private static TimeSpan Pause(int tries)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(tries - 1, 10));
        return doubled < LongestPause ? doubled : LongestPause;
    }

    private sealed record TryAgain(string Key);

    private sealed record Tried(string Key, Delivery Outcome);
}
