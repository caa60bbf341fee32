using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Probing;

/// <summary>Tier 2's eye: asks the gateway's HTTP endpoints again and again and reports what it saw. It decides nothing.</summary>
public sealed class ProberActor : UntypedActor, IWithTimers
{
    private const string NextLook = "next-look";
    private const string Overdue = "overdue";
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly GatewayId _gateway;
    private readonly IHealthProbe _probe;
    private readonly GatewayPolicy _policy;
    private Cadence _cadence = Cadence.Suspicious;
    private CancellationTokenSource? _look;
    private int _lookNumber;
    private DateTimeOffset _due;

    /// <summary>Creates the actor.</summary>
    public ProberActor(GatewayId gateway, IHealthProbe probe, GatewayPolicy policy) => (_gateway, _probe, _policy) = (gateway, probe, policy);

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
            case Looked m when IsUnderWay(m.Number):
                if (IsLate(m.At + _policy.LookTimeout)) NoNews(m.At, "it was held up itself while it waited");
                else Report(m.At, m.Answer);
                break;
            case LookFailed m when IsUnderWay(m.Number):
                NoNews(m.At, m.Why);
                break;
            case LookOverdue m when IsUnderWay(m.Number):
                NoNews(m.At, $"no answer from the probe itself within {_policy.LookTimeout.TotalSeconds:0} s");
                break;
            case Looked or LookFailed or LookOverdue: // of a look that was given up: dropped on purpose
                break;
            case SetCadence order:
                OnCadence(order);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.Parent.Tell(new SensorAwake(_gateway, Tier.Prober));
        StartLook();
    }

    /// <inheritdoc/>
    protected override void PostStop() => EndLook();

    private bool IsUnderWay(int look) => _look is not null && look == _lookNumber;

    private void StartLook()
    {
        EndLook();
        var number = ++_lookNumber;
        var at = Context.Now();
        _look = new CancellationTokenSource();
        // First the port, then the timer: a timer set by a PreStart that fails is cancelled by nobody.
        var looking = _probe.Look(_look.Token);
        Timers.StartSingleTimer(Overdue, new LookOverdue(number, at), _policy.LookTimeout);
        looking.PipeTo(Self, success: a => new Looked(number, at, a), failure: e => new LookFailed(number, at, e.Message));
    }

    private bool IsLate(DateTimeOffset due) => Context.Now() - due > _policy.LateTolerance;

    private void TellIfLate(DateTimeOffset due)
    {
        if (IsLate(due)) Context.Parent.Tell(new HealerWasLate(_gateway, Context.Now(), Context.Now() - due));
    }

    private void NoNews(DateTimeOffset at, string why)
    {
        TellIfLate(at + _policy.LookTimeout);
        Log.Warning("The probe of {Gateway} failed itself: {Why}", _gateway, why);
        Report(at, HttpAnswer.Of(Liveness.Unknown, TimeSpan.Zero, why));
    }

    private void Report(DateTimeOffset at, HttpAnswer answer)
    {
        EndLook();
        Context.Parent.Tell(new HttpSeen(_gateway, at, answer));
        var pause = _cadence == Cadence.Calm ? _policy.ProbeInterval : Sooner(_policy.ProbeIntervalSuspicious - (Context.Now() - at));
        _due = Context.Now() + pause;
        Timers.StartSingleTimer(NextLook, new Look(), pause);
    }

    /// <summary>While something is odd, looks begin at the pace that is set: a look that waited long for an answer is followed by the next one soon.</summary>
    private static TimeSpan Sooner(TimeSpan pause) => pause > Breath ? pause : Breath;

    private void OnCadence(SetCadence order)
    {
        if (order.Cadence == _cadence) return;
        _cadence = order.Cadence;
        if (_look is null) StartLook();
    }

    private void EndLook()
    {
        Timers.Cancel(Overdue);
        Timers.Cancel(NextLook);
        _look?.Cancel();
        _look?.Dispose();
        _look = null;
    }

    private sealed record Look;

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Looked(int Number, DateTimeOffset At, HttpAnswer Answer) : IDeadLetterSuppression;

    private sealed record LookFailed(int Number, DateTimeOffset At, string Why) : IDeadLetterSuppression;

    private sealed record LookOverdue(int Number, DateTimeOffset At);
}
