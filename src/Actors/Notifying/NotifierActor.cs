using Akka.Actor;
using Akka.Event;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>One channel: one delivery in flight, tried again with growing pauses, or when the remote side says, until it is delivered or refused.</summary>
public sealed class NotifierActor : ReceiveActor, IWithTimers
{
    private const string NextTry = "next-try";
    private const string Overdue = "overdue";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TryTimeout = TimeSpan.FromMinutes(2);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly INotifier _notifier;
    private Announcement? _news;
    private CancellationTokenSource? _try;
    private int _tries;

    /// <summary>Creates the actor.</summary>
    public NotifierActor(INotifier notifier)
    {
        _notifier = notifier;
        Receive<Tell>(OnTell);
        Receive<TryAgain>(m => m.Key == _news?.Key, _ => Deliver());
        Receive<TryAgain>(_ => { });
        Receive<Tried>(m => _try is not null && m.Number == _tries && m.Key == _news?.Key, OnTried);
        Receive<Tried>(_ => { }); // of a try that was given up
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Context.Parent.Tell(new ChannelReady(_notifier.Name));

    /// <inheritdoc/>
    protected override void PostStop() => EndTry();

    private void OnTell(Tell order)
    {
        if (_news?.Key == order.News.Key) return;
        (_news, _tries) = (order.News, 0);
        Deliver();
    }

    private void Deliver()
    {
        _tries++;
        var (key, number) = (_news!.Key, _tries);
        _try = new CancellationTokenSource();
        Timers.StartSingleTimer(Overdue, new Tried(key, number, Unheard($"no answer within {TryTimeout.TotalSeconds:0} s")), TryTimeout);
        _notifier.Deliver(_news, _try.Token).PipeTo(
            Self, success: d => new Tried(key, number, d), failure: e => new Tried(key, number, Unheard(e.GetType().Name)));
    }

    private void EndTry()
    {
        Timers.Cancel(Overdue);
        _try?.Cancel();
        _try?.Dispose();
        _try = null;
    }

    private void OnTried(Tried tried)
    {
        EndTry();
        switch (tried.Outcome)
        {
            case Delivery.TryLater later:
                if (later.MayHaveArrived) _news = _news! with { MayBeRepeat = true };
                var pause = later.After is { } asked && asked > TimeSpan.Zero ? asked : Pause(_tries);
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

    private static Delivery.TryLater Unheard(string why) => new(null, why) { MayHaveArrived = true };

    private static TimeSpan Pause(int tries)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(tries - 1, 10));
        return doubled < LongestPause ? doubled : LongestPause;
    }

    private sealed record TryAgain(string Key);

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Tried(string Key, int Number, Delivery Outcome) : IDeadLetterSuppression;
}
