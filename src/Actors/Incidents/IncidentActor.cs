using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// The brain's body: takes facts in, lets <see cref="IncidentMachine"/> decide, writes the events into the book, applies them, sends the orders
/// that follow, and sets one alarm. First the book, then the deed; but a book that cannot be written never stops a deed.
/// </summary>
public sealed partial class IncidentActor : UntypedActor, IWithTimers, IWithStash
{
    private const string Alarm = "alarm";
    private const string StoreOverdue = "store-overdue";
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private readonly BookKeeper _keeper;
    private readonly LedgerKeeper _ledger;
    private readonly GatewayPolicy _policy;
    private readonly CancellationTokenSource _stopped = new();
    private GatewayState _state;
    // Not by Become: a cell that has seen more than one behaviour weighs a third of a kilobyte more.
    private bool _isLoading = true;
    private IReadOnlyList<IncidentEvent>? _storing;
    private Cadence? _cadence;
    private (GatewayPhase Phase, IncidentId? Incident, Tier? Tier, Pause? Pause)? _shown;

    /// <summary>Creates the actor.</summary>
    public IncidentActor(GatewayId gateway, IIncidentJournal journal, GatewayPolicy policy, IRestartLedgerStore? ledgers = null)
    {
        (_state, _policy) = (new GatewayState(gateway), policy);
        _keeper = new BookKeeper(journal, gateway, _stopped.Token);
        _ledger = new LedgerKeeper(ledgers, gateway, _stopped.Token);
    }

