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

    /// <summary>How long launchctl may take; <c>kickstart -k</c> waits for the job's ExitTimeOut, 20 s in OpenClaw's plist.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The launchctl program: a name in PATH or a path.</summary>
    public string Launchctl { get; init; } = "/bin/launchctl";
}
