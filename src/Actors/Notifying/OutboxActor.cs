using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using static OpenClaw.Actors.Notifying.NotifierProtocol;

namespace OpenClaw.Actors.Notifying;

/// <summary>
/// Stands between the voice and its store: reads what was kept, and writes down what is to be kept and what became of it, one write after the other. Nobody
/// waits for it, so the store may fail and hang as it likes; what could not be read or written is tried again. What is still to be written is the voice's own:
/// it outlives this actor.
/// </summary>
internal sealed class OutboxActor : UntypedActor, IWithTimers
{
    private const string Overdue = "overdue";
    private const string Again = "again";
    private const string ReadAgain = "read-again";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly GatewayId _gateway;
    private readonly IOutboxStore _store;
    private readonly IReadOnlyList<string> _channels;
    private readonly UnwrittenNews _unwritten;
    private readonly CancellationTokenSource _stopped = new();
    private CancellationTokenSource? _write;
    private bool _isStoreLost;
    private int _number;

    /// <summary>Creates the actor.</summary>
    public OutboxActor(GatewayId gateway, IOutboxStore store, IReadOnlyList<string> channels, UnwrittenNews unwritten) =>
        (_gateway, _store, _channels, _unwritten) = (gateway, store, channels, unwritten);

    private static ILoggingAdapter Log => Context.GetLogger();

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WriteNow or TryAgain:
                Write();
                break;
            case Written m when m.Number == _number:
                OnWritten();
                break;
            case NotWritten m when m.Number == _number:
                OnNotWritten(m);
                break;
            case Written or NotWritten: // of a write that was given up
                break;
            case Loaded m:
                Context.Parent.Tell(new Restored(m.Kept));
                break;
            case NotLoaded m:
                Context.Parent.Tell(new NotRestored(m.Why));
                Timers.StartSingleTimer(ReadAgain, new TryToRead(), Pause);
                break;
            case TryToRead:
                Load();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Load();
        _unwritten.BeginAnew();
        Write();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        // A write under way goes on: what was told should be written down.
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Load() => Read().PipeTo(Self, success: static kept => new Loaded(kept), failure: static e => new NotLoaded(e.Message));

    // Of its own, so that a store that throws at once has failed as any other.
    private async Task<IReadOnlyList<KeptNews>> Read() => await _store.Load(_gateway, _channels, _stopped.Token);

    private async Task Carry(UnwrittenNews.Piece write, CancellationToken cancel) => await (write.News is { } news
        ? _store.Keep(_gateway, news, cancel)
        : _store.Mark(_gateway, write.Channel!, write.Key, write.Mark, write.Handle, cancel));

    private void Write()
    {
        if (_unwritten.Next() is not { } next) return;
        Timers.Cancel(Again);
        var number = ++_number;
        _write = new CancellationTokenSource();
        Timers.StartSingleTimer(Overdue, new NotWritten(number, "it did not answer in time", IsStuck: true), Patience);
        Carry(next, _write.Token).PipeTo(Self, success: () => new Written(number), failure: e => new NotWritten(number, e.Message, IsStuck: false));
    }

    private void OnWritten()
    {
        if (_isStoreLost) Log.Info("The news of {Gateway} can be kept again", _gateway);
        _isStoreLost = false;
        if (_unwritten.Written() is { Channel: { } channel, Mark: DeliveryMark.Begun } begun) Context.Parent.Tell(new Begun(channel, begun.Key));
        EndWrite();
    }

    private void OnNotWritten(NotWritten failed)
    {
        if (!_isStoreLost) Log.Warning("The news of {Gateway} cannot be kept: {Why}. It is told all the same, and kept in memory only", _gateway, failed.Why);
        _isStoreLost = true;
        _number++; // an end that is heard of later is that of a write given up
        _unwritten.Failed(failed.IsStuck);
        EndWrite();
    }

    private void EndWrite()
    {
        Timers.Cancel(Overdue);
        _write?.Cancel();
        _write?.Dispose();
        _write = null;
        Write();
        if (_write is null && _unwritten.IsAny) Timers.StartSingleTimer(Again, new TryAgain(), Pause);
    }

    private sealed record TryAgain;

    private sealed record TryToRead;

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Loaded(IReadOnlyList<KeptNews> Kept) : IDeadLetterSuppression;

    private sealed record NotLoaded(string Why) : IDeadLetterSuppression;

    private sealed record Written(int Number) : IDeadLetterSuppression;

    private sealed record NotWritten(int Number, string Why, bool IsStuck) : IDeadLetterSuppression;
}
