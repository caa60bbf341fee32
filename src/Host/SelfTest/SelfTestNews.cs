using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Schedules;

namespace OpenClaw.Host.SelfTest;

/// <summary>Which self-test is due, and what it says.</summary>
internal static class SelfTestNews
{
    /// <summary>How late one is still told, when nobody ran or the host slept at its time; an older one is passed over, as the next one proves the same.</summary>
    public static readonly TimeSpan MayBeLate = TimeSpan.FromHours(6);

    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(20);

    /// <summary>The newest time in this span, its end included, that is not too old; null when there is none.</summary>
    public static DateTimeOffset? Due(CronSchedule schedule, TimeZoneInfo zone, DateTimeOffset after, DateTimeOffset now)
    {
        var oldest = now - MayBeLate;
        DateTimeOffset? due = null;
        for (var next = schedule.Next(after > oldest ? after : oldest, zone); next <= now; next = schedule.Next(next.Value, zone)) due = next;
        return due;
    }

    /// <summary>The news. Its key is the time it was due: a daemon that is started again tells it again, and the outbox knows it.</summary>
    public static Announcement Of(GatewayId gateway, DateTimeOffset due, DateTimeOffset now)
    {
        var late = now - due > InTime ? " It comes late: the daemon did not run at its time, or the host slept." : "";
        return new Announcement(
            string.Create(CultureInfo.InvariantCulture, $"self-test/{due.UtcDateTime:yyyyMMdd'T'HHmm'Z'}"), gateway, null, Severity.Info, "Test: your alerts arrive here",
            string.Create(CultureInfo.InvariantCulture, $"Nothing is wrong. This was due at {due:yyyy-MM-dd HH:mm zzz} by openclaw.notify.self-test.{late} When it fails to come one day, alerts would not have come either."),
            [], null, now)
        { PassesFloor = true };
    }
}
