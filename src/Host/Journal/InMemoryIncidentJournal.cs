using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Journal;

/// <summary>A book in memory: all events of incidents that are open, and of the last ones that are closed. Gone with the process.</summary>
public sealed class InMemoryIncidentJournal : IIncidentJournal
{
    /// <summary>How many closed incidents of one gateway are kept.</summary>
    public const int ClosedIncidentsKept = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<GatewayId, List<IncidentEvent>> _books = [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<IncidentEvent>> Load(GatewayId gateway, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult<IReadOnlyList<IncidentEvent>>(_books.TryGetValue(gateway, out var book) ? [.. book] : []);
    }

    /// <inheritdoc/>
    public Task Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_books.TryGetValue(gateway, out var book))
                _books[gateway] = book = [];
            book.AddRange(events);
            if (events.Any(static e => e is Resolved))
                ForgetOldest(book);
        }
        return Task.CompletedTask;
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
