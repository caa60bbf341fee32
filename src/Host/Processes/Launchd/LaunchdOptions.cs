namespace OpenClaw.Host.Processes.Launchd;

/// <summary>A gateway that runs as a LaunchAgent of the logged-in user.</summary>
public sealed record LaunchdOptions
{
    /// <summary>The job's label; OpenClaw installs itself as <c>ai.openclaw.gateway</c>, or <c>ai.openclaw.PROFILE</c>.</summary>
    public string Label { get; init; } = "ai.openclaw.gateway";

    /// <summary>The job's file, <c>~/Library/LaunchAgents/LABEL.plist</c>.</summary>
    public required string PlistFile { get; init; }

    /// <summary>The gateway's port.</summary>
    public required int Port { get; init; }

    /// <summary>OpenClaw's state folder: its locks are read there.</summary>
    public required string OpenClawStateFolder { get; init; }

    /// <summary>OpenClaw's config file.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>How long a gateway that hangs gets between SIGTERM and SIGKILL.</summary>
    public TimeSpan ForcedWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where a report on a gateway that hangs is kept before it is ended (0700), <c>HOME/gateways/ID/evidence</c>; null to keep none.</summary>
    public string? EvidenceFolder { get; init; }

    /// <summary>How long launchctl may take; <c>kickstart -k</c> waits for the job's ExitTimeOut, 20 s in OpenClaw's plist.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The gateway's standard output and error; the plist of OpenClaw 2026.9.6 names <c>~/Library/Logs/openclaw/gateway.log</c>. Null when that is not known.</summary>
    public string? LogFile { get; init; }

    /// <summary>
    /// OpenClaw's command line, e.g. <c>openclaw</c>: a graceful restart asks the gateway itself through it. Null to leave that to launchd, which gives a job
    /// 20 s only.
    /// </summary>
    public IReadOnlyList<string>? OpenClaw { get; init; }

    /// <summary>Where OpenClaw's command line finds this gateway (OPENCLAW_STATE_DIR and the like), where that is not the usual place.</summary>
    public IReadOnlyDictionary<string, string> OpenClawVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>How long <c>openclaw gateway restart --safe</c> may take: OpenClaw's own stop budget of 315 s and its margin.</summary>
    public TimeSpan SafeRestartTimeout { get; init; } = TimeSpan.FromSeconds(330);

    /// <summary>The launchctl program: a name in PATH or a path.</summary>
    public string Launchctl { get; init; } = "/bin/launchctl";
}