    private static ILoggingAdapter Log => Context.GetLogger();

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.Parent.Tell(new IncidentAwake(_state.Gateway));
        // First the ports, then the timer: a timer set by a PreStart that fails is cancelled by nobody.
        var loading = Load();
        Timers.StartSingleTimer(StoreOverdue, new Overdue(), StorePatience);
        loading.PipeTo(Self, failure: e => new NotRead(e.Message));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _keeper.Leave().PipeTo(ActorRefs.Nobody, success: () => new Written(null), failure: e => new NotWritten(e.Message));
        _stopped.Cancel();
        _stopped.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (_storing is { } events) Storing(message, events);
        else if (_isLoading) Loading(message);
        else Ready(message);
    }

    private void Loading(object message)
    {
        switch (message)
        {
            case Loaded m:
                Take(m);
                break;
            case NotRead m:
                OnNotRead(m);
                Start();
                break;
            case Overdue:
                BookLost("the book of incidents cannot be read: it did not answer in time");
                Start();
                break;
            default:
                Stash.Stash();
                break;
        }
    }

    private void Start()
    {
        Timers.Cancel(StoreOverdue);
        _isLoading = false;
        Stash.UnstashAll();
        Carry(IncidentMachine.Recover(_state, Context.Now()));
    }

    private void Ready(object message)
    {
        switch (message)
        {
            case IGatewayFact fact:
                OnFact(fact);
                break;
            case LedgerNotSaved m:
                _ledger.NotWritten();
                LedgerLost($"the ledger of restarts cannot be written: {m.Why}");
                break;
            case LedgerSaved:
                _ledgerBook = BookState.Open;
                break;
            case Written m:
                OnWritten(m);
                break;
            case NotWritten m:
                OnNotWritten(m);
                break;
            case Overdue:
                break;
            case TryBook:
                OnTryBook();
                break;
            case Loaded m: // too late to be waited for, but not to be used
                Take(m);
                break;
            case NotRead m:
                OnNotRead(m);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Storing(object message, IReadOnlyList<IncidentEvent> events)
    {
        switch (message)
        {
            case Written m:
                OnWritten(m);
                Commit(events, isKept: true);
                break;
            case NotWritten m:
                OnNotWritten(m);
                Commit(events, isKept: false);
                break;
            case Overdue:
                BookLost("the book of incidents cannot be written: it did not answer in time");
                Commit(events, isKept: false);
                break;
            default:
                Stash.Stash();
                break;
        }
    }

    private void OnFact(IGatewayFact fact)
    {
        var now = Context.Now();
        // An alarm of our own that rings late tells of a host that slept: first that is taken in, then what it was set for.
        if (fact is TimePassed alarm && now - alarm.At > _policy.LateTolerance)
            _state = _state.Observe(new HealerWasLate(_state.Gateway, now, now - alarm.At), now, _policy);
        _state = _state.Observe(fact, now, _policy);
        Carry(IncidentMachine.Decide(_state, fact, now, _policy));
    }

    private void Carry(IReadOnlyList<IncidentEvent> events)
    {
        if (events.Count == 0)
        {
            Settle();
            return;
        }

        _keeper.Add(events, [.. Follow(events).SelectMany(static step => step.Orders).OfType<Announce>().Select(static a => a.Announcement)]);
        // The ledger too is written before the deed: what was spent must not be forgotten because the healer died of it.
        SaveLedger(events.Aggregate(_state, static (state, e) => state.Apply(e)).Ledger);
        // A write that was given up is still under way: whoever waited for it once does not wait for it again.
        if (_keeper.IsWriting)
        {
            Commit(events, isKept: false);
            return;
        }

        Timers.StartSingleTimer(StoreOverdue, new Overdue(), StorePatience);
        Write(_ledger.Settled());
        _storing = events;
    }

    private void Commit(IReadOnlyList<IncidentEvent> events, bool isKept)
    {
        Timers.Cancel(StoreOverdue);
        foreach (var (e, after, orders) in Follow(events).ToArray())
        {
            _state = after;
            Log.WithContext("Event", e.GetType().Name).WithContext("Gateway", _state.Gateway.Value).Info("{Incident}: {Line}", e.Incident, Telling.Line(e));
            Context.System.EventStream.Publish(new IncidentNews(_state.Gateway, e));
            foreach (var order in orders) Context.Parent.Tell(order is Announce news ? news with { IsKept = isKept } : order);
        }

        _storing = null;
        Stash.UnstashAll();
        Settle();
    }

    /// <summary>The events one after another, the state that each leads to, and what follows from it.</summary>
    private IEnumerable<(IncidentEvent Event, GatewayState After, IReadOnlyList<IGatewayOrder> Orders)> Follow(IReadOnlyList<IncidentEvent> events)
    {
        var before = _state;
        foreach (var e in events)
        {
            var after = before.Apply(e);
            yield return (e, after, [.. Effects.Of(before, after, e)]);
            before = after;
        }
    }

    private void Settle()
    {
        var now = Context.Now();
        TellNotices(now);
        if (_ledgerBook == BookState.Open) SaveLedger(_state.Ledger);
        if (IncidentMachine.WakeAt(_state, now, _policy) is { } wakeAt) Timers.StartSingleTimer(Alarm, new TimePassed(_state.Gateway, wakeAt), wakeAt - now);
        else Timers.Cancel(Alarm);

        if (_state.Cadence != _cadence) Context.Parent.Tell(new SetCadence(_state.Gateway, _state.Cadence));
        _cadence = _state.Cadence;

        var shown = (_state.Seen.Phase, _state.Open?.Id, _state.Open?.Tier, _state.Pause);
        if (shown == _shown) return;
        if (_shown?.Phase != shown.Phase && shown.Phase != GatewayPhase.Unknown) LogPhase(shown.Phase);
        _shown = shown;
        Context.System.EventStream.Publish(new GatewayStatus(_state.Gateway, now, shown.Phase, _state.Seen.Evidence, shown.Item2, shown.Item3) { Pause = _state.Pause });
    }

    /// <summary>Of what is well, who reads the log wants to know no more than that; what the witnesses said is a property all the same.</summary>
    private void LogPhase(GatewayPhase phase)
    {
        var evidence = string.Join("; ", _state.Seen.Evidence);
        if (phase == GatewayPhase.Ready) Log.WithContext("Evidence", evidence).Info("{Gateway} is {Phase}", _state.Gateway, Telling.Phrase(phase));
        else Log.Info("{Gateway} is {Phase}: {Evidence}", _state.Gateway, Telling.Phrase(phase), evidence);
    }

    private void TellNotices(DateTimeOffset now)
    {
        var due = _state.Notices.Due(now, _policy).ToArray();
        if (due.Length == 0) return;
        foreach (var (kind, notice) in due) Context.Parent.Tell(new Announce(_state.Gateway, Notifying.Announcements.Of(_state, kind, notice, now)));
        _state = _state with { Notices = _state.Notices.Told(due.Select(static n => n.Key)) };
    }
}
