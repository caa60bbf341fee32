using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>What the witnesses say now. Not history and not stored: after a restart of the healer it is simply seen again.</summary>
public sealed record Observations
{
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

    /// <summary>The process that was seen fully started.</summary>
    public ProcessIdentity? Started { get; init; }

    /// <summary>When the process that is there now was first seen; stands in for its start time where the system does not tell.</summary>
    public DateTimeOffset ProcessFirstSeen { get; init; }

    /// <summary>Since when the service manager says that it is about to start the gateway.</summary>
    public DateTimeOffset? RestartingSince { get; init; }

    /// <summary>Looks in a row that found a stranger on the port.</summary>
    public int StrangerLooks { get; init; }

    /// <summary>Takes in a fact. Facts that say nothing about the world leave it as it is.</summary>
    public Observations Take(IGatewayFact fact) => fact switch
    {
        ProcessSeen seen when seen.At >= ProcessAt => Take(seen),
        HttpSeen seen when seen.At >= HttpAt && !IsOlderThanDeath(seen) => Take(seen),
        _ => this,
    };

    /// <summary>An answer that was under way when the process died is not news of the next one.</summary>
    private bool IsOlderThanDeath(HttpSeen seen) => seen.At <= ProcessAt && Process is { Process: null } gone && !IsServedByAGateway(gone);

    private static bool IsServedByAGateway(ProcessState state) => state.Port.Kind is PortOwnerKind.Gateway or PortOwnerKind.OtherGateway;

    private Observations Take(ProcessSeen seen)
    {
        var state = seen.State;
        var sameProcess = Process is null || Process.Process == state.Process;
        var httpStillCounts = sameProcess ? state.Process is not null || HttpAt > seen.At || IsServedByAGateway(state) : state.Process is null && IsServedByAGateway(state);
        return this with
        {
            Process = state,
            ProcessAt = seen.At,
            ProcessFirstSeen = sameProcess ? ProcessFirstSeen : seen.At,
            Http = httpStillCounts ? Http : null,
            BadLooks = sameProcess ? BadLooks : 0,
            BadLooksSince = sameProcess ? BadLooksSince : null,
            RestartingSince = state.Service == ServiceState.Restarting ? RestartingSince ?? seen.At : null,
            StrangerLooks = state.Port.Kind == PortOwnerKind.Stranger ? StrangerLooks + 1 : 0,
        };
    }

    private Observations Take(HttpSeen seen) => seen.Answer.Liveness switch
    {
        // No news: neither good nor bad, and the row goes on where it was.
        Liveness.Unknown => this with { HttpAt = seen.At, Http = Http ?? seen.Answer },
        Liveness.Live => this with
        {
            HttpAt = seen.At,
            Http = seen.Answer,
            BadLooks = 0,
            BadLooksSince = null,
            Started = seen.Answer.Startup == StartupState.Started ? Process?.Process ?? Started : Started,
        },
        _ => this with { HttpAt = seen.At, Http = seen.Answer, BadLooks = BadLooks + 1, BadLooksSince = BadLooksSince ?? seen.At },
    };
}
