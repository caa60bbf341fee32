using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>A phase and why we think so.</summary>
public sealed record PhaseSeen(GatewayPhase Phase, IReadOnlyList<string> Evidence)
{
    /// <summary>Nothing seen yet.</summary>
    public static PhaseSeen Nothing { get; } = new(GatewayPhase.Unknown, ["nothing has been seen yet"]);

    /// <summary>The gateway serves.</summary>
    public bool IsGood => Phase is GatewayPhase.Ready or GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed or GatewayPhase.Duplicate;

    /// <summary>The gateway does not serve and something must happen.</summary>
    public bool IsOutage => Phase is GatewayPhase.Down or GatewayPhase.Wedged or GatewayPhase.Flapping or GatewayPhase.ConfigBlocked or GatewayPhase.PortTaken
        or GatewayPhase.NotLoaded or GatewayPhase.Disabled or GatewayPhase.Stalled or GatewayPhase.Elsewhere;

    /// <summary>Nobody may touch it, whatever else is known: its owner said so, somebody is at work on it, or what was seen is of another time.</summary>
    public bool IsHandsOff => Phase is GatewayPhase.Paused or GatewayPhase.Updating or GatewayPhase.Awoken;

    /// <summary>The same evidence under another name, and why.</summary>
    public PhaseSeen As(GatewayPhase phase, string because) => new(phase, [.. Evidence, because]);
}

/// <summary>Decides the phase from all witnesses. A witness that could not be read counts as unknown, never as bad.</summary>
public static class PhaseReading
{
    /// <summary>Looks in a row that must find a stranger on the port: one may be a gateway in the moment of its own restart.</summary>
    private const int StrangerThreshold = 2;

    /// <summary>A boot that gets on with its work is left alone for so many budgets; then a human is told.</summary>
    private const int LongestBoot = 3;

    /// <summary>Reads the phase.</summary>
    public static PhaseSeen Read(Observations seen, RestartLedger ledger, DateTimeOffset now, GatewayPolicy policy)
    {
        var evidence = new List<string>(3);
        if (seen.Process is { } process) evidence.Add($"process: {process.Evidence}");
        if (seen.Http is { } http) evidence.Add($"http: {http.Evidence}");
        if (seen.BadLooks > 0) evidence.Add($"{seen.BadLooks} bad answers in a row since {seen.BadLooksSince:HH:mm:ss}");
        if (seen.FailedBoots > 0) evidence.Add($"{seen.FailedBoots} processes in a row ended before they had started");
        if (Flaps(seen, now, policy) is > 1 and var flaps) evidence.Add($"answers turned from good to bad {flaps} times within {Telling.Phrase(policy.FlapWindow)}");
        if (seen.UnknownLooks >= policy.SuspicionThreshold)
        {
            // What a probe said before it went blind is no longer how things are.
            evidence.Add($"the probe itself has failed {seen.UnknownLooks} times in a row");
            seen = seen with { Http = null };
        }

        return new PhaseSeen(new Witnesses(seen, ledger, now, policy).Phase(), evidence);
    }

    /// <summary>How often answers turned from good to bad within the window.</summary>
    internal static int Flaps(Observations seen, DateTimeOffset now, GatewayPolicy policy) => seen.Flaps.Count(at => at > now - policy.FlapWindow);

