using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Logging;

/// <summary>Keeps the original's log: hears what happens, and says once in an interval which gateways serve. One write at a time, and nobody waits for it.</summary>
internal sealed class HealthcheckActor : ReceiveActor, IWithTimers
{
    private const string Beat = "beat";

    // A folder that hangs (a disk on the network) must not fill the memory.
    private const int MostWaiting = 200;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Func<IReadOnlyList<(DateTimeOffset At, string Text)>, Task> _append;
    private readonly TimeSpan _interval;
    private readonly Queue<(DateTimeOffset At, string Text)> _waiting = new();
    private bool _isWriting;
    private bool _isFailing;

    /// <param name="lines">What is said of what happens.</param>
    /// <param name="append">Writes it.</param>
    /// <param name="interval">Between two lines of a gateway that serves.</param>
    /// <param name="pid">Ours, for the first line.</param>
    public HealthcheckActor(HealthcheckLines lines, Func<IReadOnlyList<(DateTimeOffset At, string Text)>, Task> append, TimeSpan interval, int pid)
    {
        (_append, _interval) = (append, interval);
        Receive<GatewayStatus>(status => Say(lines.Of(status)));
        Receive<IncidentNews>(news => Say(lines.Of(news)));
        Receive<Due>(_ =>
        {
            Timers.StartSingleTimer(Beat, new Due(), _interval);
            Say(lines.Beat());
        });
        Receive<Written>(m => OnWritten(m.Trouble));
        Say([$"=== Health Check Started (PID: {pid}) ==="]);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(GatewayStatus));
        Context.System.EventStream.Subscribe(Self, typeof(IncidentNews));
        Timers.StartSingleTimer(Beat, new Due(), _interval);
    }

    private void Say(IEnumerable<string> lines)
    {
        // By the wall clock, as all times in that file are.
        foreach (var line in lines) _waiting.Enqueue((Context.WallNow(), line));
        while (_waiting.Count > MostWaiting) _waiting.Dequeue();
        Write();
    }

    private void Write()
    {
        if (_isWriting || _waiting.Count == 0) return;
        _isWriting = true;
        var lines = _waiting.ToArray();
        _waiting.Clear();
        Task.Run(() => _append(lines)).PipeTo(Self, success: static () => new Written(null), failure: static e => new Written(e.Message));
    }

    private void OnWritten(string? trouble)
    {
        _isWriting = false;
        if (trouble is not null && !_isFailing) _log.Warning("The log healthcheck-DATE.log cannot be written ({Why}): what is in it has a gap. Healing and our own log go on", UntrustedText.OneLine(trouble, 300));
        if (trouble is null && _isFailing) _log.Info("The log healthcheck-DATE.log can be written again");
        _isFailing = trouble is not null;
        Write();
    }

    private sealed record Due;

    private sealed record Written(string? Trouble) : IDeadLetterSuppression;
}
