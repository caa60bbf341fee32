using Microsoft.Extensions.Time.Testing;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>A fake clock that knows when its next timer is due, so that a spec can walk from timer to timer and hours cost milliseconds.</summary>
public sealed class SteppingClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _gate = new();
    private readonly HashSet<Tracked> _timers = [];
    private readonly List<Tracked> _heldUp = [];
    private bool _standsStill;

    /// <summary>When the next timer fires; null when none is armed.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate) return _timers.Min(t => t.Due);
        }
    }

    /// <summary>Moves the clock; what falls due meanwhile rings only at the end.</summary>
    public void StandStill(TimeSpan span)
    {
        _standsStill = true;
        Advance(span);
        _standsStill = false;
        Tracked[] late;
        lock (_gate)
        {
            late = [.. _heldUp];
            _heldUp.Clear();
        }

        foreach (var timer in late) timer.Fire();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var tracked = new Tracked(this, callback, state);
        tracked.Inner = base.CreateTimer(static t => ((Tracked)t!).Fire(), tracked, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        tracked.Change(dueTime, period);
        return tracked;
    }

    private sealed class Tracked(SteppingClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public ITimer Inner { get; set; } = null!;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
                clock._timers.Add(this);
            }

            return Inner.Change(dueTime, period);
        }

        public void Fire()
        {
            if (clock._standsStill)
            {
                lock (clock._gate) clock._heldUp.Add(this);
                return;
            }

            lock (clock._gate) Due = _period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? null : Due + _period;
            callback(state);
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
