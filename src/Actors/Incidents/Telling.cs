using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>Plain words for phases, events and outcomes: the same in the log, in an alert and in the doctor's case file.</summary>
public static class Telling
{
    /// <summary>One line for an event.</summary>
    public static string Line(IncidentEvent e) => e switch
    {
        Opened x => $"opened: {Phrase(x.Phase)}",
        RepairOrdered { Restart: { } kind } x => $"order {x.Attempt}: {(kind == RestartKind.Start ? "start" : $"{kind.ToString().ToLowerInvariant()} restart")} by tier {(int)x.Tier} ({x.Reason})",
        RepairOrdered x => $"order {x.Attempt}: doctor called ({x.Reason})",
        RepairClosed x => $"order {x.Attempt} ended: {x.Result.ToString().ToLowerInvariant()}, {x.Note}",
        Waited x => $"watching until {x.Until:HH:mm:ss} before the doctor is called",
        Escalated x => $"climbed to tier {(int)x.To} ({x.To.ToString().ToLowerInvariant()}): {x.Reason}",
        HumanCalled x => $"human called (call {x.Times}): {x.Reason}",
        ProposalApproved x => $"its owner has approved what was proposed ({x.Mark})",
        Acknowledged => "acknowledged by the owner",
        StoodDown x => $"standing down: {x.Reason}",
        Resolved x => $"resolved, {Phrase(x.Outcome)}",
        _ => e.GetType().Name,
    };

    /// <summary>A phase in words.</summary>
    public static string Phrase(GatewayPhase phase) => phase switch
    {
        GatewayPhase.Ready => "ready",
        GatewayPhase.LiveNotReady => "live (something inside it does not work)",
        GatewayPhase.Starting => "starting",
        GatewayPhase.Draining => "finishing its work before it stops",
        GatewayPhase.Stalled => "stuck in its boot or in the work it finishes before it stops",
        GatewayPhase.Restarting => "about to be started by its service manager",
        GatewayPhase.Suspect => "showing a bad sign",
        GatewayPhase.Down => "down (no process)",
        GatewayPhase.Wedged => "hung (the process lives and does not answer)",
        GatewayPhase.ConfigBlocked => "refusing its configuration (exit 78)",
        GatewayPhase.PortTaken => "kept from its port by another program",
        GatewayPhase.Elsewhere => "listening at another port than the one where it is asked",
        GatewayPhase.StoppedOnPurpose => "stopped by its owner",
        GatewayPhase.NotLoaded => "not known to its service manager",
        GatewayPhase.Disabled => "switched off by a failed update",
        GatewayPhase.ChannelsSuppressed => "live, but its channels are held back by its own crash-loop breaker",
        GatewayPhase.Flapping => "answering and failing in turns",
        GatewayPhase.Duplicate => "shut out by another OpenClaw gateway",
        GatewayPhase.Updating => "being updated",
        GatewayPhase.Paused => "left alone: its owner has paused the healer",
        GatewayPhase.Awoken => "given time: the host slept or stood still a moment ago",
        GatewayPhase.Blind => "out of sight: neither its process nor its answers can be read",
        _ => "not known yet",
    };

    /// <summary>An outcome in words.</summary>
    public static string Phrase(Outcome outcome) => outcome switch
    {
        Outcome.RecoveredByItself => "it recovered by itself",
        Outcome.HealedByWatchdog => "healed by tier 1 (watchdog)",
        Outcome.HealedByProber => "healed by tier 2 (health check)",
        Outcome.HealedByDoctor => "healed by tier 3 (doctor)",
        Outcome.HealedAfterHumanCall => "after a human was called",
        Outcome.Unknown => "nobody knows how: the healer's book could not be read meanwhile",
        _ => "its owner stopped it",
    };

    /// <summary>A duration for people.</summary>
    public static string Phrase(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 120 } => $"{duration.TotalSeconds:0} s",
        { TotalMinutes: < 120 } => $"{duration.TotalMinutes:0} min",
        _ => $"{duration.TotalHours:0.#} h",
    };
}
