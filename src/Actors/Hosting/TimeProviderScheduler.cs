using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace OpenClaw.Actors.Hosting;

/// <summary>
/// An Akka scheduler on <see cref="TimeProvider"/> timers. It has no tick: an idle system wakes for nothing (Akka's wheel wakes 100 times a second),
/// and a fake provider moves actors, adapters and delays with one clock. Repeated actions keep to their first due time and do not drift; one that fails is not
/// repeated, one that is slow is never run twice at a time.
/// </summary>
public sealed class TimeProviderScheduler : SchedulerBase, IDisposable
{
    /// <summary>The setting that names a clock registered by <see cref="UseClock"/>; empty or absent means the system's.</summary>
    public const string ClockSetting = "akka.scheduler.time-provider-clock";

    // Slewing by NTP stays below it; a clock that is set does not.
    private static readonly TimeSpan StepTolerance = TimeSpan.FromSeconds(1);

    // A timer of .NET takes at most 2^32 - 2 ms, 49.7 days (ITimer.Change); a longer wait is made of several.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    // Akka creates its scheduler by reflection from a Config, so that a clock can only be handed over by name.
    private static readonly ConcurrentDictionary<string, TimeProvider> Clocks = new(StringComparer.Ordinal);

    private readonly TimeProvider _clock;
    private readonly ILoggingAdapter _log;
    private readonly long _start;
    private readonly Lock _steps = new();
    private DateTimeOffset _lastWall;
    private long _lastStamp;
    private TimeSpan _madeUp;
    private readonly Lock _chain = new();
    private Entry? _newest;
    private volatile bool _disposed;

