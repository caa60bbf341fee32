using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Schedules;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// Has the digest told when its schedule says so. What came while the daemon was not there is told when it is, for a while; the outbox knows by its key when an
/// earlier life has told it. Nothing waits for it.
/// </summary>
internal sealed class DigestActor : ReceiveActor, IWithTimers
{
    private const string Wake = "wake";

    // One that is older is no news any more.
    private static readonly TimeSpan CatchUp = TimeSpan.FromDays(2);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(10);

    // The host may sleep, and its clock and time zone may be set: none of that moves a timer that rings in a month.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly CronSchedule _schedule;
    private readonly TimeZoneInfo _zone;
    private readonly Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<Announcement>> _build;
    private DateTimeOffset? _told;
    private bool _building;

    /// <param name="schedule">When.</param>
    /// <param name="zone">The owner's time.</param>
    /// <param name="build">Makes the news of a period.</param>
    /// <param name="supervisor">Takes it: the supervisor of the first gateway.</param>
    public DigestActor(CronSchedule schedule, TimeZoneInfo zone, Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<Announcement>> build, ICanTell supervisor)
    {
        (_schedule, _zone, _build) = (schedule, zone, build);
        Receive<LookNow>(_ => !_building, _ => Look());
        Receive<LookNow>(static _ => { }); // the build under way is followed by another look
        Receive<Built>(m =>
        {
            (_building, _told) = (false, m.Moment);
            supervisor.Tell(new Announce(m.News.Gateway, m.News), Self);
            Look();
        });
        Receive<NotBuilt>(m =>
        {
            _building = false;
            _log.Warning("The digest could not be made: {Why}; it is tried again in {Minutes:0} min", m.Why, TryAgain.TotalMinutes);
            Timers.StartSingleTimer(Wake, new LookNow(), TryAgain);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(new LookNow());

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Look()
    {
        var now = Context.System.Scheduler.Now;
        if (DigestTimes.Last(_schedule, now, _zone) is { } moment && !(moment <= _told) && now - moment <= CatchUp)
        {
            var (build, from, cancel) = (_build, DigestTimes.Since(_schedule, moment, _zone), _stopped.Token);
            _building = true;
            Task.Run(() => build(from, moment, cancel), cancel).PipeTo(Self, success: news => new Built(moment, news), failure: static e => new NotBuilt(e.Message));
            return;
        }

        if (_schedule.Next(now, _zone) is not { } next) return;
        Timers.StartSingleTimer(Wake, new LookNow(), next - now is var wait && wait < LongestWait ? wait : LongestWait);
    }

    private sealed record LookNow;

    // Answers of the book: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Built(DateTimeOffset Moment, Announcement News) : IDeadLetterSuppression;

    private sealed record NotBuilt(string Why) : IDeadLetterSuppression;
}
