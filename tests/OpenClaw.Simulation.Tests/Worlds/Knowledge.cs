using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>
/// What the healer has been told, by its looks and by its owner; from it the world judges an order by itself. An order is only blamed for what stood already
/// when the healer was at rest the last time, and still stands: a look that is honestly old excuses it.
/// </summary>
public sealed class Knowledge(GatewayPolicy policy)
{
    private Told _now = new();
    private Told _settled = new();

    /// <summary>A look at the process was answered, or could not be.</summary>
    public void Tell(ProcessState state)
    {
        if (state.Service == ServiceState.Unknown && state.Process is null)
        {
            _now = _now with { Process = null, StrangerLooks = 0, ElsewhereLooks = 0 };
            return;
        }

        var same = _now.Identity == state.Process;
        _now = _now with
        {
            Process = state,
            Identity = state.Process,
            Serves = same && _now.Serves,
            StrangerLooks = state.Port.Kind == PortOwnerKind.Stranger ? _now.StrangerLooks + 1 : 0,
            ElsewhereLooks = state.ListensAt is null ? 0 : same ? _now.ElsewhereLooks + 1 : 1,
            Wanted = _now.Wanted && state.Process is null,
        };
    }

    /// <summary>A look by HTTP was answered, or could not be: that is no news, neither good nor bad.</summary>
    public void Tell(HttpAnswer? answer, ProcessIdentity? of, long began) => _now = answer is null or { Liveness: Liveness.Unknown } ? _now : _now with
    {
        Serves = answer is { Liveness: Liveness.Live, Startup: StartupState.Started } && of is not null && of == _now.Identity,
        Turns = answer is { Liveness: Liveness.Refused or Liveness.Silent or Liveness.Foreign } && _now.Serves ? [.. _now.Turns, began] : _now.Turns,
        LookedAt = began,
    };

    /// <summary>The owner has said something.</summary>
    public void Tell(OperatorCommand command, DateTimeOffset? until) => _now = command switch
    {
        // One with an end of its own may be over by now: only one without is judged.
        OperatorCommand.Pause => _now with { Paused = until is null, Wanted = false },
        OperatorCommand.Resume or OperatorCommand.Start => _now with { Paused = false, Wanted = true },
        _ => _now,
    };

    /// <summary>An order was given or has ended: a stop that is seen after a restart of ours that ended badly may be ours.</summary>
    public void Tell(IncidentEvent e) => _now = e switch
    {
        RepairOrdered { Restart: RestartKind.Graceful or RestartKind.Forced } => _now with { MayBeOurStop = true },
        RepairClosed { Result: RepairResult.Done } or Resolved => _now with { MayBeOurStop = false },
        _ => _now,
    };

    /// <summary>A life has ended: the next one has seen nothing yet. The owner's pause stands.</summary>
    public void Forget() => _settled = _now = new Told { Paused = _now.Paused, Wanted = true };

    /// <summary>Every message that was there has been taken, and the brain waits for nothing.</summary>
    public void Settle() => _settled = _now;

    /// <summary>Why this order must not be given; null when it may.</summary>
    public string? Forbids(RepairOrdered order) => Reason(_settled, order) is { } then && Reason(_now, order) is { } now && then == now ? now : null;

    private string? Reason(Told told, RepairOrdered order)
    {
        if (told.Paused) return "its owner has paused the healer";
        if (told.Process is not { } process) return null;
        if (process.Upkeep.IsUnderWay) return "somebody is at work on its installation";
        if (order.Restart is null) return null;
        if (told.Serves && process.Process is not null && told.Turns.Count(t => t > told.LookedAt - policy.FlapWindow.Ticks) < policy.FlapThreshold) return "it serves";
        if (told.StrangerLooks >= 2) return "a stranger has its port";
        if (told.ElsewhereLooks >= 2 && order.Tier != Tier.Doctor) return "it listens at another port, as its job says";
        if (process is { Process: null, Service: ServiceState.StoppedOnPurpose, Upkeep.Kind: UpkeepKind.None } && !told.Wanted && !told.MayBeOurStop) return "its owner has stopped it";
        var isRefusing = process is { Process: null, Service: ServiceState.Failed, ConfigChangedSinceExit: false, LastExit.Code: ProcessExit.ConfigRefused, Port.Kind: PortOwnerKind.Nobody };
        return isRefusing && order.Tier != Tier.Doctor && !order.Reason.Contains("has changed", StringComparison.Ordinal) ? "it refuses a configuration that nobody has changed" : null;
    }

    private sealed record Told
    {
        public bool Paused { get; init; }

        public bool MayBeOurStop { get; init; }

        public bool Wanted { get; init; } = true;

        public ProcessState? Process { get; init; }

        public ProcessIdentity? Identity { get; init; }

        public bool Serves { get; init; }

        public long LookedAt { get; init; }

        public IReadOnlyList<long> Turns { get; init; } = [];

        public int StrangerLooks { get; init; }

        public int ElsewhereLooks { get; init; }
    }
}
