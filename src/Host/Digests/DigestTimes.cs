using OpenClaw.Host.Schedules;

namespace OpenClaw.Host.Digests;

/// <summary>Which digest a schedule asks for.</summary>
internal static class DigestTimes
{
    // A walk over the moments of a span is short: the next longer one is only walked when there was none in it.
    private static readonly TimeSpan[] Spans = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(8), TimeSpan.FromDays(32), TimeSpan.FromDays(400)];
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The last moment that is not after this one; null when there was none for more than a year.</summary>
    public static DateTimeOffset? Last(CronSchedule schedule, DateTimeOffset now, TimeZoneInfo zone)
    {
        foreach (var span in Spans)
        {
            DateTimeOffset? last = null;
            for (var next = schedule.Next(now - span, zone); next <= now; next = schedule.Next(next.Value, zone)) last = next;
            if (last is not null) return last;
        }

        return null;
    }

    /// <summary>Since when the digest of a moment counts: the moment before, or a week.</summary>
    public static DateTimeOffset Since(CronSchedule schedule, DateTimeOffset moment, TimeZoneInfo zone) => Last(schedule, moment.AddTicks(-1), zone) ?? moment - Week;
}
