using System.Collections.Immutable;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>What the witnesses say now. Not history and not stored: after a restart of the healer it is simply seen again.</summary>
public sealed record Observations
{
    // Less than this between two looks is the hum of an idle event loop, not work.
    private const long LeastProgress = 4096;
    private const int MostFlaps = 8;

    /// <summary>Nothing seen yet.</summary>
    public static Observations None { get; } = new();

    /// <summary>The last look at the process.</summary>
    public ProcessState? Process { get; init; }

    /// <summary>When that look began.</summary>
    public DateTimeOffset ProcessAt { get; init; }

    /// <summary>The last HTTP answer of the process that is there now.</summary>
    public HttpAnswer? Http { get; init; }

    /// <summary>When that look began.</summary>
    public DateTimeOffset HttpAt { get; init; }

    /// <summary>Bad HTTP answers in a row of the process that is there now.</summary>
    public int BadLooks { get; init; }

    /// <summary>When that row began.</summary>
    public DateTimeOffset? BadLooksSince { get; init; }

    /// <summary>Looks in a row in which the probe itself failed.</summary>
    public int UnknownLooks { get; init; }

    /// <summary>When the last look began that found it live.</summary>
    public DateTimeOffset? LiveAt { get; init; }

    /// <summary>The process that is there as far as is known: a look that could not be read does not change it.</summary>
    public ProcessIdentity? Identity { get; init; }

    /// <summary>There was no process when it could be read last: a look that could not be read does not change that either.</summary>
    public bool IsKnownAbsent { get; init; }

    /// <summary>When we learned that it is another one, or gone; null as long as it is the first.</summary>
    public DateTimeOffset? IdentityChangedAt { get; init; }

    /// <summary>The process that was seen fully started, and has not begun to boot or to drain again since.</summary>
    public ProcessIdentity? Started { get; init; }

    /// <summary>When a process that had started was seen to drain or to boot again; its boot is as old as that, not as old as the process.</summary>
    public DateTimeOffset? BootSince { get; init; }

    /// <summary>Since when it says that it is finishing its work.</summary>
    public DateTimeOffset? DrainSince { get; init; }

    /// <summary>Processes in a row that ended before they had started: a crash loop, however eagerly its manager starts the next.</summary>
    public int FailedBoots { get; init; }

    /// <summary>When the process that is there now was first seen; stands in for its start time where the system does not tell.</summary>
    public DateTimeOffset ProcessFirstSeen { get; init; }

    /// <summary>Since when the service manager says that it is about to start the gateway.</summary>
    public DateTimeOffset? RestartingSince { get; init; }

    /// <summary>Looks in a row that found a stranger on the port.</summary>
    public int StrangerLooks { get; init; }

    /// <summary>Looks in a row that found the gateway's own process listening at another port.</summary>
    public int ElsewhereLooks { get; init; }

    /// <summary>When answers turned from good to bad, the last few times.</summary>
    public ImmutableList<DateTimeOffset> Flaps { get; init; } = [];

    /// <summary>When the process was last seen to get on with its work; null where that cannot be told.</summary>
    public DateTimeOffset? ProgressAt { get; init; }

    /// <summary>Where its work stood then.</summary>
    public long? Progress { get; init; }

    /// <summary>The gateway was seen running although an update of it had died: that update did not stop it.</summary>
    public bool RanAfterUpdateDied { get; init; }

    /// <summary>When a timer of the healer last rang late: looks that began before it say nothing.</summary>
    public DateTimeOffset? LateAt { get; init; }

    /// <summary>How late.</summary>
    public TimeSpan LateBy { get; init; }

    /// <summary>How long the host stood still in the life of the process that is there now.</summary>
    public TimeSpan Asleep { get; init; }

    /// <summary>How old the boot of the process that is there now is; time in which the host stood still does not count.</summary>
    public TimeSpan BootAge(DateTimeOffset now) => now - (BootSince ?? (Process?.StartedAt is { } started ? started + Asleep : ProcessFirstSeen));

    /// <summary>Takes in a fact. Facts that say nothing about the world leave it as it is.</summary>
    public Observations Take(IGatewayFact fact, DateTimeOffset now) => fact switch
    {
        ProcessSeen seen when seen.At >= ProcessAt => Take(seen, now),
        HttpSeen seen when seen.At >= HttpAt && !IsOfAnotherProcess(seen) => Take(seen),
        HealerWasLate late => Shift(late),
        TierLost { Tier: Tier.Prober } => this with { Http = null, BadLooks = 0, BadLooksSince = null, Flaps = [] },
        _ => this,
    };

    /// <summary>Time stood still for us, and most often for the gateway too: rows of bad looks begin anew, and what has lasted since then has lasted that much shorter.</summary>
    private Observations Shift(HealerWasLate late)
    {
        // Several timers tell of the same hold-up.
        var by = LateAt > late.At - late.By ? late.At - LateAt.Value : late.By;
        return by <= TimeSpan.Zero ? this : Shift(by, late.At);
    }

    private Observations Shift(TimeSpan by, DateTimeOffset at) => this with
    {
        LateAt = at,
        LateBy = by,
        Asleep = Asleep + by,
        BadLooks = 0,
        BadLooksSince = null,
        UnknownLooks = 0,
        StrangerLooks = 0,
        ElsewhereLooks = 0,
        Flaps = [],
        ProcessFirstSeen = ProcessFirstSeen + by,
        BootSince = BootSince + by,
        DrainSince = DrainSince + by,
        RestartingSince = RestartingSince + by,
        ProgressAt = ProgressAt + by,
    };

