using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Watchdog;

/// <summary>While something is wrong: waits for a change of what may have kept the gateway from starting, and tells of each. It decides nothing.</summary>
public sealed class CauseActor : UntypedActor, IWithTimers
{
    private const string Again = "again";
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly GatewayId _gateway;
    private readonly ICauseWatch _causes;
    private CancellationTokenSource? _watch;

    /// <summary>Creates the actor; it rests until the cadence is suspicious.</summary>
    public CauseActor(GatewayId gateway, ICauseWatch causes) => (_gateway, _causes) = (gateway, causes);

    private static ILoggingAdapter Log => Context.GetLogger();

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SetCadence { Cadence: Cadence.Calm }:
                End();
                break;
            case SetCadence:
                if (_watch is null) Watch();
                break;
            case WatchAgain:
                if (_watch is not null) Watch();
                break;
            case Changed m when m.Watch == _watch:
                Log.Info("{Gateway}: {What}", _gateway, m.What);
                Context.Parent.Tell(new CauseChanged(_gateway, Context.Now(), m.What));
                Timers.StartSingleTimer(Again, new WatchAgain(), Breath);
                break;
            case Failed m when m.Watch == _watch:
                Log.Warning("What may have blocked {Gateway} cannot be watched: {Why}", _gateway, m.Why);
                Timers.StartSingleTimer(Again, new WatchAgain(), AfterFailure);
                break;
            case Changed or Failed: // of a watch that was given up
                break;
            default:
                Unhandled(message);
                break;
        }
    }

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
