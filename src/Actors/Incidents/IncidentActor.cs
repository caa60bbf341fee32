using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// The brain's body: takes facts in, lets <see cref="IncidentMachine"/> decide, writes the events into the book, applies them, sends the orders
/// that follow, and sets one alarm. First the book, then the deed; but a book that cannot be written never stops a deed.
/// </summary>
public sealed class IncidentActor : ReceiveActor, IWithTimers, IWithStash
{
    private const string Alarm = "alarm";
    private const string StoreOverdue = "store-overdue";
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IIncidentJournal _journal;
    private readonly LedgerKeeper _ledger;
    private readonly GatewayPolicy _policy;
    private readonly CancellationTokenSource _stopped = new();
    private GatewayState _state;
    private Cadence? _cadence;
    private (GatewayPhase Phase, IncidentId? Incident, Tier? Tier, Pause? Pause)? _shown;
    private BookState _ledgerBook = BookState.Open;
    private BookState _book = BookState.Open;
    private int _storeNumber;

    /// <summary>Creates the actor.</summary>
    public IncidentActor(GatewayId gateway, IIncidentJournal journal, GatewayPolicy policy, IRestartLedgerStore? ledgers = null)
    {
        (_state, _journal, _policy) = (new GatewayState(gateway), journal, policy);
        _ledger = new LedgerKeeper(ledgers, gateway, _stopped.Token);
        Loading();
    }

