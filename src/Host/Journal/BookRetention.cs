namespace OpenClaw.Host.Journal;

/// <summary>How long the book keeps things. The line of an incident stays for good: it is small, and it is what can be learned from.</summary>
public static class BookRetention
{
    /// <summary>How long the events of an incident that has ended are kept.</summary>
    public static readonly TimeSpan Events = TimeSpan.FromDays(400);

    /// <summary>How long news is kept that every channel has come to an end with.</summary>
    public static readonly TimeSpan News = TimeSpan.FromDays(90);

    // Whoever starts with this daemon has read the book by then.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Tidies the book once, some time from now, as far as that can be done: nobody waits for it, and it is in nobody's way. Ends early without a word when it is told to.</summary>
    /// <param name="book">The book.</param>
    /// <param name="time">The clock; the call is taken for the daemon's start.</param>
    /// <param name="log">Where it tells why it could not.</param>
    /// <param name="cancel">The daemon ends.</param>
    public static async Task KeepLater(Book book, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var started = time.GetUtcNow();
        try
        {
            await Task.Delay(Pause, time, cancel);
            await Keep(book, started, time.GetUtcNow(), cancel);
        }
        catch (OperationCanceledException)
        {
            // The next daemon will.
        }
        catch (IOException later)
        {
            log.LogWarning("The book was not tidied: {Why}", later.Message);
        }
    }

    /// <summary>
    /// Takes out the events of incidents that ended long ago, and old news that no channel has still to tell. Counted from the newest entry of an earlier daemon:
    /// a clock that is years ahead for one start would take everything else out.
    /// </summary>
    /// <param name="book">The book.</param>
    /// <param name="started">When this daemon started, by its own clock: what it has written has later times, and proves nothing about that clock.</param>
    /// <param name="now">The time now.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <returns>How many events and pieces of news went.</returns>
    /// <exception cref="IOException">The book cannot be written.</exception>
    public static Task<int> Keep(Book book, DateTimeOffset started, DateTimeOffset now, CancellationToken cancel) => book.Do(
        db =>
        {
            using var all = db.BeginTransaction();
            var newest = db.Text(
                """
                SELECT max(at) FROM (
                    SELECT * FROM (SELECT at FROM events WHERE at < $started ORDER BY seq DESC LIMIT 1) UNION ALL
                    SELECT * FROM (SELECT at FROM news WHERE at < $started ORDER BY seq DESC LIMIT 1))
                """, ("$started", BookSql.Time(started)));
            if (newest is null) return 0;
            var end = BookSql.Time(newest) is var last && last < now ? last : now;
            // Events without their incident are what a new book got of one that had begun in a lost one.
            var gone = db.Run(
                """
                DELETE FROM events WHERE incident IN (SELECT incident FROM incidents WHERE resolved_at < $old)
                    OR at < $old AND incident NOT IN (SELECT incident FROM incidents)
                """, ("$old", BookSql.Time(end - Events)));
            gone += db.Run($"DELETE FROM news AS n WHERE at < $old AND NOT {NewsRows.IsUnfinished}", ("$old", BookSql.Time(end - News)));
            db.Run("DELETE FROM treatments WHERE started_at < $old", ("$old", BookSql.Time(end - Events)));
            db.Run("DELETE FROM remote_commands WHERE at < $old", ("$old", BookSql.Time(end - Events)));
            db.Run("DELETE FROM deliveries WHERE NOT EXISTS (SELECT 1 FROM news WHERE news.gateway = deliveries.gateway AND news.key = deliveries.key)");
            all.Commit();
            return gone;
        }, cancel);
}
