using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook;

/// <summary>One gateway as collectors and remedies see it: where everything of it is, and through whom it is looked at.</summary>
public sealed record Patient
{
    /// <summary>The gateway.</summary>
    public required GatewaySettings Gateway { get; init; }

    /// <summary>Who keeps its process.</summary>
    public required ManagerKind Manager { get; init; }

    /// <summary>Where it is written how it is started.</summary>
    public required GatewayJob Job { get; init; }

    /// <summary>Its runtime and its package.</summary>
    public required InstallationFinder Programs { get; init; }

    /// <summary>Looks at the process. Only <see cref="IGatewayProcess.Look"/> may be called here: restarts are the watchdog's alone.</summary>
    public required IGatewayProcess Process { get; init; }

    /// <summary>Processes, listeners and signals of this machine.</summary>
    public required LocalProcesses Local { get; init; }

    /// <summary>OpenClaw's own command line.</summary>
    public required IOpenClawTool OpenClaw { get; init; }

    /// <summary>The configs and jobs with which it has served.</summary>
    public required IServedFiles Served { get; init; }

    /// <summary>The healer's own state folder.</summary>
    public required string HealerHome { get; init; }

    /// <summary>The owner's PATH.</summary>
    public required string SearchPath { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
}
