using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Supervision;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>One channel: one try in flight, never longer than its time. What is to be tried when is the voice's to say, as what is worth telling changes while a channel is down.</summary>
public sealed class NotifierActor : UntypedActor, IWithTimers
{
    private const string Overdue = "overdue";
    private static readonly TimeSpan TryTimeout = TimeSpan.FromMinutes(2);

    private readonly INotifier _notifier;
    private readonly IActorRef _desk;
    private Announcement? _news;
    private CancellationTokenSource? _try;
    private bool _isForOthersToo;
    private int _number;

    /// <summary>Creates the actor.</summary>
    /// <param name="notifier">The channel.</param>
    /// <param name="desk">Who says when something may be told on it; nobody: it may always be.</param>
    public NotifierActor(INotifier notifier, IActorRef? desk = null) => (_notifier, _desk) = (notifier, desk ?? ActorRefs.Nobody);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tell order:
                OnTell(order);
                break;
            case Go m when m.Key == _news?.Key:
                Deliver(m.News);
                break;
            // A desk between two lives holds nobody up.
            case HelpResting when _news is { } news:
                Deliver(news);
                break;
            case ToldForYou m when m.Key == _news?.Key:
                End(m.Outcome);
                break;
            case Ended m when _news is { } news && m.Number == _number:
                _desk.Tell(new HasTold(m.Outcome));
                Context.System.EventStream.Publish(new ChannelTried(_notifier.Name, Context.Now(), news.Key, m.Outcome));
                End(_isForOthersToo ? TogetherNews.Share(m.Outcome) : m.Outcome);
                break;
            case Go or HelpResting or ToldForYou or Ended: // for what was given up
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.Parent.Tell(new ChannelReady(_notifier.Name));

    /// <inheritdoc/>
    protected override void PostStop() => EndTry();

    private void OnTell(Tell order)
    {
        if (_news?.Key == order.News.Key) return;
        EndTry();
        (_news, _number) = (order.News, _number + 1);
        // Another may have told it for us, and died over it: also then it may have arrived.
        Timers.StartSingleTimer(Overdue, new Ended(_number, Unheard($"no answer within {TryTimeout.TotalSeconds:0} s")), TryTimeout);
        if (_desk.IsNobody()) Deliver(order.News);
        else _desk.Tell(new MayTell(order.News));
    }

    private void Deliver(Announcement news)
    {
        if (_news is null || _try is not null) return;
        var number = _number;
        _isForOthersToo = news.Key != _news.Key;
        _try = new CancellationTokenSource();
        _notifier.Deliver(news, _try.Token).PipeTo(Self, success: d => new Ended(number, d), failure: e => new Ended(number, Unheard(e.GetType().Name)));
    }

    private void EndTry()
    {
        Timers.Cancel(Overdue);
        _try?.Cancel();
        _try?.Dispose();
        _try = null;
    }

    private void End(Delivery outcome)
    {
        EndTry();
        var key = _news!.Key;
        _news = null;
        Context.Parent.Tell(new Tried(_notifier.Name, key, outcome));
    }

    private static Delivery.TryLater Unheard(string why) => new(null, why) { MayHaveArrived = true };

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Ended(int Number, Delivery Outcome) : IDeadLetterSuppression;
}
