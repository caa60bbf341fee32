using OpenClaw.Actors.Gateways;

namespace OpenClaw.Host.Journal;

/// <summary>The index of the configs that a gateway has had, in the book: which one was seen when, and how long the gateway has served with it.</summary>
public sealed class ConfigVersions(Book book)
{
    private const string Columns = "hash, first_seen, last_seen, healthy_seconds";

    /// <summary>This content is in the file now.</summary>
    public Task Saw(GatewayId gateway, string path, string hash, DateTimeOffset at, CancellationToken cancel) => Served(gateway, path, hash, TimeSpan.Zero, at, cancel);

    /// <summary>The gateway has served for so long with this content.</summary>
    public Task Served(GatewayId gateway, string path, string hash, TimeSpan healthy, DateTimeOffset at, CancellationToken cancel) => book.Do(
        db => db.Run(
            """
            INSERT INTO config_versions (gateway, path, hash, first_seen, last_seen, healthy_seconds, last_served)
            VALUES ($gateway, $path, $hash, $at, $at, $healthy, CASE WHEN $healthy > 0 THEN $at END)
            ON CONFLICT (gateway, path, hash) DO UPDATE SET last_seen = max(last_seen, $at), healthy_seconds = healthy_seconds + $healthy,
                last_served = CASE WHEN $healthy > 0 THEN max(coalesce(last_served, $at), $at) ELSE last_served END
            """,
            ("$gateway", gateway.Value), ("$path", path), ("$hash", hash), ("$at", BookSql.Time(at)), ("$healthy", healthy.TotalSeconds)), cancel);

    /// <summary>The content seen last with which the gateway has served at least so long; null when there is none.</summary>
    public async Task<ConfigVersion?> LastGood(GatewayId gateway, string path, TimeSpan atLeast, CancellationToken cancel) =>
        (await List(gateway, path, cancel)).FirstOrDefault(version => version.Healthy > TimeSpan.Zero && version.Healthy >= atLeast);

    /// <summary>All of them, the one seen last first.</summary>
    public Task<IReadOnlyList<ConfigVersion>> List(GatewayId gateway, string path, CancellationToken cancel) => book.Do<IReadOnlyList<ConfigVersion>>(
        db => db.Rows(
            $"SELECT {Columns} FROM config_versions WHERE gateway = $gateway AND path = $path ORDER BY last_seen DESC, first_seen DESC",
            static row => new ConfigVersion(row.GetString(0), BookSql.Time(row.GetString(1)), BookSql.Time(row.GetString(2)), TimeSpan.FromSeconds(row.GetDouble(3))),
            ("$gateway", gateway.Value), ("$path", path)), cancel);
}

/// <summary>One content of a config.</summary>
/// <param name="Hash">What names the content.</param>
/// <param name="FirstSeen">When it was seen first.</param>
/// <param name="LastSeen">When it was seen last.</param>
/// <param name="Healthy">How long the gateway has served with it, all in all.</param>
public sealed record ConfigVersion(string Hash, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, TimeSpan Healthy);
