using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Watchdog;

/// <summary>Tier 1: sees the process, hears of its end when it happens, and is the only hand that starts or stops it. It decides nothing.</summary>
public sealed class WatchdogActor : UntypedActor, IWithTimers
{
    private const string NextLook = "next-look";
    private const string Overdue = "overdue";
    private const string RestartDeadline = "restart-deadline";

    private readonly GatewayId _gateway;
    private readonly IGatewayProcess _process;
    private readonly GatewayPolicy _policy;
    private Cadence _cadence = Cadence.Suspicious;
    private CancellationTokenSource? _look;
    private int _lookNumber;
    private Vigil? _vigil;
    private ProcessIdentity? _ended;
    private DateTimeOffset _due;
    private Repair? _repair;

    /// <summary>Creates the actor.</summary>
    public WatchdogActor(GatewayId gateway, IGatewayProcess process, GatewayPolicy policy) => (_gateway, _process, _policy) = (gateway, process, policy);

    private static ILoggingAdapter Log => Context.GetLogger();

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Look:
                TellIfLate(_due);
                StartLook();
                break;
            case LookNow:
                StartLook();
                break;
            case Looked m when IsUnderWay(m.Number):
                Report(m.At, m.State);
                break;
            case LookFailed m when IsUnderWay(m.Number):
                NoNews(m.At, m.Why);
                break;
            case LookOverdue m when IsUnderWay(m.Number):
                NoNews(m.At, $"no answer within {_policy.LookTimeout.TotalSeconds:0} s");
                break;
            case Looked or LookFailed or LookOverdue: // of a look that was given up: dropped on purpose
                break;
            case Exited m:
                OnExited(m);
                break;
            case VigilFailed m:
                OnVigilFailed(m);
                break;
            case SetCadence order:
                OnCadence(order);
                break;
            case RestartGateway order:
                OnRestart(order);
                break;
            case RestartEnded m:
                // Else of an order that was given up.
                if (m.Incident == _repair?.Order.Incident && m.Attempt == _repair?.Order.Attempt) EndRepair(m.Result, m.Note);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.Parent.Tell(new SensorAwake(_gateway, Tier.Watchdog));
        StartLook();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        EndLook();
        EndVigil();
        // The order dies with its hand; nobody else could tell the incident.
        if (_repair is { } repair) Tell(repair.Order, RepairResult.Interrupted, "the watchdog itself failed meanwhile");
        _repair?.Cancel.Cancel();
        _repair?.Cancel.Dispose();
    }

    private bool IsUnderWay(int look) => _look is not null && look == _lookNumber;

    private void StartLook()
    {
        EndLook();
        var number = ++_lookNumber;
        var at = Context.Now();
        _look = new CancellationTokenSource();
        // First the port, then the timer: a timer set by a PreStart that fails is cancelled by nobody.
        var looking = _process.Look(_look.Token);
        Timers.StartSingleTimer(Overdue, new LookOverdue(number, at), _policy.LookTimeout);
        looking.PipeTo(Self, success: s => new Looked(number, at, s), failure: e => new LookFailed(number, at, e.Message));
    }

    private void TellIfLate(DateTimeOffset due)
    {
        var by = Context.Now() - due;
        if (by > _policy.LateTolerance) Context.Parent.Tell(new HealerWasLate(_gateway, Context.Now(), by));
    }

    private void NoNews(DateTimeOffset at, string why)
    {
        TellIfLate(at + _policy.LookTimeout);
        Log.Warning("The look at the process of {Gateway} failed itself: {Why}", _gateway, why);
        Report(at, ProcessState.Unreadable(why));
    }

    private void Report(DateTimeOffset at, ProcessState state)
    {
        EndLook();
        Context.Parent.Tell(new ProcessSeen(_gateway, at, InOurTime(state)));
        // A look that could not be read says nothing of the process that is watched.
        if (state.Service != ServiceState.Unknown || state.Process is not null) Watch(state.Process);
        var pause = Pause();
        _due = Context.Now() + pause;
        Timers.StartSingleTimer(NextLook, new Look(), pause);
    }

    /// <summary>The kernel and the manager tell times of the wall clock; a boot must not grow old because that was set back.</summary>
    private static ProcessState InOurTime(ProcessState state) => state with
    {
        StartedAt = state.StartedAt is { } started ? Context.FromWall(started) : null,
        LastExit = state.LastExit is { } exit ? exit with { At = Context.FromWall(exit.At) } : null,
    };

    private TimeSpan Pause() => (_cadence, _vigil) switch
    {
        (Cadence.Suspicious, _) => _policy.LookIntervalSuspicious,
        // Nobody tells of a start as the kernel tells of an end: a gateway that its owner has stopped is looked for more often.
        (_, null) when _policy.LookIntervalStopped < _policy.LookInterval => _policy.LookIntervalStopped,
        _ => _policy.LookInterval,
    };

    private void Watch(ProcessIdentity? process)
    {
        if (_vigil?.Process == process) return;
        EndVigil();
        // Its manager may list a process for a while after its end was heard: asking again would be answered at once, in a circle.
        if (process is null || process == _ended) return;
        _vigil = new Vigil(process, new CancellationTokenSource());
        _process.WaitForExit(process, _vigil.Cancel.Token).PipeTo(Self, success: e => new Exited(process, e), failure: e => new VigilFailed(process, e.Message));
    }

    private void OnExited(Exited exited)
    {
        if (_vigil?.Process != exited.Process) return;
        Log.Info("The process of {Gateway} has ended: {Process}, {Exit}", _gateway, exited.Process, exited.Exit);
        EndVigil();
        _ended = exited.Process;
        StartLook();
    }

    private void OnVigilFailed(VigilFailed failed)
    {
        if (_vigil?.Process != failed.Process) return;
        Log.Warning("The end of {Process} cannot be heard ({Why}); the looks remain", failed.Process, failed.Why);
        EndVigil();
    }

    private void OnCadence(SetCadence order)
    {
        if (order.Cadence == _cadence) return;
        _cadence = order.Cadence;
        if (_look is null) StartLook();
    }

    private void OnRestart(RestartGateway order)
    {
        if (_repair is { } busy)
        {
            if (busy.Order.Attempt != order.Attempt || busy.Order.Incident != order.Incident) Tell(order, RepairResult.Failed, "another restart is under way");
            return;
        }

        _repair = new Repair(order, new CancellationTokenSource());
        var left = order.Deadline - Context.Now();
        var (incident, attempt) = (order.Incident, order.Attempt);
        Timers.StartSingleTimer(RestartDeadline, new RestartEnded(incident, attempt, RepairResult.TimedOut, "its deadline passed"), left > TimeSpan.Zero ? left : TimeSpan.Zero);
        _process.Restart(order.Kind, _repair.Cancel.Token).PipeTo(
            Self,
            success: o => new RestartEnded(incident, attempt, o.Accepted ? RepairResult.Done : RepairResult.Failed, o.Note),
            failure: e => new RestartEnded(incident, attempt, RepairResult.Failed, e.Message));
    }

    private void EndRepair(RepairResult result, string note)
    {
        Timers.Cancel(RestartDeadline);
        _repair!.Cancel.Cancel();
        _repair.Cancel.Dispose();
        Tell(_repair.Order, result, note);
        _repair = null;
        StartLook();
    }

    private void Tell(RestartGateway order, RepairResult result, string note) =>
        Context.Parent.Tell(new RepairEnded(_gateway, Context.Now(), order.Incident, Tier.Watchdog, order.Attempt, result, note));

    private void EndLook()
    {
        Timers.Cancel(Overdue);
        Timers.Cancel(NextLook);
        _look?.Cancel();
        _look?.Dispose();
        _look = null;
    }

    private void EndVigil()
    {
        _vigil?.Cancel.Cancel();
        _vigil?.Cancel.Dispose();
        _vigil = null;
    }

    private sealed record Look;

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Looked(int Number, DateTimeOffset At, ProcessState State) : IDeadLetterSuppression;

    private sealed record LookFailed(int Number, DateTimeOffset At, string Why) : IDeadLetterSuppression;

    private sealed record LookOverdue(int Number, DateTimeOffset At);

    private sealed record Exited(ProcessIdentity Process, ProcessExit Exit) : IDeadLetterSuppression;

    private sealed record VigilFailed(ProcessIdentity Process, string Why) : IDeadLetterSuppression;

    private sealed record RestartEnded(IncidentId Incident, int Attempt, RepairResult Result, string Note) : IDeadLetterSuppression;

    private sealed record Vigil(ProcessIdentity Process, CancellationTokenSource Cancel);

    private sealed record Repair(RestartGateway Order, CancellationTokenSource Cancel);
}