    private enum BookState
    {
        Open,
        Lost,
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.Parent.Tell(new IncidentAwake(_state.Gateway));
        // First the port, then the timer: a timer set by a PreStart that fails is cancelled by nobody.
        var loading = Load();
        Timers.StartSingleTimer(StoreOverdue, new LoadFailed("it did not answer in time", IsOver: false), StorePatience);
        loading.PipeTo(Self, failure: e => new LoadFailed(e.Message, IsOver: true));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Loading()
    {
        Receive<Loaded>(m =>
        {
            foreach (var e in m.Events) _state = _state.Apply(e);
            TakeLedger(m);
            Start();
        });
        Receive<LoadFailed>(m =>
        {
            _ledger.NotRead(m.IsOver);
            BookLost($"the book of incidents cannot be read: {m.Why}");
            Start();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    private void Start()
    {
        Timers.Cancel(StoreOverdue);
        Become(Ready);
        Stash.UnstashAll();
        Carry(IncidentMachine.Recover(_state, Context.Now()));
    }

    private void Ready()
    {
        Receive<IGatewayFact>(OnFact);
        Receive<LedgerNotSaved>(m =>
        {
            _ledger.NotWritten();
            LedgerLost($"the ledger of restarts cannot be written: {m.Why}");
        });
        Receive<LedgerSaved>(_ => _ledgerBook = BookState.Open);
        Receive<Stored>(_ => { });      // of a write that was given up
        Receive<NotStored>(_ => { });
        Receive<Loaded>(TakeLedger); // too late for the book, not for the ledger
        Receive<LoadFailed>(m => _ledger.NotRead(m.IsOver));
    }

    private void Storing(IReadOnlyList<IncidentEvent> events)
    {
        Receive<Stored>(m => m.Number == _storeNumber, _ =>
        {
            if (_book == BookState.Lost) _log.Info("The book of {Gateway} can be written again", _state.Gateway);
            _book = BookState.Open;
            Commit(events);
        });
        Receive<NotStored>(m => m.Number == _storeNumber, m =>
        {
            BookLost($"the book of incidents cannot be written: {m.Why}");
            Commit(events);
        });
        ReceiveAny(_ => Stash.Stash());
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

        var number = ++_storeNumber;
        Timers.StartSingleTimer(StoreOverdue, new NotStored(number, "it did not answer in time"), StorePatience);
        // The ledger too is written before the deed: what was spent must not be forgotten because the healer died of it.
        SaveLedger(events.Aggregate(_state, static (state, e) => state.Apply(e)).Ledger);
        Task.WhenAll(_journal.Append(_state.Gateway, events, [], _stopped.Token), _ledger.Settled())
            .PipeTo(Self, success: () => new Stored(number), failure: e => new NotStored(number, e.Message));
        Become(() => Storing(events));
    }

    private void Commit(IReadOnlyList<IncidentEvent> events)
    {
        Timers.Cancel(StoreOverdue);
        foreach (var e in events)
        {
            var before = _state;
            _state = _state.Apply(e);
            _log.Info("{Event} {Gateway} {Incident}: {Line}", e.GetType().Name, _state.Gateway, e.Incident, Telling.Line(e));
            Context.System.EventStream.Publish(new IncidentNews(_state.Gateway, e));
            foreach (var order in Effects.Of(before, _state, e)) Context.Parent.Tell(order);
        }

        Become(Ready);
        Stash.UnstashAll();
        Settle();
    }

    private void Settle()
    {
        var now = Context.Now();
        TellNotices(now);
        SaveLedger(_state.Ledger);
        if (IncidentMachine.WakeAt(_state, now, _policy) is { } wakeAt) Timers.StartSingleTimer(Alarm, new TimePassed(_state.Gateway, wakeAt), wakeAt - now);
        else Timers.Cancel(Alarm);

        if (_state.Cadence != _cadence) Context.Parent.Tell(new SetCadence(_state.Gateway, _state.Cadence));
        _cadence = _state.Cadence;

        var shown = (_state.Seen.Phase, _state.Open?.Id, _state.Open?.Tier, _state.Pause);
        if (shown == _shown) return;
        if (_shown?.Phase != shown.Phase && shown.Phase != GatewayPhase.Unknown) _log.Info("{Gateway} is {Phase}: {Evidence}", _state.Gateway, Telling.Phrase(shown.Phase), string.Join("; ", _state.Seen.Evidence));
        _shown = shown;
        Context.System.EventStream.Publish(new GatewayStatus(_state.Gateway, now, shown.Phase, _state.Seen.Evidence, shown.Item2, shown.Item3) { Pause = _state.Pause });
    }

    private void TellNotices(DateTimeOffset now)
    {
        var due = _state.Notices.Due(now, _policy).ToArray();
        if (due.Length == 0) return;
        foreach (var (kind, notice) in due) Context.Parent.Tell(new Announce(_state.Gateway, Notifying.Announcements.Of(_state, kind, notice, now)));
        _state = _state with { Notices = _state.Notices.Told(due.Select(static n => n.Key)) };
    }

    private async Task<Loaded> Load()
    {
        var events = (await _journal.Load(_state.Gateway, _stopped.Token)).Events;
        try
        {
            return new Loaded(events, await _ledger.Read(), null);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            return new Loaded(events, null, unreadable.Message);
        }
    }

    private void TakeLedger(Loaded loaded)
    {
        _state = _state with { Ledger = _ledger.Take(loaded.Ledger, _state.Ledger, Context.Now()) };
        if (loaded.LedgerLost is { } why) LedgerLost($"the ledger of restarts cannot be read: {why}");
    }

    private void LedgerLost(string why)
    {
        if (_ledgerBook == BookState.Lost) return;
        _ledgerBook = BookState.Lost;
        TellBookLost(why);
    }

    private void SaveLedger(RestartLedger ledger) =>
        _ledger.Write(ledger)?.PipeTo(Self, success: () => new LedgerSaved(), failure: e => new LedgerNotSaved(e.Message));

    private void BookLost(string why)
    {
        if (_book == BookState.Lost) return;
        _book = BookState.Lost;
        TellBookLost(why);
    }

    private void TellBookLost(string why)
    {
        _log.Error("{Why}. Healing goes on, what happens is kept in memory only", why);
        Context.Parent.Tell(new Announce(_state.Gateway, Notifying.Announcements.BookLost(_state.Gateway, why, Context.Now())));
    }

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Loaded(IReadOnlyList<IncidentEvent> Events, RestartLedger? Ledger, string? LedgerLost) : IDeadLetterSuppression;

    private sealed record LedgerNotSaved(string Why) : IDeadLetterSuppression;

    private sealed record LedgerSaved : IDeadLetterSuppression;

    private sealed record LoadFailed(string Why, bool IsOver) : IDeadLetterSuppression;

    private sealed record Stored(int Number) : IDeadLetterSuppression;

    private sealed record NotStored(int Number, string Why) : IDeadLetterSuppression;
}
