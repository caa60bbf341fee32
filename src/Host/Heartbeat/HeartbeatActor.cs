using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Heartbeat;

/// <summary>
/// The dead man's switch. Each ping is the end of a round in which every <see cref="TreePlace"/> was asked: "alive" when all have answered and the channels deliver, "failing" when one was
/// asked <see cref="RollCall.MostAskings"/> times and has not, or a channel has failed for too long. A human who was called and has not come is no failure of ours: he was told and is reminded, and while
/// the check is down nobody would notice our own death.
/// </summary>
internal sealed class HeartbeatActor : ReceiveActor, IWithTimers
{
    /// <summary>Before the first round of a life: a daemon that dies again and again within it is never called alive.</summary>
    public static readonly TimeSpan FirstRound = TimeSpan.FromMinutes(1);

    private const string NextRound = "next-round", NextAsking = "next-asking", Overdue = "overdue";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // The heartbeat has a deadline of its own; this is for one that breaks it.
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IHeartbeat _heartbeat;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _failAfter;
    private readonly IReadOnlyList<TreePlace> _places;
    private readonly IReadOnlyList<string> _gateways;
    private readonly KeptStanding _kept;
    private readonly Func<double> _chance;
    private CancellationTokenSource? _send;
    private DateTimeOffset _regularAt;
    private RollCall? _round;
    private int _rounds;
    private int _number;
    private int _failures;
    private bool _isUnheard;
    private bool _isDown;
    private bool _isDownForChannels;

