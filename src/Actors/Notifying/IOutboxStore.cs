using System.Collections.Immutable;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Notifying;

/// <summary>Keeps news until every channel has told it, across restarts of the healer. The news of an incident comes here through its journal.</summary>
public interface IOutboxStore
{
    /// <summary>
    /// The news that was kept last and what became of it on these channels, oldest first. A channel that is asked for here for the first time, or was not asked
    /// for the last time, has nothing to tell of what was before: <see cref="DeliveryMark.NotForIt"/>.
    /// </summary>
    Task<IReadOnlyList<KeptNews>> Load(GatewayId gateway, IReadOnlyList<string> channels, CancellationToken cancel);

    /// <summary>Keeps news; what is kept already under the same key is left as it is. Fails (an exception) when it cannot be written.</summary>
    Task Keep(GatewayId gateway, Announcement news, CancellationToken cancel);

    /// <summary>
    /// Writes down what became of news on a channel, and how the channel finds its message again (null: it cannot, and what is known stays); news that was never kept is nothing
    /// to mark. Fails (an exception) when it cannot be written.
    /// </summary>
    Task Mark(GatewayId gateway, string channel, string key, DeliveryMark mark, string? handle, CancellationToken cancel);
}

/// <summary>News and what became of it.</summary>
/// <param name="News">The news.</param>
/// <param name="Marks">By channel; a channel that is not in it has not begun to tell it.</param>
public sealed record KeptNews(Announcement News, IReadOnlyDictionary<string, DeliveryMark> Marks)
{
    /// <summary>By channel: how it finds its message again (<see cref="Delivery.Delivered.Handle"/>).</summary>
    public IReadOnlyDictionary<string, string> Handles { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>What became of one piece of news on one channel.</summary>
public enum DeliveryMark
{
    /// <summary>A try was begun; whether it reached the other side is not known.</summary>
    Begun,

    /// <summary>The other side has confirmed it.</summary>
    Delivered,

    /// <summary>The other side refuses it for good.</summary>
    Refused,

    /// <summary>It was dropped, as there was too much of it.</summary>
    Dropped,

    /// <summary>It is from before the channel's time, or the channel did not want it.</summary>
    NotForIt,

    /// <summary>Newer news of the same incident has taken its place before it could be told, or the outage was over within the channel's hold.</summary>
    Folded,
}
