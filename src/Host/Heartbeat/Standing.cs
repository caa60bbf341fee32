using System.Collections.Immutable;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Heartbeat;

/// <summary>How gateways and channels stand, as the event stream told it: both are told when they change only.</summary>
internal sealed record Standing
{
    /// <summary>The newest word of each gateway, by name, and since when it is in that phase.</summary>
    public ImmutableSortedDictionary<string, (GatewayStatus Status, DateTimeOffset Since)> Gateways { get; init; } = ImmutableSortedDictionary.Create<string, (GatewayStatus, DateTimeOffset)>(StringComparer.Ordinal);

    /// <summary>The channels that do not deliver, by name.</summary>
    public ImmutableSortedDictionary<string, ChannelHealth> Failing { get; init; } = ImmutableSortedDictionary.Create<string, ChannelHealth>(StringComparer.Ordinal);

    /// <summary>Takes in how a gateway stands.</summary>
    public Standing Hear(GatewayStatus status)
    {
        var since = Gateways.TryGetValue(status.Gateway.Value, out var old) && old.Status.Phase == status.Phase ? old.Since : status.At;
        return this with { Gateways = Gateways.SetItem(status.Gateway.Value, (status, since)) };
    }

    /// <summary>Takes in that a channel's luck has turned.</summary>
    public Standing Hear(ChannelHealth health) => this with { Failing = health.FailingSince is null ? Failing.Remove(health.Channel) : Failing.SetItem(health.Channel, health) };

    /// <summary>The channels that have failed for so long.</summary>
    public IReadOnlyList<ChannelHealth> FailingFor(TimeSpan span, DateTimeOffset now) => [.. Failing.Values.Where(c => now - c.FailingSince >= span)];

    /// <summary>When the first channel will have failed for so long; null: none fails.</summary>
    public DateTimeOffset? FailsAt(TimeSpan span) => Failing.Values.Min(static c => c.FailingSince) + span;
}

/// <summary>
/// What the heartbeat knows. A part outside its actor, as it must outlive it: a channel's luck is told when it turns, so that a new actor would take one that has failed for hours for well.
/// What turns in the seconds between two lives is missed until it turns again.
/// </summary>
internal sealed class KeptStanding
{
    private Standing _now = new();

    /// <summary>How they stand.</summary>
    public Standing Now
    {
        get => Volatile.Read(ref _now);
        set => Volatile.Write(ref _now, value);
    }

    /// <summary>The start of this daemon has been told, or was tried to be.</summary>
    public bool IsStartTold { get; set; }
}