    private readonly record struct Witnesses(Observations Seen, RestartLedger Ledger, DateTimeOffset Now, GatewayPolicy Policy)
    {
        // The grace on top of what was learned: a boot that is over it by a little is late, not hung.
        private TimeSpan StartupBudget => Ledger.BootTimes.IsEmpty ? Policy.StartupBudget : Ledger.StartupBudget(Policy) + Policy.RefusedGrace;

        private TimeSpan LongestStartup => Policy.StartupBudget > StartupBudget * LongestBoot ? Policy.StartupBudget : StartupBudget * LongestBoot;

        private bool IsMoving => Seen.ProgressAt is { } at && at > Seen.BadLooksSince && Now - at < Policy.LookIntervalSuspicious * 2;

        private bool IsWorking => Seen.ProgressAt is { } at && Now - at < Policy.ProgressPatience;

        public GatewayPhase Phase()
        {
            // Whatever answers there: one that speaks as a gateway does would else be well at each answer and gone at each look at the process.
            if (Seen is { Process: { Process: null, Port.Kind: PortOwnerKind.Stranger }, StrangerLooks: >= StrangerThreshold }) return GatewayPhase.PortTaken;
            if (Seen.Http is { Liveness: Liveness.Live } live) return Living(live);
            if (Seen.Process is not { } process) return IsSilentForLong() ? GatewayPhase.Wedged : Seen.BadLooks > 0 ? GatewayPhase.Suspect : Unseen();
            if (process.Port.Kind == PortOwnerKind.Stranger) return Seen.StrangerLooks >= StrangerThreshold ? GatewayPhase.PortTaken : GatewayPhase.Suspect;
            return process.Process is null ? WithoutProcess(process) : NotAnswering(process);
        }

        private GatewayPhase Unseen() => Seen.UnknownLooks >= Policy.SuspicionThreshold ? GatewayPhase.Blind : GatewayPhase.Unknown;

        private GatewayPhase Living(HttpAnswer live) => live.Startup switch
        {
            StartupState.Draining when Now - (Seen.DrainSince ?? Now) >= Policy.StartupBudget => GatewayPhase.Stalled,
            StartupState.Draining => GatewayPhase.Draining,
            StartupState.Starting when Seen.Process is not null && Seen.BootAge(Now) is var age && age >= StartupBudget && (!IsWorking || age >= LongestStartup) => GatewayPhase.Stalled,
            StartupState.Starting => GatewayPhase.Starting,
            _ when Flaps(Seen, Now, Policy) >= Policy.FlapThreshold => GatewayPhase.Flapping,
            _ when IsSomebodyElses => GatewayPhase.Duplicate,
            _ when live.Suppressed.Count > 0 => GatewayPhase.ChannelsSuppressed,
            _ => live.Readiness == Readiness.NotReady ? GatewayPhase.LiveNotReady : GatewayPhase.Ready,
        };

        /// <summary>What answers is a gateway, but not the one its manager keeps: that one runs without a port, or is started again and again in vain.</summary>
        private bool IsSomebodyElses => Seen.Process is { Port.Kind: PortOwnerKind.OtherGateway } process
            && (process.Process is not null || process.Service is ServiceState.Failed or ServiceState.Restarting or ServiceState.RestartPending);

        private GatewayPhase WithoutProcess(ProcessState process) => process.Service switch
        {
            // One that was stopped, has died or refuses its config is silent because of that, however long.
            ServiceState.Unknown => IsSilentForLong() && !Seen.IsKnownAbsent ? GatewayPhase.Wedged : Unseen(),
            ServiceState.StoppedOnPurpose => GatewayPhase.StoppedOnPurpose,
            ServiceState.NotLoaded => GatewayPhase.NotLoaded,
            ServiceState.Disabled => GatewayPhase.Disabled,
            ServiceState.Stopping => GatewayPhase.Draining,
            ServiceState.RestartPending when Ledger.MayKick(process, Now, Policy.Budget) => GatewayPhase.Down,
            ServiceState.Restarting or ServiceState.RestartPending when IsManagersTurn() => GatewayPhase.Restarting,
            // Another gateway has the port or the state folder and does not answer either: starting a second one would only fight it. It comes before the
            // exit code, as OpenClaw 2026.9.6 exits 78 when it finds another one.
            _ when process.Port.Kind == PortOwnerKind.OtherGateway => Seen.BadLooks >= Policy.SuspicionThreshold ? GatewayPhase.PortTaken : GatewayPhase.Suspect,
            _ when process.LastExit?.Code == ProcessExit.ConfigRefused && !process.ConfigChangedSinceExit => GatewayPhase.ConfigBlocked,
            _ => GatewayPhase.Down,
        };

        private bool IsManagersTurn() => Now - (Seen.RestartingSince ?? Now) < Policy.ManagerGrace && Seen.FailedBoots < Policy.SuspicionThreshold;

        /// <summary>Its process cannot be seen, but no boot takes this long: somebody must hear of it. The hand on the process still proves whom it signals.</summary>
        private bool IsSilentForLong() => Seen.BadLooks >= Policy.SuspicionThreshold && Now - (Seen.BadLooksSince ?? Now) >= Policy.StartupBudget;

        private GatewayPhase NotAnswering(ProcessState process)
        {
            if (process.Service == ServiceState.Stopping) return GatewayPhase.Draining;
            if (process.ListensAt is not null && Seen.ElsewhereLooks >= StrangerThreshold) return GatewayPhase.Elsewhere;
            if (Seen.Http is null or { Liveness: Liveness.Unknown }) return Seen.Started != process.Process && Seen.BootAge(Now) < StartupBudget ? GatewayPhase.Starting : Unseen();
            if (Seen.Started != process.Process && BootIsInTime(process) is { } boot) return boot;
            if (Flaps(Seen, Now, Policy) >= Policy.FlapThreshold) return GatewayPhase.Flapping;

            var refusing = Seen.Http.Liveness == Liveness.Refused;
            // A gateway that works through something heavy answers in the end; one that stands still does not.
            var longEnough = (!refusing && !IsMoving) || Now - (Seen.BadLooksSince ?? Now) >= Policy.RefusedGrace;
            return Seen.BadLooks >= Policy.SuspicionThreshold && longEnough ? GatewayPhase.Wedged : GatewayPhase.Suspect;
        }

        /// <summary>The phase of a boot that does not answer yet; null when it is hung: its budget is over, and it no longer gets on with anything.</summary>
        private GatewayPhase? BootIsInTime(ProcessState process)
        {
            var age = Seen.BootAge(Now);
            // Where nobody can tell whether a boot gets on with its work (macOS), what was learned may not shorten its time.
            var budget = process.Progress is null && Policy.StartupBudget > StartupBudget ? Policy.StartupBudget : StartupBudget;
            if (age < budget) return GatewayPhase.Starting;
            if (!IsWorking) return null;
            return age < LongestStartup ? GatewayPhase.Starting : GatewayPhase.Stalled;
        }
    }
}
