using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Notifying;

/// <summary>When a channel may be disturbed, and with what: its owner's wishes.</summary>
/// <param name="Floor">The least severe news it wants.</param>
public sealed record ChannelManners(Severity Floor)
{
    /// <summary>How long the news that something began waits: an outage that is over by then is recorded and not told. Zero: it is told at once, as in a log.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>When nobody is to be disturbed unless a human is needed; null: never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>From when on news may be told, whatever else is going on: now, when that moment has come.</summary>
    /// <param name="news">The news.</param>
    /// <param name="now">The time now: what was due before the quiet hours and is still here waits for their end.</param>
    /// <param name="isAwaited">Somebody was called out for it: that it is over is told at once, as he would stay up for it.</param>
    public DateTimeOffset DueAt(Announcement news, DateTimeOffset now, bool isAwaited)
    {
        var held = HeldUntil(news);
        if (Quiet is not { } quiet || news.Severity == Severity.Critical || isAwaited) return held;
        var earliest = held > now ? held : now;
        var end = quiet.EndAt(earliest - AheadOfWall) + AheadOfWall;
        return end > earliest ? end : held;
    }

    /// <summary>How far the clock of actors is ahead of the wall clock, by which people set quiet hours.</summary>
    public TimeSpan AheadOfWall { get; init; }

    /// <summary>Until when it is held, as what it tells of may be over by then.</summary>
    public DateTimeOffset HeldUntil(Announcement news) => news.IsBeginning ? news.At + Hold : news.At;

    /// <summary>How long to wait after a try that came to nothing: twice as long each time, up to five minutes, with a fifth left to chance.</summary>
    /// <param name="key">The news.</param>
    /// <param name="tries">The tries so far, 1 and up.</param>
    public static TimeSpan Pause(string key, int tries)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(tries - 1, 10));
        return (doubled < LongestPause ? doubled : LongestPause) * (1 - (PauseJitter * Jitter.Share($"{key}/{tries}")));
    }

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private const double PauseJitter = 0.2;
}

/// <summary>Hours of the day in which nobody is to be disturbed, in the owner's own time zone. An end before the beginning is the next morning's.</summary>
/// <param name="From">Their beginning.</param>
/// <param name="To">Their end; the same as the beginning: the whole day.</param>
/// <param name="Zone">The owner's time zone.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <summary>The end of the quiet hours that this moment falls into; the moment itself when it falls into none.</summary>
    public DateTimeOffset EndAt(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var clock = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (!(From == To || clock.IsBetween(From, To))) return moment;
        var day = clock < To ? local.Date : local.Date.AddDays(1);
        var end = day + To.ToTimeSpan();
        // In the hour that a clock change leaves out nobody lives; the first moment after it is meant.
        while (Zone.IsInvalidTime(end)) end = end.AddMinutes(1);
        return new DateTimeOffset(end, Zone.GetUtcOffset(end));
    }
}