    /// <summary>Called by Akka.</summary>
    public TimeProviderScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
        _log = log;
        var name = scheduler.GetString(ClockSetting, "");
        _clock = string.IsNullOrEmpty(name) ? TimeProvider.System : Clocks[name];
        _start = _lastStamp = _clock.GetTimestamp();
        _lastWall = _clock.GetUtcNow();
    }

    /// <summary>Registers a clock and returns the configuration that selects this scheduler with it.</summary>
    public static Config UseClock(TimeProvider clock)
    {
        var name = Guid.NewGuid().ToString("N");
        Clocks[name] = clock;
        return ConfigurationFactory.ParseString(
            $"akka.scheduler.implementation = \"{typeof(TimeProviderScheduler).FullName}, OpenClaw.Actors\"\n{ClockSetting} = \"{name}\"");
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => _clock.GetElapsedTime(_start);

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <summary>
    /// The wall clock, but never stepping back: facts are ordered by it, and a healer whose clock was set back an hour would be blind for an hour.
    /// A step back is made up for until the wall clock is set forward again; a step forward (a host that slept) is taken as it is.
    /// </summary>
    protected override DateTimeOffset TimeNow
    {
        get
        {
            lock (_steps)
            {
                var (wall, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
                var behind = _clock.GetElapsedTime(_lastStamp, stamp) - (wall - _lastWall);
                if (behind > StepTolerance) _madeUp += behind;
                else if (-behind > StepTolerance) _madeUp -= _madeUp < -behind ? _madeUp : -behind;
                (_lastWall, _lastStamp) = (wall, stamp);
                return wall + _madeUp;
            }
        }
    }

    /// <summary>How far this clock is ahead of the wall clock, as that was set back.</summary>
    public TimeSpan AheadOfWall
    {
        get
        {
            _ = TimeNow;
            lock (_steps) return _madeUp;
        }
    }

    /// <summary>
    /// Ends all timers; scheduling afterwards is refused, as by Akka's own scheduler. What was not due yet never happens: Akka's own runs it all at once here,
    /// which for a healer would be looks and reminders before their time, in a system that ends.
    /// </summary>
    public void Dispose()
    {
        _disposed = true;
        while (Volatile.Read(ref _newest) is { } entry) entry.Dispose();
    }

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, new Mail(this, receiver, message, sender, Timeout.InfiniteTimeSpan, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(initialDelay, new Mail(this, receiver, message, sender, interval, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Schedule(delay, new Deed(this, action, Timeout.InfiniteTimeSpan, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Schedule(delay, new Deed(this, action.Run, Timeout.InfiniteTimeSpan, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Schedule(initialDelay, new Deed(this, action, interval, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Schedule(initialDelay, new Deed(this, action.Run, interval, cancelable));

    private void Schedule(TimeSpan delay, Entry entry)
    {
        if (_disposed) throw new SchedulerException("the scheduler has been shut down");
        if (entry.IsCancelled) return;
        lock (_chain)
        {
            if (_newest is not null) (_newest.Newer, entry.Older) = (entry, _newest);
            (_newest, entry.IsListed) = (entry, true);
        }

        entry.Start(delay);
    }

    private void Remove(Entry entry)
    {
        lock (_chain)
        {
            if (!entry.IsListed) return;
            entry.IsListed = false;
            if (entry.Older is not null) entry.Older.Newer = entry.Newer;
            if (entry.Newer is not null) entry.Newer.Older = entry.Older;
            else _newest = entry.Older;
            (entry.Older, entry.Newer) = (null, null);
        }
    }

    private sealed class Mail(TimeProviderScheduler owner, ICanTell receiver, object message, IActorRef sender, TimeSpan interval, ICancelable? cancelable)
        : Entry(owner, interval, cancelable)
    {
        protected override void Act() => receiver.Tell(message, sender);
    }

    private sealed class Deed(TimeProviderScheduler owner, Action action, TimeSpan interval, ICancelable? cancelable) : Entry(owner, interval, cancelable)
    {
        protected override void Act() => action();
    }

    // There are several for each gateway at any time: links of its own weigh less than a place in a dictionary, and a kind of its own less than a closure.
    private abstract class Entry(TimeProviderScheduler owner, TimeSpan interval, ICancelable? cancelable) : IDisposable
    {
        private ITimer? _timer;
        private CancellationTokenRegistration _cancelled;
        private TimeSpan _left;
        private int _running;

        public Entry? Older { get; set; }

        public Entry? Newer { get; set; }

        public bool IsListed { get; set; }

        public bool IsCancelled => cancelable is { IsCancellationRequested: true };

        private bool IsRepeated => interval != Timeout.InfiniteTimeSpan;

        public void Start(TimeSpan delay)
        {
            // Created disarmed: a zero delay could fire before the field is set.
            _timer = owner._clock.CreateTimer(static state => ((Entry)state!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (cancelable is not null) _cancelled = Hear(cancelable);
            if (owner._disposed) Dispose();
            else Arm(delay);
        }

        public void Dispose()
        {
            owner.Remove(this);
            _timer?.Dispose();
            // Does not wait for a cancellation that is under way: it may be this very call.
            _cancelled.Unregister();
        }

        protected abstract void Act();

        private CancellationTokenRegistration Hear(ICancelable cancelable)
        {
            try
            {
                return cancelable.Token.UnsafeRegister(static state => ((Entry)state!).Dispose(), this);
            }
            catch (ObjectDisposedException)
            {
                // Disposed and never cancelled: nobody can cancel it any more, and Akka's own scheduler takes it as well.
                return default;
            }
        }

        private void Arm(TimeSpan delay)
        {
            var leg = delay < LongestTimer ? delay : LongestTimer;
            _left = delay - leg;
            _timer!.Change(leg, _left == TimeSpan.Zero && IsRepeated && interval <= LongestTimer ? interval : Timeout.InfiniteTimeSpan);
        }

        private void Ring()
        {
            if (owner._disposed || IsCancelled) return;
            if (_left > TimeSpan.Zero)
            {
                Arm(_left);
                return;
            }

            if (!IsRepeated) Dispose();
            else if (interval > LongestTimer) Arm(interval);

            // A round that falls due while the last one is still at work is left out: two at once would be more than an action expects, and a queue of them would only grow.
            if (Interlocked.Exchange(ref _running, 1) != 0) return;
            Run();
            Volatile.Write(ref _running, 0);
        }

        private void Run()
        {
            try
            {
                Act();
            }
            catch (Exception e)
            {
                // As Akka's own scheduler does: what has failed once is not repeated.
                Dispose();
                owner._log.Error(e, IsRepeated ? "A scheduled action failed and is not repeated" : "A scheduled action failed");
            }
        }
    }
}
