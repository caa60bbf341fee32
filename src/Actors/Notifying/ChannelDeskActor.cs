using Akka.Actor;
using OpenClaw.Actors.Gateways;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>
/// Beside all gateways, one for each channel: says who may tell something now. When several gateways have something to tell, one of them tells it for all, in one message.
/// It delivers nothing itself, and nobody waits for one that has died.
/// </summary>
internal sealed class ChannelDeskActor : ReceiveActor, IWithTimers
{
    private const string Gathered = "gathered";
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    private readonly INotifier _notifier;
    private readonly bool _groups;
    private readonly Dictionary<IActorRef, (IActorRef By, Announcement News)[]> _toldFor = [];
    private readonly List<(IActorRef By, Announcement News)> _gathering = [];
    private ChannelGate _gate = new();

    /// <summary>Creates the actor.</summary>
    /// <param name="notifier">The channel.</param>
    /// <param name="isShared">More than one gateway tells its news on it.</param>
    public ChannelDeskActor(INotifier notifier, bool isShared)
    {
        (_notifier, _groups) = (notifier, notifier.Groups && isShared);
        Receive<MayTell>(OnMayTell);
        Receive<AllHere>(_ => Go());
        Receive<HasTold>(m =>
        {
            _gate = _gate.Ends(Context.Now(), m.Outcome);
            // Its message is nobody's own: nobody may edit it one day.
            if (_toldFor.Remove(Sender, out var others)) foreach (var other in others) other.By.Tell(new ToldForYou(other.News.Key, m.Outcome is Delivery.Delivered ? new Delivery.Delivered() : m.Outcome));
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private void OnMayTell(MayTell asked)
    {
        var (now, news) = (Context.Now(), asked.News);
        // To bring a message up to date disturbs nobody, and can only be done one by one.
        var isCounted = _notifier.Groups && news is not { Earlier: not null, Rings: false };
        if (_gate.Hold(now, news, isCounted) is { } waits)
        {
            Sender.Tell(new ToldForYou(news.Key, waits));
        }
        else if (!_groups || !isCounted)
        {
            _gate = _gate.Goes(now, isCounted);
            Sender.Tell(new Go(news.Key, news));
        }
        else
        {
            _gathering.RemoveAll(g => g.By.Equals(Sender));
            _gathering.Add((Sender, news));
            if (_gathering.Count == 1) Timers.StartSingleTimer(Gathered, new AllHere(), Window);
        }
    }

    private void Go()
    {
        if (_gathering.Count == 0) return;
        _gate = _gate.Goes(Context.Now(), isCounted: true);
        var (first, news) = _gathering[0];
        _toldFor[first] = [.. _gathering.Skip(1)];
        first.Tell(new Go(news.Key, TogetherNews.Of([.. _gathering.Select(static g => g.News)])));
        _gathering.Clear();
    }

    private sealed record AllHere;
}
