using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Journal;

/// <summary>The table of news.</summary>
internal static class NewsRows
{
    /// <summary>Of news <c>n</c>: a channel that is registered has not come to an end with it.</summary>
    public const string IsUnfinished =
        """
        EXISTS (SELECT 1 FROM channels c WHERE c.gateway = n.gateway AND n.seq > c.since AND NOT EXISTS (
            SELECT 1 FROM deliveries d WHERE d.gateway = n.gateway AND d.key = n.key AND d.channel = c.channel AND d.mark <> 'Begun'))
        """;

    /// <summary>Keeps news; what is there under its key is left as it is.</summary>
    public static void Keep(SqliteConnection db, GatewayId gateway, Announcement news) => db.Run(
        "INSERT INTO news (gateway, key, at, json) VALUES ($gateway, $key, $at, $json) ON CONFLICT DO NOTHING",
        ("$gateway", gateway.Value), ("$key", news.Key), ("$at", BookSql.Time(news.At)), ("$json", JsonSerializer.Serialize(news, BookJson.Default.Announcement)));

    /// <summary>The news of a row; null when this version cannot read it.</summary>
    public static Announcement? Read(string key, string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, BookJson.Default.Announcement) is { } news && news.Key == key ? news : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
