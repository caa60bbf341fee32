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
    private static readonly TimeSpan LongestTry = TimeSpan.FromMinutes(3);

    private readonly INotifier _notifier;
    private readonly bool _groups;
    private readonly Dictionary<IActorRef, (DateTimeOffset At, (IActorRef By, Announcement News)[] All)> _together = [];
    private readonly HashSet<string> _alone = []; // was refused together with others, and may pass by itself
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
            if (!_together.Remove(Sender, out var group)) return;
            if (m.Outcome is Delivery.Refused { IsChannelDead: false }) _alone.UnionWith(group.All.Select(static g => g.News.Key));
            foreach (var (by, news) in group.All.Skip(1)) by.Tell(new ToldForYou(news.Key, TogetherNews.Share(m.Outcome)));
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private void OnMayTell(MayTell asked)
    {
        var (now, news) = (Context.Now(), asked.News);
        // To bring a message up to date disturbs nobody, and can only be done one by one.
        var isCounted = _notifier.Groups && !(_notifier.Edits && news is { Earlier: not null, Rings: false });
        if (_gate.Hold(now, news, isCounted) is { } waits)
        {
            Sender.Tell(new ToldForYou(news.Key, waits));
        }
        else if (!_groups || !isCounted || _alone.Remove(news.Key))
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
        var now = Context.Now();
        _gate = _gate.Goes(now, isCounted: true);
        // Whoever told for others and was never heard of again has died; those wait no longer.
        foreach (var lost in _together.Where(t => now - t.Value.At > LongestTry).Select(static t => t.Key).ToArray()) _together.Remove(lost);
        var (first, news) = _gathering[0];
        _together[first] = (now, [.. _gathering]);
        first.Tell(new Go(news.Key, TogetherNews.Of([.. _gathering.Select(static g => g.News)])));
        _gathering.Clear();
    }

    private sealed record AllHere;
}
