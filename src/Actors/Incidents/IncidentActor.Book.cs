using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>The brain's dealings with its book and its ledger: read once, written before each deed, and while they are not to be had told once and tried again.</summary>
public sealed partial class IncidentActor
{
    private const string BookAgain = "book-again";
    private static readonly TimeSpan BookPause = TimeSpan.FromSeconds(30);

    // A disk that is slow every other minute is one piece of news, not one for each write.
    private static readonly TimeSpan LossPause = TimeSpan.FromHours(1);

    private BookState _ledgerBook = BookState.Open;
    private BookState _book = BookState.Open;
    private DateTimeOffset? _lossTold;

    private enum BookState
    {
        Open,
        Lost,
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
    private void Take(Loaded loaded)
    {
        var book = loaded.Book;
        var (now, isNews, adopts) = (Context.Now(), !_keeper.IsRead, _state is { Open: null, Last: null });
        _keeper.Answered(isRead: true);
        if (isNews)
        {
            // A book that came late may have what is open now as well.
            var before = book.Events.Where(e => e.Incident != _state.Open?.Id).ToArray();
            var read = before.Aggregate(new GatewayState(_state.Gateway), static (state, e) => state.Apply(e)).NotAhead(before, now);
            var ended = before.Where(static e => e is Resolved).Select(static e => e.Incident).Concat(_state.Past.Select(static p => p.Id)).ToHashSet();
            Forget(before.GroupBy(static e => e.Incident).Where(g => !ended.Contains(g.Key) && !(adopts && g.Key == read.Open?.Id)));
            _state = _state.Recall(adopts ? read : read with { Open = null, Summary = null });
            if (!_keeper.HasWaiting) _book = BookState.Open;
        }

        TakeLedger(loaded);
        if (book.Trouble is { } trouble) TellBookTrouble(trouble);
        if (adopts) Start();
        else Settle();
    }

    private void OnNotRead(NotRead failed)
    {
        _keeper.Answered(isRead: false);
        BookLost($"the book of incidents cannot be read: {failed.Why}");
    }

    /// <summary>Incidents that nobody has looked after, as the book could not be read, and that another one has taken the place of: how they ended is not known.</summary>
    private void Forget(IEnumerable<IGrouping<IncidentId, IncidentEvent>> forgotten)
    {
        var now = Context.Now();
        foreach (var incident in forgotten)
        {
            var end = new Resolved(incident.Key, now, now, Outcome.Unknown, "the healer's book could not be read meanwhile") { Number = incident.Max(static e => e.Number) + 1 };
            Log.Warning("{Gateway} {Incident}: {Line}", _state.Gateway, end.Incident, Telling.Line(end));
            var news = Notifying.Announcements.Forgotten(_state.Gateway, end);
            _keeper.Add([end], [news]);
            Context.Parent.Tell(new Announce(_state.Gateway, news));
        }

        if (_keeper is { HasWaiting: true, IsWriting: false }) Write(Task.CompletedTask);
    }

    private void TakeLedger(Loaded loaded)
    {
        if (loaded.LedgerLost is { } why) LedgerLost($"the ledger of restarts cannot be read: {why}");
        else (_state, _ledgerBook) = (_state with { Ledger = _ledger.Take(loaded.Ledger, _state.Ledger, Context.Now()) }, BookState.Open);
    }

    private void LedgerLost(string why) => Lose(ref _ledgerBook, why);

    private void SaveLedger(RestartLedger ledger) =>
        _ledger.Write(ledger)?.PipeTo(Self, success: () => new LedgerSaved(), failure: e => new LedgerNotSaved(e.Message));

    private void BookLost(string why) => Lose(ref _book, why);

    /// <summary>It is tried again in a while. Incidents and ledger are in the same place: of the two only the first loss is news.</summary>
    private void Lose(ref BookState which, string why)
    {
        if (!Timers.IsTimerActive(BookAgain)) Timers.StartSingleTimer(BookAgain, new TryBook(), BookPause);
        var isNews = (_book, _ledgerBook) == (BookState.Open, BookState.Open);
        which = BookState.Lost;
        if (!isNews) return;
        Log.Error("{Why}. Healing goes on, what happens is kept in memory until it can be written", why);
        if (Context.Now() - _lossTold < LossPause) return;
        _lossTold = Context.Now();
        Context.Parent.Tell(new Announce(_state.Gateway, Notifying.Announcements.BookLost(_state.Gateway, why, Context.Now())));
    }

    private void TellBookTrouble(string trouble)
    {
        Log.Warning("{Trouble}", trouble);
        Context.Parent.Tell(new Announce(_state.Gateway, Notifying.Announcements.BookTrouble(_state.Gateway, trouble, Context.Now())));
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
        if (_book == BookState.Lost && _keeper.IsRead) Log.Info("The book of {Gateway} can be written again; {GivenUp} events were too many to wait and are not in it", _state.Gateway, _keeper.GivenUp);
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
        if ((!_keeper.IsRead || !_ledger.IsRead) && !_keeper.IsReading) Load().PipeTo(Self, failure: e => new NotRead(e.Message));
        if (_keeper is { HasWaiting: true, IsWriting: false }) Write(Task.CompletedTask);
        if (_ledgerBook == BookState.Lost) SaveLedger(_state.Ledger);
        if (!_keeper.IsRead || !_ledger.IsRead || _keeper.HasWaiting || _ledgerBook == BookState.Lost) Timers.StartSingleTimer(BookAgain, new TryBook(), BookPause);
    }

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Loaded(BookContent Book, RestartLedger? Ledger, string? LedgerLost) : IDeadLetterSuppression;

    private sealed record NotRead(string Why) : IDeadLetterSuppression;

    private sealed record LedgerNotSaved(string Why) : IDeadLetterSuppression;

    private sealed record LedgerSaved : IDeadLetterSuppression;

    private sealed record Written(string? Trouble) : IDeadLetterSuppression;

    private sealed record NotWritten(string Why) : IDeadLetterSuppression;

    private sealed record Overdue;

    private sealed record TryBook;
}
