using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Host.Remote.Telegram;

/// <summary>
/// Listens to a Telegram bot by long polling: one open request, nothing else. What it hears goes to its child, the talk; one that fails begins anew, without any code that
/// was waiting.
/// </summary>
internal sealed class TelegramActor : ReceiveActor, IWithTimers
{
    /// <summary>How long a request may stay open.</summary>
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(50);

    /// <summary>Between two looks whether the other listener is gone.</summary>
    public static readonly TimeSpan ConflictPause = TimeSpan.FromMinutes(10);

    /// <summary>Between two tries with a token that is not taken.</summary>
    public static readonly TimeSpan RefusalPause = TimeSpan.FromHours(1);

    private const string Again = "again";

    // An answer with nothing in it takes as long as we have asked for; one that comes at once is no answer of Telegram's.
    private static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly TelegramEar _ear;
    private readonly IActorRef _talk;
    private long? _offset;
    private bool _isKnown;
    private int _failures;
    private bool _isConflictTold;
    private bool _isRefusalTold;
    private bool _isUnwritable;
    private DateTimeOffset _asked;

    public TelegramActor(TelegramEar ear)
    {
        _ear = ear;
        _talk = Context.ActorOf(ear.Talk, "talk");
        Receive<Began>(m =>
        {
            (_isKnown, _offset) = (m.IsKnown, m.Offset);
            Ask();
        });
        Receive<AskNow>(_ => Ask());
        Receive<TelegramAnswer.Updates>(Take);
        Receive<TelegramAnswer.Conflict>(Yield);
        Receive<TelegramAnswer.Unauthorized>(_ => Refuse());
        Receive<TelegramAnswer.SlowDown>(m => Timers.StartSingleTimer(Again, new AskNow(), m.For));
        Receive<TelegramAnswer.Failed>(m => Retry(m.Why));
        Receive<Marked>(m => Hand(m.Updates));
        Receive<NotMarked>(m =>
        {
            if (!_isUnwritable) _log.Warning("It cannot be written down which of Telegram's messages were taken ({Why}): after a restart some may be looked at again, and none is obeyed without a new code", m.Why);
            _isUnwritable = true;
            Hand(m.Updates);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() =>
        _ear.Mark.Read(Context.Now(), _stopped.Token).PipeTo(Self, success: known => new Began(known.IsKnown, known.Offset), failure: _ => new Began(false, null));

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Ask()
    {
        _asked = Context.Now();
        // A bot that is new to us may have a backlog of years: -1 has all but the last forgotten, and that one is not looked at either.
        var (offset, wait) = _isKnown ? (_offset, LongPoll) : (-1, TimeSpan.Zero);
        _ear.Updates.Next(offset, wait, _stopped.Token).PipeTo(Self, success: static answer => answer, failure: static e => new TelegramAnswer.Failed(e.GetType().Name));
    }

    private void Take(TelegramAnswer.Updates updates)
    {
        _isConflictTold = _isRefusalTold = false;
        var isFirst = !_isKnown;
        _isKnown = true;
        if (updates.Last is not { } last && !isFirst)
        {
            // What was confirmed is forgotten there now, and the next number may be a smaller one.
            _offset = null;
            if (Context.Now() - _asked < TooSoon) Retry("Telegram answers at once with nothing");
            else AskOn();
            return;
        }

        _offset = updates.Last is { } seen ? seen + 1 : null;
        var taken = isFirst ? updates with { Messages = [] } : updates;
        _ear.Mark.Write(_offset ?? 0, Context.Now(), _stopped.Token).PipeTo(Self, success: () => new Marked(taken), failure: e => new NotMarked(taken, e.Message));
    }

    private void Hand(TelegramAnswer.Updates updates)
    {
        foreach (var message in updates.Messages) _talk.Tell(message);
        AskOn();
    }

    private void AskOn()
    {
        _failures = 0;
        Ask();
    }

    private void Yield(TelegramAnswer.Conflict conflict)
    {
        if (!_isConflictTold)
        {
            var why = conflict.IsWebhook ? "a webhook is set for it" : "another program listens to it, maybe OpenClaw itself";
            _log.Warning("Commands from Telegram are not heard: the bot is not ours alone ({Why})", why);
            _ear.TellOwner(why, Context.Now());
        }

        _isConflictTold = true;
        Timers.StartSingleTimer(Again, new AskNow(), ConflictPause);
    }

    // Said once; tried again all the same, as something in between may have answered for Telegram.
    private void Refuse()
    {
        if (!_isRefusalTold) _log.Error("Telegram does not take the bot's token: commands from Telegram are not heard. Look at OPENCLAW_ACTORS_TELEGRAM_TOKEN; it is tried again every hour");
        _isRefusalTold = true;
        Timers.StartSingleTimer(Again, new AskNow(), RefusalPause);
    }

    private void Retry(string why)
    {
        _failures++;
        // Once in a while, as a host may be offline for days.
        if (_failures == 3) _log.Warning("Telegram cannot be listened to: {Why}. It is tried again", why);
        Timers.StartSingleTimer(Again, new AskNow(), RemoteBackoff.After(_failures, _ear.Chance()));
    }

    private sealed record AskNow;

    private sealed record Began(bool IsKnown, long? Offset) : IDeadLetterSuppression;

    private sealed record Marked(TelegramAnswer.Updates Updates) : IDeadLetterSuppression;

    private sealed record NotMarked(TelegramAnswer.Updates Updates, string Why) : IDeadLetterSuppression;
}

/// <summary>What listening to a Telegram bot needs.</summary>
/// <param name="Updates">The bot.</param>
/// <param name="Mark">How far it was heard.</param>
/// <param name="Talk">Makes the talk.</param>
/// <param name="TellOwner">Tells the owner that somebody else takes the bot's messages: who, and now.</param>
internal sealed record TelegramEar(ITelegramUpdates Updates, TelegramMark Mark, Props Talk, Action<string, DateTimeOffset> TellOwner)
{
    /// <summary>From 0 to 1, for the pauses.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;
}
