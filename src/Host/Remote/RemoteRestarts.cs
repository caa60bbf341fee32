using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Remote;

/// <summary>How one gateway can be started anew.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Manager">Who keeps its process.</param>
/// <param name="WhenIdle">OpenClaw's own restart as soon as it is idle: <c>openclaw gateway restart --safe</c>, which works through a service manager.</param>
/// <param name="Process">Which process serves, null when none does.</param>
internal sealed record RestartHand(GatewayId Gateway, ManagerKind Manager, Func<CancellationToken, Task<CommandAnswer>> WhenIdle, Func<CancellationToken, Task<ProcessIdentity?>> Process);

/// <summary>
/// What <c>restart</c> means, by what the gateway is now. Nothing here starts or ends a process: an owner's stop is overruled and an outage treated by the brain, which
/// hears the owner's word as from the command line, within its budgets; one that serves is restarted by OpenClaw itself, which first finishes what it is at. A kill of ours would
/// cut that short, and count as an unclean boot.
/// </summary>
internal static class RemoteRestarts
{
    /// <summary>The way, or why there is none (one line).</summary>
    /// <param name="gateway">How it stands; null when nobody knows yet.</param>
    /// <param name="isPaused">Its owner has paused the healer.</param>
    /// <param name="manager">Who keeps its process.</param>
    public static (RestartWay? Way, string Refusal) Decide(GatewayLine? gateway, bool isPaused, ManagerKind manager)
    {
        if (gateway is null || !Enum.TryParse<GatewayPhase>(gateway.Phase, out var phase)) return (null, "Nobody has seen it yet. Ask again in a moment.");
        if (isPaused) return (null, $"{gateway.Id} is paused: send resume first.");
        return phase switch
        {
            GatewayPhase.StoppedOnPurpose => (RestartWay.Start, ""),
            GatewayPhase.Ready or GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed when gateway.Incident is not null =>
                (null, $"{gateway.Id} has just come back, and is looked at for a while before incident {gateway.Incident} is closed. Ask again in a minute."),
            // There is nobody whom OpenClaw could ask to start it again.
            GatewayPhase.Ready or GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed when manager == ManagerKind.Direct => (null, ""),
            GatewayPhase.Ready or GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed => (RestartWay.WhenIdle, ""),
            GatewayPhase.Starting or GatewayPhase.Draining or GatewayPhase.Restarting or GatewayPhase.Suspect or GatewayPhase.Updating or GatewayPhase.Awoken or GatewayPhase.Paused =>
                (null, $"{gateway.Id} is {RemoteLooks.Phrase(gateway)}: wait until that is over."),
            _ when gateway.Incident is not null => (RestartWay.Treat, ""),
            _ => (null, $"{gateway.Id} is {RemoteLooks.Phrase(gateway)}, and no incident is open: the healer is about to see to it."),
        };
    }

    /// <summary>What would be done.</summary>
    public static string Would(GatewayLine gateway, RestartWay way) => way switch
    {
        RestartWay.Start => $"{gateway.Id} was stopped by its owner: it is started, and looked after again.",
        RestartWay.Treat =>
            $"{gateway.Id} is {RemoteLooks.Phrase(gateway)} (incident {gateway.Incident}): it is treated now, as by 'openclaw-actors heal', within what the budgets leave. "
            + "Remedies that are set to ask are not allowed by this.",
        _ => $"{gateway.Id} serves: OpenClaw restarts itself as soon as it is idle, within 5 minutes (openclaw gateway restart --safe). What it is at is finished first.",
    };

    /// <summary>What to type for a gateway that serves and has no service manager.</summary>
    public static string ByHand(GatewayId gateway, ProcessIdentity? process) =>
        $"{gateway} has no service manager (manager = direct), and OpenClaw's own restart needs one. "
        + $"On its host: {(process is null ? "openclaw-actors status, then kill its pid" : string.Create(CultureInfo.InvariantCulture, $"kill {process.Pid}"))} - it finishes its work and is started again.";
}
