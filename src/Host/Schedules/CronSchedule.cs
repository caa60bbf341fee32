using Cronos;

namespace OpenClaw.Host.Schedules;

/// <summary>
/// Times of the week or the day as cron writes them, by the owner's clock. Where the clock is set forward, what falls into the hour that is not there comes right after it; where it is
/// set back, what falls into the hour that is there twice comes once (but for steps such as <c>*/5</c>).
/// </summary>
internal sealed class CronSchedule
{
    private readonly string _text;
    private readonly CronExpression _expression;

    private CronSchedule(string text, CronExpression expression) => (_text, _expression) = (text, expression);

    /// <summary>Reads five fields (minute, hour, day of month, month, day of week) or a macro such as <c>@weekly</c>.</summary>
    /// <exception cref="FormatException">It is none, or never comes; the message says why, as the end of a sentence.</exception>
    public static CronSchedule Parse(string text)
    {
        CronExpression expression;
        try
        {
            expression = CronExpression.Parse(text);
        }
        catch (Exception wrong) when (wrong is CronFormatException or MissingSeedException)
        {
            throw new FormatException($"it is no cron expression ({wrong.Message.TrimEnd('.')})", wrong);
        }

        var schedule = new CronSchedule(text, expression);
        return schedule.Next(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc) is null ? throw new FormatException("there is no such day") : schedule;
    }

    /// <summary>The first time after this one, itself excluded; null when there is none any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone) => _expression.GetNextOccurrence(after, zone);

    /// <inheritdoc/>
    public override string ToString() => _text;
}