    /// <summary>An answer that was under way when the process died, or when it was replaced, is not news of what is there now.</summary>
    private bool IsOfAnotherProcess(HttpSeen seen) =>
        seen.At < IdentityChangedAt || (seen.At <= ProcessAt && Process is { Process: null } gone && IsReadable(gone) && IsServedByNoGateway(gone));

    private static bool IsReadable(ProcessState state) => state.Service != ServiceState.Unknown || state.Process is not null;

    private static bool IsServedByNoGateway(ProcessState state) => state.Port.Kind is PortOwnerKind.Nobody or PortOwnerKind.Stranger;

    private Observations Take(ProcessSeen seen, DateTimeOffset now)
    {
        var state = seen.State;
        var strangers = state.Port.Kind switch
        {
            PortOwnerKind.Stranger => StrangerLooks + 1,
            PortOwnerKind.Unknown => StrangerLooks,
            _ => 0,
        };
        // No news: what is known of the process and of its answers stays.
        if (!IsReadable(state)) return this with { Process = state with { Upkeep = Process?.Upkeep ?? Upkeep.None }, ProcessAt = seen.At, StrangerLooks = strangers };

        var first = Process is null;
        var same = first || Identity == state.Process;
        var httpStillCounts = same
            ? state.Process is not null || HttpAt > seen.At || !IsServedByNoGateway(state)
            : state.Process is null && state.Port.Kind is PortOwnerKind.Gateway or PortOwnerKind.OtherGateway;
        return this with
        {
            Process = state,
            ProcessAt = seen.At,
            IsKnownAbsent = state.Process is null,
            Identity = state.Process,
            IdentityChangedAt = same ? IdentityChangedAt : now,
            ProcessFirstSeen = same && !first ? ProcessFirstSeen : seen.At,
            Started = first && HasAnsweredBefore(state) ? state.Process : Started,
            Http = httpStillCounts ? Http : null,
            BadLooks = same ? BadLooks : 0,
            BadLooksSince = same ? BadLooksSince : null,
            BootSince = same ? BootSince : null,
            DrainSince = same ? DrainSince : null,
            Flaps = same ? Flaps : [],
            RanAfterUpdateDied = state.Upkeep.Kind == UpkeepKind.UpdateDied && (RanAfterUpdateDied || state.Process is not null),
            Asleep = same ? Asleep : TimeSpan.Zero,
            Progress = same && !HasMoved(state) ? Progress : state.Progress,
            ProgressAt = state.Progress is null ? null : same && !HasMoved(state) ? ProgressAt : seen.At,
            FailedBoots = FailedBoots + (IsFailedBoot(same) || (same && !first && IsUnseenFailure(state)) ? 1 : 0),
            RestartingSince = state.Service is ServiceState.Restarting or ServiceState.RestartPending ? RestartingSince ?? seen.At : null,
            StrangerLooks = strangers,
            ElsewhereLooks = state.ListensAt is null ? 0 : same ? ElsewhereLooks + 1 : 1,
        };
    }

    /// <summary>The first look at a process comes after an answer that only it can have given: what had started then has started.</summary>
    private bool HasAnsweredBefore(ProcessState state) => Http is { Liveness: Liveness.Live, Startup: StartupState.Started }
        && state is { Process: not null, Port.Kind: PortOwnerKind.Gateway } && !(state.StartedAt > HttpAt);

    private bool IsFailedBoot(bool same) => !same && Identity is not null && Identity != Started;

    /// <summary>A start that came to nothing between two looks: no process of it was ever seen (systemd: 203/EXEC), only that there is another bad exit than before.</summary>
    private bool IsUnseenFailure(ProcessState state) =>
        state is { Process: null, LastExit: { IsClean: false, Code: not ProcessExit.ConfigRefused } exit }
        && exit.At > Process?.LastExit?.At && !(exit.At <= IdentityChangedAt);

    private Observations Take(HttpSeen seen) => seen.Answer.Liveness switch
    {
        // No news: neither good nor bad, and the row goes on where it was.
        Liveness.Unknown => this with { HttpAt = seen.At, Http = Http ?? seen.Answer, UnknownLooks = UnknownLooks + 1 },
        Liveness.Live => (this with
        {
            HttpAt = seen.At,
            LiveAt = seen.At,
            Http = seen.Answer,
            BadLooks = 0,
            BadLooksSince = null,
            UnknownLooks = 0,
            DrainSince = seen.Answer.Startup == StartupState.Draining ? DrainSince : null,
        }).Boot(seen),
        _ => this with
        {
            HttpAt = seen.At,
            Http = seen.Answer,
            BadLooks = BadLooks + 1,
            BadLooksSince = BadLooksSince ?? seen.At,
            UnknownLooks = 0,
            Flaps = IsTurn ? [.. Flaps.TakeLast(MostFlaps - 1), seen.At] : Flaps,
        },
    };

    /// <summary>A good answer of a gateway that had started, and now a bad one.</summary>
    private bool IsTurn => BadLooks == 0 && Http is { Liveness: Liveness.Live, Startup: StartupState.Started or StartupState.Unknown };

    private bool HasMoved(ProcessState state) => state.Progress is { } now && (Progress is not { } before || now - before >= LeastProgress);

    private Observations Boot(HttpSeen live) => live.Answer.Startup switch
    {
        StartupState.Started => this with { Started = Identity ?? Started, BootSince = null, FailedBoots = 0 },
        StartupState.Unknown => this with { FailedBoots = 0 },
        // The boot that may follow is as old as the last word of the drain; the drain as its first.
        StartupState.Draining => this with { Started = null, BootSince = live.At, DrainSince = DrainSince ?? live.At, Flaps = [] },
        _ when Started is not null && Started == Identity => this with { Started = null, BootSince = live.At, Flaps = [] },
        _ => this,
    };
}
