using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Journal;

/// <summary>The news that is still to be told, and what became of the rest, in the book on disk.</summary>
public sealed class SqliteOutboxStore(Book book, ILogger<SqliteOutboxStore> log) : IOutboxStore
{
    /// <summary>No more news than this is loaded: what is not told yet, then the newest.</summary>
    public const int MostLoaded = 1000;

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptNews>> Load(GatewayId gateway, IReadOnlyList<string> channels, CancellationToken cancel) => book.Do(
        db =>
        {
            using var all = db.BeginTransaction();
            Forget(db, gateway, channels);
            foreach (var channel in channels) Register(db, gateway, channel);
            var news = Recent(db, gateway, channels);
            all.Commit();
            // A book that takes the place of this one has nothing from before the channels' time.
            book.OnNewBook($"channels of {gateway}", anew => anew.Run(
                "INSERT INTO channels (gateway, channel, since) SELECT $gateway, value, 0 FROM json_each($channels) WHERE true ON CONFLICT DO NOTHING",
                ("$gateway", gateway.Value), ("$channels", Json(channels))));
            return news;
        }, cancel);

    /// <inheritdoc/>
    public Task Keep(GatewayId gateway, Announcement news, CancellationToken cancel) => book.Do(
        db =>
        {
            NewsRows.Keep(db, gateway, news);
            return true;
        }, cancel);

    /// <inheritdoc/>
    public Task Mark(GatewayId gateway, string channel, string key, DeliveryMark mark, string? handle, CancellationToken cancel) => book.Do(
        db => db.Run(
            """
            INSERT INTO deliveries (gateway, key, channel, mark, handle) SELECT gateway, key, $channel, $mark, $handle FROM news WHERE gateway = $gateway AND key = $key
            ON CONFLICT (gateway, key, channel) DO UPDATE SET mark = $mark, handle = coalesce($handle, handle)
            """,
            ("$gateway", gateway.Value), ("$key", key), ("$channel", channel), ("$mark", mark.ToString()), ("$handle", handle)), cancel);

    // One that comes back begins anew. What it has told is still known: who was told of an outage is told of its end.
    private static void Forget(SqliteConnection db, GatewayId gateway, IReadOnlyList<string> asked)
    {
        foreach (var statement in new[] { "DELETE FROM channels WHERE true", "DELETE FROM deliveries WHERE mark = 'Begun'" })
            db.Run($"{statement} AND gateway = $gateway AND channel NOT IN (SELECT value FROM json_each($channels))", ("$gateway", gateway.Value), ("$channels", Json(asked)));
    }

    private static void Register(SqliteConnection db, GatewayId gateway, string channel) => db.Run(
        "INSERT INTO channels (gateway, channel, since) SELECT $gateway, $channel, coalesce(max(seq), 0) FROM news WHERE gateway = $gateway ON CONFLICT DO NOTHING",
        ("$gateway", gateway.Value), ("$channel", channel));

    private IReadOnlyList<KeptNews> Recent(SqliteConnection db, GatewayId gateway, IReadOnlyList<string> channels)
    {
        (string, object?) here = ("$gateway", gateway.Value), asked = ("$channels", Json(channels));
        var rows = db.Rows(
            // As far back as the book goes: a notice that still holds would be told again at each start if its key were not known.
            $"SELECT n.key, n.json, n.seq FROM news n WHERE n.gateway = $gateway ORDER BY {NewsRows.IsUnfinished} DESC, n.seq DESC LIMIT $most",
            static row => (Key: row.GetString(0), News: NewsRows.Read(row.GetString(0), row.GetString(1)), Seq: row.GetInt64(2)),
            here, ("$most", MostLoaded));
        var since = db.Rows(
            "SELECT channel, since FROM channels WHERE gateway = $gateway AND channel IN (SELECT value FROM json_each($channels))",
            static row => (Channel: row.GetString(0), Seq: row.GetInt64(1)), here, asked);
        var marks = db.Rows(
            "SELECT key, channel, mark, handle FROM deliveries WHERE gateway = $gateway AND channel IN (SELECT value FROM json_each($channels))",
            static row => (Key: row.GetString(0), Channel: row.GetString(1), Mark: Word(row.GetString(2)), Handle: row.TextOrNull(3)), here, asked).ToLookup(static mark => mark.Key);

        if (rows.Count(static row => row.News is null) is > 0 and var skipped) log.LogWarning("The book has {Skipped} pieces of news that this version cannot read: they are skipped", skipped);
        return
        [
            .. from row in rows
               orderby row.Seq
               where row.News is not null
               let before = since.Where(channel => row.Seq <= channel.Seq).Select(static channel => (channel.Channel, Mark: DeliveryMark.NotForIt))
               let known = marks[row.Key].Select(static mark => (mark.Channel, mark.Mark))
               select new KeptNews(row.News, known.Concat(before).DistinctBy(static mark => mark.Channel).ToDictionary(static mark => mark.Channel, static mark => mark.Mark))
               {
                   Handles = marks[row.Key].Where(static mark => mark.Handle is not null).ToDictionary(static mark => mark.Channel, static mark => mark.Handle!),
               },
        ];
    }

    private static string Json(IReadOnlyList<string> channels) => JsonSerializer.Serialize(channels, BookJson.Default.IReadOnlyListString);

    // A word of a newer version is an end of some kind: news that was told is not told again.
    private static DeliveryMark Word(string text) => Enum.TryParse<DeliveryMark>(text, out var mark) && Enum.GetName(mark) == text ? mark : DeliveryMark.Dropped;
}
