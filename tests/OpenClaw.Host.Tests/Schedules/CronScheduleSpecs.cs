using OpenClaw.Host.Schedules;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Schedules;

/// <summary>Times as an owner writes them, by a clock that is set forward and back twice a year.</summary>
public sealed class CronScheduleSpecs
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("0 9 * * 1", "2026-11-23T08:59:59+01:00", "2026-11-23T09:00:00+01:00")]
    [InlineData("0 9 * * 1", "2026-11-23T09:00:00+01:00", "2026-11-30T09:00:00+01:00")]
    [InlineData("@weekly", "2026-11-23T09:00:00+01:00", "2026-11-29T00:00:00+01:00")]
    // 2026-03-29: from 02:00 to 03:00 there is no time.
    [InlineData("30 2 * * *", "2026-03-28T03:00:00+01:00", "2026-03-29T03:00:00+02:00")]
    [InlineData("0 9 * * *", "2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00")]
    // 2026-10-25: from 02:00 to 03:00 comes twice.
    [InlineData("30 2 * * *", "2026-10-25T00:00:00+02:00", "2026-10-25T02:30:00+02:00")]
    [InlineData("30 2 * * *", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00")]
    public void The_next_time(string text, string after, string next) =>
        CronSchedule.Parse(text).Next(Time(after), Berlin).ShouldBe(Time(next));

    [Theory]
    [InlineData("mondays", "it is no cron expression")]
    [InlineData("H 9 * * 1", "it is no cron expression")]
    [InlineData("0 25 * * 1", "it is no cron expression")]
    [InlineData("0 0 9 * * 1", "it is no cron expression")]
    [InlineData("0 9 30 2 *", "there is no such day")]
    public void What_is_none_is_refused_in_one_line(string text, string words)
    {
        var line = Should.Throw<FormatException>(() => CronSchedule.Parse(text)).Message;
        line.ShouldStartWith(words);
        line.ShouldNotContain('\n');
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
