using Akka.Actor;
using Akka.Event;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>Keeps one listener of the surface open: what cannot be opened is tried again, with growing pauses. Nothing waits for it.</summary>
internal sealed class SurfaceListenerActor : ReceiveActor, IWithTimers
{
    private const string NextTry = "next-try";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<CancellationToken, Task<IAsyncDisposable>> _open;
    private IAsyncDisposable? _listener;
    private TimeSpan _pause = FirstPause;
    private string? _complaint;

    /// <summary>Creates the actor.</summary>
    /// <param name="door">The listener.</param>
    /// <param name="open">Opens it.</param>
    public SurfaceListenerActor(SurfaceDoor door, Func<CancellationToken, Task<IAsyncDisposable>> open)
    {
        _open = open;
        Receive<TryNow>(_ => Try());
        Receive<IsOpen>(m =>
        {
            (_listener, _pause, _complaint) = (m.Listener, FirstPause, null);
            _log.Info("The {Door} is open: {Where}", door.Name, door.Where);
        });
        Receive<IsNotOpen>(m =>
        {
            if (_complaint != m.Why) _log.Warning("The {Door} cannot be opened, and is tried again: {Why}. Healing goes on without it", door.Name, m.Why);
            _complaint = m.Why;
            Timers.StartSingleTimer(NextTry, new TryNow(), _pause);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Try();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        if (_listener is { } open) _ = Close(open, _log);
    }

    // On the pool: to put a web server together takes a while.
    private void Try()
    {
        var cancel = _stopped.Token;
        Task.Run(() => _open(cancel), cancel).PipeTo(Self, success: x => new IsOpen(x), failure: e => new IsNotOpen(Why(e)));
    }

    private static string Why(Exception e) => UntrustedText.OneLine((e.InnerException is IOException inner ? inner : e).Message, 300).TrimEnd('.');

    private static async Task Close(IAsyncDisposable open, ILoggingAdapter log)
    {
        try
        {
            await open.DisposeAsync();
        }
        catch (Exception stuck)
        {
            log.Warning("A listener could not be closed in order: {Why}", UntrustedText.OneLine(stuck.Message, 300));
        }
    }

    private sealed record TryNow;

    private sealed record IsOpen(IAsyncDisposable Listener) : IDeadLetterSuppression;

    private sealed record IsNotOpen(string Why) : IDeadLetterSuppression;
}
