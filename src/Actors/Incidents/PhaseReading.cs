using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>A phase and why we think so.</summary>
public sealed record PhaseSeen(GatewayPhase Phase, IReadOnlyList<string> Evidence)
{
    /// <summary>Nothing seen yet.</summary>
    public static PhaseSeen Nothing { get; } = new(GatewayPhase.Unknown, ["nothing has been seen yet"]);

    /// <summary>The gateway serves.</summary>
    public bool IsGood => Phase is GatewayPhase.Ready or GatewayPhase.LiveNotReady;

    /// <summary>The gateway does not serve and something must happen.</summary>
    public bool IsOutage => Phase is GatewayPhase.Down or GatewayPhase.Wedged or GatewayPhase.ConfigBlocked or GatewayPhase.PortTaken or GatewayPhase.NotLoaded or GatewayPhase.Stalled;
}

/// <summary>Decides the phase from all witnesses. A witness that could not be read counts as unknown, never as bad.</summary>
public static class PhaseReading
{
    /// <summary>Looks in a row that must find a stranger on the port: one may be a gateway in the moment of its own restart.</summary>
    private const int StrangerThreshold = 2;

    /// <summary>Reads the phase.</summary>
    public static PhaseSeen Read(Observations seen, DateTimeOffset now, GatewayPolicy policy)
    {
        var evidence = new List<string>(3);
        if (seen.Process is { } process) evidence.Add($"process: {process.Evidence}");
        if (seen.Http is { } http) evidence.Add($"http: {http.Evidence}");
        if (seen.BadLooks > 0) evidence.Add($"{seen.BadLooks} bad answers in a row since {seen.BadLooksSince:HH:mm:ss}");
        if (seen.FailedBoots > 0) evidence.Add($"{seen.FailedBoots} processes in a row ended before they had started");
        if (seen.UnknownLooks >= policy.SuspicionThreshold)
        {
            // What a probe said before it went blind is no longer how things are.
            evidence.Add($"the probe itself has failed {seen.UnknownLooks} times in a row");
            seen = seen with { Http = null };
        }

        return new PhaseSeen(Decide(seen, now, policy), evidence);
    }

    private static GatewayPhase Decide(Observations seen, DateTimeOffset now, GatewayPolicy policy)
    {
        if (seen.Http is { Liveness: Liveness.Live } live) return Living(seen, live, now, policy);
        if (seen.Process is not { } process) return IsSilentForLong(seen, now, policy) ? GatewayPhase.Wedged : seen.BadLooks > 0 ? GatewayPhase.Suspect : GatewayPhase.Unknown;
        if (process.Port.Kind == PortOwnerKind.Stranger) return seen.StrangerLooks >= StrangerThreshold ? GatewayPhase.PortTaken : GatewayPhase.Suspect;
        return process.Process is null ? WithoutProcess(seen, process, now, policy) : NotAnswering(seen, process, now, policy);
    }

    private static GatewayPhase Living(Observations seen, HttpAnswer live, DateTimeOffset now, GatewayPolicy policy) => live.Startup switch
    {
        StartupState.Draining when now - (seen.DrainSince ?? now) >= policy.StartupBudget => GatewayPhase.Stalled,
        StartupState.Starting when seen.Process is { } process
            && now - (seen.BootSince ?? process.StartedAt ?? seen.ProcessFirstSeen) >= policy.StartupBudget => GatewayPhase.Stalled,
        StartupState.Starting => GatewayPhase.Starting,
        StartupState.Draining => GatewayPhase.Draining,
        _ => live.Readiness == Readiness.NotReady || live.Suppressed.Count > 0 ? GatewayPhase.LiveNotReady : GatewayPhase.Ready,
    };

    private static GatewayPhase WithoutProcess(Observations seen, ProcessState process, DateTimeOffset now, GatewayPolicy policy) => process.Service switch
    {
        ServiceState.Unknown => IsSilentForLong(seen, now, policy) ? GatewayPhase.Wedged : GatewayPhase.Unknown,
        ServiceState.StoppedOnPurpose => GatewayPhase.StoppedOnPurpose,
        ServiceState.NotLoaded => GatewayPhase.NotLoaded,
        ServiceState.Stopping => GatewayPhase.Draining,
        ServiceState.Restarting when now - (seen.RestartingSince ?? now) < policy.ManagerGrace && seen.FailedBoots < policy.SuspicionThreshold => GatewayPhase.Restarting,
        _ when process.LastExit?.Code == ProcessExit.ConfigRefused && !process.ConfigChangedSinceExit => GatewayPhase.ConfigBlocked,
        // Another gateway sits on the port and does not answer either: starting a second one would only fight it.
        _ when process.Port.Kind == PortOwnerKind.OtherGateway => seen.BadLooks >= policy.SuspicionThreshold ? GatewayPhase.PortTaken : GatewayPhase.Suspect,
        _ => GatewayPhase.Down,
    };

    /// <summary>Its process cannot be seen, but no boot takes this long: somebody must hear of it. The hand on the process still proves whom it signals.</summary>
    private static bool IsSilentForLong(Observations seen, DateTimeOffset now, GatewayPolicy policy) =>
        seen.BadLooks >= policy.SuspicionThreshold && now - (seen.BadLooksSince ?? now) >= policy.StartupBudget;

    private static GatewayPhase NotAnswering(Observations seen, ProcessState process, DateTimeOffset now, GatewayPolicy policy)
    {
        if (process.Service == ServiceState.Stopping) return GatewayPhase.Draining;
        if (seen.Http is null or { Liveness: Liveness.Unknown }) return seen.Started == process.Process ? GatewayPhase.Unknown : GatewayPhase.Starting;

        var age = now - (seen.BootSince ?? process.StartedAt ?? seen.ProcessFirstSeen);
        if (seen.Started != process.Process && age < policy.StartupBudget) return GatewayPhase.Starting;
        var refusing = seen.Http.Liveness == Liveness.Refused;
        var longEnough = !refusing || now - (seen.BadLooksSince ?? now) >= policy.RefusedGrace;
        return seen.BadLooks >= policy.SuspicionThreshold && longEnough ? GatewayPhase.Wedged : GatewayPhase.Suspect;
    }
}
