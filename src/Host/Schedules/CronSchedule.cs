using Cronos;

namespace OpenClaw.Host.Schedules;

/// <summary>Moments that come again and again, as cron writes them: minute, hour, day, month, day of the week.</summary>
internal sealed class CronSchedule
{
    private readonly CronExpression _expression;

    private CronSchedule(CronExpression expression) => _expression = expression;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CronSchedule Parse(string text) => new(CronExpression.Parse(text));

    /// <summary>The first moment after this one; null when none comes any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone) => _expression.GetNextOccurrence(after, zone);
}
