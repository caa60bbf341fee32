using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Journal;

/// <summary>A book in memory: all events of incidents that are open, and of the last ones that are closed. Gone with the process.</summary>
public sealed class InMemoryIncidentJournal : IIncidentJournal
{
    /// <summary>How many closed incidents of one gateway are kept.</summary>
    public const int ClosedIncidentsKept = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<GatewayId, List<IncidentEvent>> _books = [];

    /// <inheritdoc/>
    public Task<BookContent> Load(GatewayId gateway, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult(new BookContent(_books.TryGetValue(gateway, out var book) ? [.. book] : []));
    }

    /// <inheritdoc/>
    public Task<string?> Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_books.TryGetValue(gateway, out var book))
                _books[gateway] = book = [];
            var known = book.Select(static e => (e.Incident, e.Number)).ToHashSet();
            book.AddRange(events.Where(e => known.Add((e.Incident, e.Number))));
            if (events.Any(static e => e is Resolved))
                ForgetOldest(book);
        }
        return Task.FromResult<string?>(null);
    }

    private static void ForgetOldest(List<IncidentEvent> book)
    {
        var closed = book.OfType<Resolved>().Select(static r => r.Incident).Distinct().ToArray();
        if (closed.Length <= ClosedIncidentsKept)
            return;
        var forgotten = closed[..^ClosedIncidentsKept].ToHashSet();
        book.RemoveAll(e => forgotten.Contains(e.Incident));
    }
}
