using System.Collections.Immutable;
using Akka.Actor;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Hosting;

/// <summary>Everything outside that one gateway's subtree works with.</summary>
/// <param name="Id">The gateway.</param>
/// <param name="Process">Tier 1's hand.</param>
/// <param name="Probe">Tier 2's eye.</param>
/// <param name="Doctors">Tier 3's chain, first to be asked first; may be empty.</param>
/// <param name="Policy">Budgets and cadence.</param>
public sealed record GatewayParts(
    GatewayId Id, IGatewayProcess Process, IHealthProbe Probe, IReadOnlyList<IDoctor> Doctors, GatewayPolicy Policy)
{
    /// <summary>Tells when what kept the gateway from starting may be gone; null: nobody does, and the pauses between tries decide.</summary>
    public ICauseWatch? Causes { get; init; }

    /// <summary>A pause of its owner that stands already when the healer starts; null for none.</summary>
    public OperatorSaid? StandingPause { get; init; }

    /// <summary>The owner's newest word of this life of the healer.</summary>
    internal NewestWord Word { get; } = new();
}

/// <summary>
/// The newest word of a gateway's owner. A part outside the tree, as it must outlive its supervisor: one that is restarted by a pause that its owner has
/// taken back since would stay paused for ever, as a word to resume is told once.
/// </summary>
internal sealed class NewestWord
{
    private OperatorSaid? _said;

    /// <summary>The word; null while none was heard.</summary>
    public OperatorSaid? Said
    {
        get => Volatile.Read(ref _said);
        set => Volatile.Write(ref _said, value);
    }
}

/// <summary>Everything outside that the healer works with.</summary>
/// <param name="Gateways">The gateways, each an equal subtree.</param>
/// <param name="Notifiers">Tier 4's channels; the log channel is among them, so that the last tier cannot be mute.</param>
/// <param name="Journal">The book of incidents.</param>
public sealed record HealerParts(
    IReadOnlyList<GatewayParts> Gateways, IReadOnlyList<INotifier> Notifiers, IIncidentJournal Journal)
{
    /// <summary>Keeps the ledgers of restarts; null: they live in memory and end with the healer.</summary>
    public IRestartLedgerStore? Ledgers { get; init; }

    /// <summary>Keeps the news that is not told yet; null: it lives in memory and ends with the healer.</summary>
    public IOutboxStore? Outbox { get; init; }

    /// <summary>Notifiers that are actors of their authors' own.</summary>
    public IReadOnlyList<ActorNotifier> ActorNotifiers { get; init; } = [];

    /// <summary>When each channel may be disturbed, and with what.</summary>
    public Func<INotifier, ChannelManners> Manners { get; init; } = static notifier => new ChannelManners(notifier.Floor);

    /// <summary>By channel: who says when something may be told on it, over all gateways. None for one that may always be told.</summary>
    internal IReadOnlyDictionary<string, IActorRef> Desks { get; init; } = ImmutableDictionary<string, IActorRef>.Empty;

    /// <summary>How long a channel may fail before the others tell of it.</summary>
    public TimeSpan ChannelPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Who plays each part of the tree: the part itself, but for a spec that wants to see it fail in its real place.</summary>
    internal Func<TreePart, Props, Props> Cast { get; init; } = static (_, part) => part;
}