    /// <param name="heartbeat">Where it is told.</param>
    /// <param name="settings">How often.</param>
    /// <param name="places">Who is asked.</param>
    /// <param name="gateways">The gateways' names.</param>
    /// <param name="kept">What is known; outlives this actor.</param>
    /// <param name="chance">0 to 1: what of a pause is left to chance.</param>
    public HeartbeatActor(IHeartbeat heartbeat, HeartbeatSettings settings, IReadOnlyList<TreePlace> places, IReadOnlyList<string> gateways, KeptStanding kept, Func<double> chance)
    {
        (_heartbeat, _interval, _failAfter, _places, _gateways, _kept, _chance) = (heartbeat, settings.Interval, settings.FailAfter, places, gateways, kept, chance);
        Receive<GatewayStatus>(m => _kept.Now = _kept.Now.Hear(m));
        Receive<ChannelHealth>(OnHealth);
        Receive<BeginRound>(_ => BeginARound());
        Receive<AskAgain>(m => m.Round == _round?.Number, _ => OnUnanswered(_round!));
        Receive<AskAgain>(_ => { });
        Receive<ActorIdentity>(m => m.MessageId is Question q && q.Round == _round?.Number, m => OnAnswer(_round!, ((Question)m.MessageId).Place, m.Subject is not null));
        Receive<ActorIdentity>(_ => { }); // of a round that is over
        Receive<Sent>(m => m.Number == _number && _send is not null, OnSent);
        Receive<Sent>(_ => { }); // of a ping that was given up
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(GatewayStatus));
        Context.System.EventStream.Subscribe(Self, typeof(ChannelHealth));
        _regularAt = Context.Now() + FirstRound;
        Arm();
        if (_kept.IsStartTold) return;
        _kept.IsStartTold = true;
        Send(Beat.Start, HeartbeatText.Started(ProductVersion.Text, _gateways), "", ofChannels: false);
    }

    /// <inheritdoc/>
    protected override void PostStop() => EndSend();

    private void OnHealth(ChannelHealth health)
    {
        _kept.Now = _kept.Now.Hear(health);
        // While nobody hears us the next try tells what is true then.
        if (_round is null && _send is null && !_isUnheard) Arm();
    }

    /// <summary>The next round: at its time; sooner when a channel's patience ends, and at once when the last word was of channels that deliver again.</summary>
    private void Arm()
    {
        var (now, due) = (Context.Now(), _regularAt);
        if (!_isDown && _kept.Now.FailsAt(_failAfter) is { } fails && fails < due) due = fails;
        if (_isDownForChannels && _kept.Now.FailingFor(_failAfter, now).Count == 0) due = now;
        Timers.StartSingleTimer(NextRound, new BeginRound(), due > now ? due - now : TimeSpan.Zero);
    }

    private void BeginARound()
    {
        if (_round is not null || _send is not null) return;
        Ask(_round = new RollCall(++_rounds, _places));
    }

    private void Ask(RollCall round)
    {
        foreach (var place in round.Ask()) Context.ActorSelection(place.Path).Tell(new Identify(new Question(round.Number, place)), Self);
        Timers.StartSingleTimer(NextAsking, new AskAgain(round.Number), RollCall.Pause);
    }

    private void OnAnswer(RollCall round, TreePlace place, bool isThere)
    {
        round.Hear(place, isThere);
        if (round.IsAnswered) EndRound(round);
    }

    private void OnUnanswered(RollCall round)
    {
        if (round.IsSpent) EndRound(round);
        else Ask(round);
    }

    private void EndRound(RollCall round)
    {
        Timers.Cancel(NextAsking);
        _round = null;
        var now = Context.Now();
        var (silent, overdue) = (round.Silent, _kept.Now.FailingFor(_failAfter, now));
        var beat = silent.Count + overdue.Count > 0 ? Beat.Failing : Beat.Alive;
        var reason = string.Join(", ", [.. silent, .. overdue.Select(static c => $"{c.Channel} does not deliver")]);
        Send(beat, HeartbeatText.Of(ProductVersion.Text, silent, overdue, _kept.Now, now), reason, ofChannels: silent.Count == 0);
    }

    private void Send(Beat beat, string text, string reason, bool ofChannels)
    {
        var unheard = new Sent(++_number, beat, reason, ofChannels, new Delivery.TryLater(null, "no answer"));
        _send = new CancellationTokenSource();
        Timers.StartSingleTimer(Overdue, unheard, SendPatience);
        Carry(beat, text, _send.Token).PipeTo(
            Self, success: outcome => unheard with { Outcome = outcome }, failure: e => unheard with { Outcome = new Delivery.TryLater(null, e.GetType().Name) });
    }

    // Of its own, so that a port that throws at once has failed as any other.
    private async Task<Delivery> Carry(Beat beat, string text, CancellationToken cancel) => await _heartbeat.Send(beat, text, cancel);

    private void EndSend()
    {
        Timers.Cancel(Overdue);
        _send?.Cancel();
        _send?.Dispose();
        _send = null;
    }

    private void OnSent(Sent sent)
    {
        EndSend();
        var why = sent.Outcome switch { Delivery.TryLater later => later.Why, Delivery.Refused refused => refused.Why, _ => null };
        if (why is not null && !_isUnheard) _log.Warning("The heartbeat is not taken: {Why}. It is tried again until it is, which is then told here", why);
        if (why is null && _isUnheard) _log.Info("The heartbeat is taken again");
        _isUnheard = why is not null;
        // The first round comes in its own time, whether the start was heard or not.
        if (sent.Beat == Beat.Start) Arm();
        else if (why is null) OnTaken(sent);
        else
        {
            // Asked and decided anew: what is told late must be true then.
            var pause = sent.Outcome is Delivery.TryLater later ? Pause(++_failures, later.After) : _interval;
            Timers.StartSingleTimer(NextRound, new BeginRound(), pause);
        }
    }

    private void OnTaken(Sent sent)
    {
        _failures = 0;
        var isDown = sent.Beat == Beat.Failing;
        if (isDown && !_isDown) _log.Warning("The heartbeat tells of a failure: {What}", sent.Reason);
        if (!isDown && _isDown) _log.Info("The heartbeat tells that all is well again");
        (_isDown, _isDownForChannels) = (isDown, isDown && sent.OfChannels);
        _regularAt = Context.Now() + _interval;
        Arm();
    }

    private TimeSpan Pause(int failures, TimeSpan? asked)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        // Half of it by chance: a thousand daemons must not knock together at a service that comes back.
        var pause = (doubled < LongestPause ? doubled : LongestPause) * (0.5 + (0.5 * _chance()));
        return asked > pause ? asked.Value : pause;
    }

    private sealed record BeginRound;

    private sealed record AskAgain(int Round);

    private sealed record Question(int Round, TreePlace Place);

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Sent(int Number, Beat Beat, string Reason, bool OfChannels, Delivery Outcome) : IDeadLetterSuppression;
}
