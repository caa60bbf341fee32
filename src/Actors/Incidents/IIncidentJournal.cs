using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// The book of incidents: append-only, one sequence of events for each gateway. What an event makes news of is kept in the same stroke, so that nothing can
/// end between the one and the other.
/// </summary>
public interface IIncidentJournal
{
    /// <summary>What a healer that starts must know of the gateway.</summary>
    Task<BookContent> Load(GatewayId gateway, CancellationToken cancel);

    /// <summary>The same events for anybody else, who tells no owner of the book's trouble: that is left for the healer to hear.</summary>
    async Task<IReadOnlyList<IncidentEvent>> Look(GatewayId gateway, CancellationToken cancel) => (await Load(gateway, cancel)).Events;

    /// <summary>
    /// Adds events in this order, and the news that they make, all or none. What is in the book already (an event by its incident and
    /// <see cref="IncidentEvent.Number"/>, news by its key) is left as it is: a write whose end nobody heard may be tried again.
    /// Fails (an exception) when the book cannot be written; healing then goes on without it.
    /// </summary>
    /// <returns>Null, or what has happened to the book itself that its owner should hear of, one line.</returns>
    Task<string?> Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news, CancellationToken cancel);
}

/// <summary>What the book has of one gateway.</summary>
/// <param name="Events">All events of the open incident and of the last closed ones, oldest first.</param>
/// <param name="Trouble">What has happened to the book itself that its owner should hear of, one line; null when nothing has.</param>
public sealed record BookContent(IReadOnlyList<IncidentEvent> Events, string? Trouble = null);
