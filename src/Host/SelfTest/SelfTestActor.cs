using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Schedules;

namespace OpenClaw.Host.SelfTest;

/// <summary>
/// Hands out a test alert when its owner's schedule says so. It looks at the wall clock anew every few minutes, so that neither a host that slept nor a clock that was set moves it.
/// </summary>
internal sealed class SelfTestActor : ReceiveActor, IWithTimers
{
    private const string Look = "look";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    private DateTimeOffset _seen;

    /// <param name="schedule">When.</param>
    /// <param name="zone">The owner's time.</param>
    /// <param name="gateway">The gateway whose voice tells it: a channel is one thing, whichever gateway's news it tells.</param>
    /// <param name="supervisor">That gateway's supervisor.</param>
    public SelfTestActor(CronSchedule schedule, TimeZoneInfo zone, GatewayId gateway, ICanTell supervisor) => Receive<LookNow>(_ =>
    {
        var now = Context.WallNow();
        // The clock was far ahead and has been set right: what was seen then has not been.
        if (_seen - now > SelfTestNews.MayBeLate) _seen = now;
        if (SelfTestNews.Due(schedule, zone, _seen, now) is { } due) supervisor.Tell(new Announce(gateway, SelfTestNews.Of(gateway, due, now)), Self);
        if (now > _seen) _seen = now;
        var wait = schedule.Next(_seen, zone) - now;
        Timers.StartSingleTimer(Look, new LookNow(), wait < LongestWait ? wait.Value : LongestWait);
    });

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Self.Tell(new LookNow());

    private sealed record LookNow;
}
