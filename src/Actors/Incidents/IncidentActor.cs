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
    private const string BookAgain = "book-again";
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BookPause = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly BookKeeper _keeper;
    private readonly LedgerKeeper _ledger;
    private readonly GatewayPolicy _policy;
    private readonly CancellationTokenSource _stopped = new();
    private GatewayState _state;
    private Cadence? _cadence;
    private (GatewayPhase Phase, IncidentId? Incident, Tier? Tier, Pause? Pause)? _shown;
    private BookState _ledgerBook = BookState.Open;
    private BookState _book = BookState.Open;

    /// <summary>Creates the actor.</summary>
    public IncidentActor(GatewayId gateway, IIncidentJournal journal, GatewayPolicy policy, IRestartLedgerStore? ledgers = null)
    {
        (_state, _policy) = (new GatewayState(gateway), policy);
        _keeper = new BookKeeper(journal, gateway, _stopped.Token);
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
        // First the ports, then the timer: a timer set by a PreStart that fails is cancelled by nobody.
        var loading = Load();
        Timers.StartSingleTimer(StoreOverdue, new Overdue(), StorePatience);
        loading.PipeTo(Self, failure: e => new NotRead(e.Message));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Loading()
    {
        Receive<Loaded>(m => Take(m.Book, m));
        Receive<NotRead>(m =>
        {
            OnNotRead(m);
            Start();
        });
        Receive<Overdue>(_ =>
        {
            _ledger.NotRead(isOver: false);
            BookLost("the book of incidents cannot be read: it did not answer in time");
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
        Receive<Written>(m => OnWritten(m));
        Receive<NotWritten>(m => OnNotWritten(m));
        Receive<Overdue>(_ => { });
        Receive<TryBook>(_ => OnTryBook());
        Receive<Loaded>(m => Take(m.Book, m)); // too late to be waited for, but not to be used
        Receive<BookRead>(m => Take(m.Book, null));
        Receive<NotRead>(m => OnNotRead(m));
    }

    private void Storing(IReadOnlyList<IncidentEvent> events)
    {
        Receive<Written>(m =>
        {
            OnWritten(m);
            Commit(events, isKept: true);
        });
        Receive<NotWritten>(m =>
        {
            OnNotWritten(m);
            Commit(events, isKept: false);
        });
        Receive<Overdue>(_ =>
        {
            BookLost("the book of incidents cannot be written: it did not answer in time");
            Commit(events, isKept: false);
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
        Become(() => Storing(events));
    }

    private void Write(Task alongside)
    {
        var writing = _keeper.Write();
        Both(writing, alongside).PipeTo(Self, success: trouble => new Written(trouble), failure: e => new NotWritten(e.Message));

        static async Task<string?> Both(Task<string?> writing, Task alongside)
        {
            await Task.WhenAll(writing, alongside);
            return await writing;
        }
    }

    private void OnWritten(Written written)
    {
        _keeper.Ended(isWritten: true);
        if (_book == BookState.Lost && _keeper.IsRead) _log.Info("The book of {Gateway} can be written again", _state.Gateway);
        if (_keeper.IsRead) _book = BookState.Open;
        if (written.Trouble is { } trouble) TellBookTrouble(trouble);
        // What came while it was under way, and was not waited for.
        if (_keeper.HasWaiting) Write(Task.CompletedTask);
    }

    private void OnNotWritten(NotWritten failed)
    {
        _keeper.Ended(isWritten: false);
        BookLost($"the book of incidents cannot be written: {failed.Why}");
    }

    private void OnTryBook()
    {
        if (!_keeper.IsRead && !_keeper.IsReading) _keeper.Read().PipeTo(Self, success: b => new BookRead(b), failure: e => new NotRead(e.Message));
        if (_keeper is { HasWaiting: true, IsWriting: false }) Write(Task.CompletedTask);
        if (!_keeper.IsRead || _keeper.HasWaiting) Timers.StartSingleTimer(BookAgain, new TryBook(), BookPause);
    }

    private void Commit(IReadOnlyList<IncidentEvent> events, bool isKept)
    {
        Timers.Cancel(StoreOverdue);
        foreach (var (e, after, orders) in Follow(events).ToArray())
        {
            _state = after;
            _log.Info("{Event} {Gateway} {Incident}: {Line}", e.GetType().Name, _state.Gateway, e.Incident, Telling.Line(e));
            Context.System.EventStream.Publish(new IncidentNews(_state.Gateway, e));
            foreach (var order in orders) Context.Parent.Tell(order is Announce news ? news with { IsKept = isKept } : order);
        }

        Become(Ready);
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
        var book = await _keeper.Read();
        try
        {
            return new Loaded(book, await _ledger.Read(), null);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            return new Loaded(book, null, unreadable.Message);
        }
    }

    /// <summary>The book was read, in time or later. What an earlier healer left open is gone on with, unless another outage has been opened since.</summary>
    private void Take(BookContent book, Loaded? loaded)
    {
        var (now, isNews, adopts) = (Context.Now(), !_keeper.IsRead, _state.Open is null);
        _keeper.Answered(isRead: true);
        if (isNews)
        {
            // A book that came late may have what is open now as well.
            var before = book.Events.Where(e => e.Incident != _state.Open?.Id).ToArray();
            var read = before.Aggregate(new GatewayState(_state.Gateway), static (state, e) => state.Apply(e)).NotAhead(before, now);
            Forget(before.GroupBy(static e => e.Incident).Where(g => !(adopts && g.Key == read.Open?.Id) && !g.Any(static e => e is Resolved)));
            _state = _state.Recall(read);
            if (!_keeper.HasWaiting) _book = BookState.Open;
        }

        if (loaded is not null) TakeLedger(loaded);
        if (book.Trouble is { } trouble) TellBookTrouble(trouble);
        if (adopts) Start();
        else Settle();
    }

    private void OnNotRead(NotRead failed)
    {
        _keeper.Answered(isRead: false);
        _ledger.NotRead(isOver: true);
        BookLost($"the book of incidents cannot be read: {failed.Why}");
    }

    /// <summary>Incidents that nobody has looked after, as the book could not be read, and that another one has taken the place of: how they ended is not known.</summary>
    private void Forget(IEnumerable<IGrouping<IncidentId, IncidentEvent>> forgotten)
    {
        var now = Context.Now();
        foreach (var incident in forgotten)
        {
            var end = new Resolved(incident.Key, now, now, Outcome.Unknown, "the healer's book could not be read meanwhile") { Number = incident.Max(static e => e.Number) + 1 };
            _log.Warning("{Gateway} {Incident}: {Line}", _state.Gateway, end.Incident, Telling.Line(end));
            _keeper.Add([end], []);
        }

        if (_keeper is { HasWaiting: true, IsWriting: false }) Write(Task.CompletedTask);
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
        if (!Timers.IsTimerActive(BookAgain)) Timers.StartSingleTimer(BookAgain, new TryBook(), BookPause);
        if (_book == BookState.Lost) return;
        _book = BookState.Lost;
        TellBookLost(why);
    }

    private void TellBookLost(string why)
    {
        _log.Error("{Why}. Healing goes on, what happens is kept in memory until it can be written", why);
        Context.Parent.Tell(new Announce(_state.Gateway, Notifying.Announcements.BookLost(_state.Gateway, why, Context.Now())));
    }

    private void TellBookTrouble(string trouble)
    {
        _log.Warning("{Trouble}", trouble);
        Context.Parent.Tell(new Announce(_state.Gateway, Notifying.Announcements.BookTrouble(_state.Gateway, trouble, Context.Now())));
    }

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Loaded(BookContent Book, RestartLedger? Ledger, string? LedgerLost) : IDeadLetterSuppression;

    private sealed record BookRead(BookContent Book) : IDeadLetterSuppression;

    private sealed record NotRead(string Why) : IDeadLetterSuppression;

    private sealed record LedgerNotSaved(string Why) : IDeadLetterSuppression;

    private sealed record LedgerSaved : IDeadLetterSuppression;

    private sealed record Written(string? Trouble) : IDeadLetterSuppression;

    private sealed record NotWritten(string Why) : IDeadLetterSuppression;

    private sealed record Overdue;

    private sealed record TryBook;
}
