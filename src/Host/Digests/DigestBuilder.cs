using Microsoft.Data.Sqlite;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Journal;

namespace OpenClaw.Host.Digests;

/// <summary>Asks the book what a period came to. It counts where the rows are: of a million incidents no more than a few lines are loaded.</summary>
/// <param name="book">The book.</param>
/// <param name="time">Now, for what is still open.</param>
internal sealed class DigestBuilder(IBookQuestions book, TimeProvider time)
{
    /// <summary>No more open incidents than this are named.</summary>
    public const int MostOpen = 20;

    /// <summary>Asks. An empty book has an answer too.</summary>
    /// <param name="from">The period's beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="gateway">Only this gateway; null: all.</param>
    /// <param name="configured">The gateways that are configured: they are in the answer also when nothing happened to them.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <exception cref="IOException">The book cannot be read now; one line.</exception>
    /// <exception cref="BookRefusedException">The file is no book for this program; one line.</exception>
    public Task<Digest> Build(DateTimeOffset from, DateTimeOffset to, GatewayId? gateway, IReadOnlyList<GatewayId> configured, CancellationToken cancel)
    {
        var empty = new Digest(from, to, time.GetUtcNow(), gateway);
        string[] asked = gateway is { } one ? [one.Value] : [.. configured.Select(static g => g.Value)];
        return book.Ask(db => Ask(db, empty, asked), 1, empty with { Gateways = [.. asked.Select(static name => new GatewayUptime(name, null, TimeSpan.Zero, null))] }, cancel);
    }

    private static Digest Ask(SqliteConnection db, Digest empty, IReadOnlyList<string> asked)
    {
        // All answers are of one moment, whatever the daemon writes meanwhile.
        using var moment = db.BeginTransaction(deferred: true);
        var (version, known) = (BookSchema.VersionOf(db), empty.Gateway is null ? DigestRows.Gateways(db) : []);
        var all = asked.Union(known, StringComparer.Ordinal).ToArray();
        var rows = new DigestRows(db, empty, all);
        var down = rows.Down();
        return empty with
        {
            Groups = rows.Groups(),
            Detection = rows.Detection(),
            Recovery = rows.Recovery(),
            Longest = rows.Longest(),
            Open = rows.Open(MostOpen),
            OpenCount = rows.OpenCount(),
            Gateways = [.. all.Where(name => asked.Contains(name) || down.ContainsKey(name)).Select(name => Uptime(empty, name, rows.KnownSince(name, version), down.GetValueOrDefault(name)))],
            Doctors = version >= BookSchema.WithTreatments ? rows.Doctors() : [],
            Alerts = rows.Alerts(),
        };
    }

    private static GatewayUptime Uptime(Digest period, string gateway, DateTimeOffset? known, TimeSpan down)
    {
        if (known is not { } first || first >= period.To) return new GatewayUptime(gateway, null, down, null);
        var since = first > period.From ? first : period.From;
        return new GatewayUptime(gateway, since, down, Math.Clamp(1 - (down / (period.To - since)), 0, 1));
    }
}
