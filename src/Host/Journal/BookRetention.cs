namespace OpenClaw.Host.Journal;

/// <summary>How long the book keeps things. The line of an incident stays for good: it is small, and it is what can be learned from.</summary>
public static class BookRetention
{
    private static readonly TimeSpan Events = TimeSpan.FromDays(400);
    private static readonly TimeSpan News = TimeSpan.FromDays(90);

    /// <summary>Takes out the events of incidents that ended long ago, and old news, told or not.</summary>
    /// <returns>How many rows went.</returns>
    /// <exception cref="IOException">The book cannot be written.</exception>
    public static Task<int> Keep(Book book, DateTimeOffset now, CancellationToken cancel) => book.Do(
        db =>
        {
            using var all = db.BeginTransaction();
            // Events without their incident are what a new book got of one that had begun in a lost one.
            var gone = db.Run(
                """
                DELETE FROM events WHERE incident IN (SELECT incident FROM incidents WHERE resolved_at < $old)
                    OR at < $old AND incident NOT IN (SELECT incident FROM incidents)
                """, ("$old", BookSql.Time(now - Events)));
            gone += db.Run("DELETE FROM news WHERE at < $old", ("$old", BookSql.Time(now - News)));
            db.Run("DELETE FROM deliveries WHERE NOT EXISTS (SELECT 1 FROM news WHERE news.gateway = deliveries.gateway AND news.key = deliveries.key)");
            all.Commit();
            return gone;
        }, cancel);
}
