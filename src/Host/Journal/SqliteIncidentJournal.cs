using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Journal;

/// <summary>The incidents in the book on disk.</summary>
public sealed class SqliteIncidentJournal(Book book, ILogger<SqliteIncidentJournal> log) : IIncidentJournal
{
    /// <summary>How many closed incidents of one gateway are loaded; the book keeps more.</summary>
    public const int ClosedIncidentsLoaded = 50;

    /// <inheritdoc/>
    public async Task<BookContent> Load(GatewayId gateway, CancellationToken cancel)
    {
        var events = await Look(gateway, cancel);
        return new BookContent(events, book.TakeTrouble());
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IncidentEvent>> Look(GatewayId gateway, CancellationToken cancel) =>
        await book.Do(db => EventRows.Recent(db, gateway, ClosedIncidentsLoaded, log), cancel);

    /// <inheritdoc/>
    public async Task<string?> Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news, CancellationToken cancel)
    {
        await book.Do(db =>
        {
            using var all = db.BeginTransaction();
            var added = events.Where(e => EventRows.Add(db, gateway, e)).ToArray();
            foreach (var incident in added.GroupBy(static e => e.Incident)) IncidentRows.Apply(db, gateway, incident.Key, incident, log);
            foreach (var one in news) NewsRows.Keep(db, gateway, one);
            all.Commit();
            return added.Length;
        }, cancel);
        // Only now: a caller that has gone hears nothing, and the next one should.
        return book.TakeTrouble();
    }
}
