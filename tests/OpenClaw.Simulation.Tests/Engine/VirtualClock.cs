namespace OpenClaw.Simulation.Tests.Engine;

/// <summary>
/// The one clock of a world: monotonic time that only the world moves, from alarm to alarm, and a wall clock beside it that may be set. Alarms that are due
/// at the same moment ring in the order of the dice.
/// </summary>
public sealed class VirtualClock(Dice dice)
{
    private readonly Dice _dice = dice;
    private static readonly DateTimeOffset Epoch = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<(Alarm Alarm, int Setting), (long Due, ulong Tie)> _alarms = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private TimeSpan _set;

    /// <summary>Ticks since the world began; never set back.</summary>
    public long Elapsed { get; private set; }

    /// <summary>What the wall clock shows.</summary>
    public DateTimeOffset Wall => Epoch + new TimeSpan(Elapsed) + _set;

    /// <summary>By whom alarms are set from now on: those of a daemon end with it. Null: the world's own.</summary>
    public object? Owner { get; set; }

    /// <summary>Somebody sets the wall clock.</summary>
    public void SetWall(TimeSpan by) => _set += by;

    /// <summary>The host sleeps, or starves everybody: time passes and nothing rings before its end.</summary>
    public void StandStill(TimeSpan span) => Elapsed += span.Ticks;

    /// <summary>An alarm of the world's own.</summary>
    public Alarm In(TimeSpan delay, Action ring)
    {
        var alarm = new Alarm(this, null, ring);
        alarm.Set(delay, Timeout.InfiniteTimeSpan);
        return alarm;
    }

    /// <summary>An alarm of whoever owns the alarms now, not set yet.</summary>
    public Alarm Create(Action ring) => new(this, Owner, ring);

    /// <summary>Lets the next alarm ring, moving the time to it; false when there is none up to <paramref name="until"/> ticks.</summary>
    /// <param name="until">No alarm that is due later rings.</param>
    /// <param name="isDead">Whether an owner's alarms ring no more.</param>
    /// <param name="onlyDue">No alarm that is still to come rings: time does not move.</param>
    public bool RingNext(long until, Func<object, bool> isDead, bool onlyDue = false)
    {
        while (_alarms.TryPeek(out var next, out var at))
        {
            if (next.Setting != next.Alarm.Setting || (next.Alarm.Owner is { } owner && isDead(owner)))
            {
                _alarms.Dequeue();
                continue;
            }

            if (at.Due > until || (onlyDue && at.Due > Elapsed)) return false;
            _alarms.Dequeue();
            if (at.Due > Elapsed) Elapsed = at.Due;
            next.Alarm.Ring();
            return true;
        }

        return false;
    }

    /// <summary>One alarm; as a timer of .NET it may be set again, or ring again and again.</summary>
    public sealed class Alarm(VirtualClock clock, object? owner, Action ring) : ITimer
    {
        private TimeSpan _period;

        internal object? Owner => owner;

        internal int Setting { get; private set; }

        /// <summary>Sets it.</summary>
        public void Set(TimeSpan delay, TimeSpan period)
        {
            Apart.MustBe(clock._thread);
            Setting++;
            _period = period;
            if (delay != Timeout.InfiniteTimeSpan) clock._alarms.Enqueue((this, Setting), (clock.Elapsed + Math.Max(0, delay.Ticks), clock._dice.Next()));
        }

        /// <inheritdoc/>
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Set(dueTime, period);
            return true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Apart.MustBe(clock._thread);
            Setting++;
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Ring()
        {
            if (_period != Timeout.InfiniteTimeSpan && _period != TimeSpan.Zero) Set(_period, _period);
            ring();
        }
    }
}
