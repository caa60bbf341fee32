using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Watchdog;

/// <summary>While something is wrong: waits for a change of what may have kept the gateway from starting, and tells of each. It decides nothing.</summary>
public sealed class CauseActor : ReceiveActor, IWithTimers
{
    private const string Again = "again";
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ICauseWatch _causes;
    private CancellationTokenSource? _watch;

    /// <summary>Creates the actor; it rests until the cadence is suspicious.</summary>
    public CauseActor(GatewayId gateway, ICauseWatch causes)
    {
        _causes = causes;
        Receive<SetCadence>(o => o.Cadence == Cadence.Calm, _ => End());
        Receive<SetCadence>(_ => _watch is null, _ => Watch());
        Receive<SetCadence>(_ => { });
        Receive<WatchAgain>(_ => _watch is not null, _ => Watch());
        Receive<WatchAgain>(_ => { });
        Receive<Changed>(m => m.Watch == _watch, m =>
        {
            _log.Info("{Gateway}: {What}", gateway, m.What);
            Context.Parent.Tell(new CauseChanged(gateway, Context.Now(), m.What));
            Timers.StartSingleTimer(Again, new WatchAgain(), Breath);
        });
        Receive<Failed>(m => m.Watch == _watch, m =>
        {
            _log.Warning("What may have blocked {Gateway} cannot be watched: {Why}", gateway, m.Why);
            Timers.StartSingleTimer(Again, new WatchAgain(), AfterFailure);
        });
        Receive<Changed>(_ => { }); // of a watch that was given up
        Receive<Failed>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Context.Parent.Tell(new HelpAwake());

    /// <inheritdoc/>
    protected override void PostStop() => End();

    private void Watch()
    {
        End();
        var watch = _watch = new CancellationTokenSource();
        _causes.WaitForChange(watch.Token).PipeTo(Self, success: what => new Changed(watch, what), failure: e => new Failed(watch, e.Message));
    }

    private void End()
    {
        Timers.Cancel(Again);
        _watch?.Cancel();
        _watch?.Dispose();
        _watch = null;
    }

    private sealed record WatchAgain;

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Changed(CancellationTokenSource Watch, string What) : IDeadLetterSuppression;

    private sealed record Failed(CancellationTokenSource Watch, string Why) : IDeadLetterSuppression;
}
