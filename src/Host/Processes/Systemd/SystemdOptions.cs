namespace OpenClaw.Host.Processes.Systemd;

/// <summary>A gateway that runs as a unit of the user's systemd.</summary>
public sealed record SystemdOptions
{
    /// <summary>The unit, e.g. <c>openclaw-gateway.service</c>, which <c>openclaw gateway install</c> writes.</summary>
    public string Unit { get; init; } = "openclaw-gateway.service";

    /// <summary>Where the unit's file is when it is installed, e.g. <c>~/.config/systemd/user/openclaw-gateway.service</c>; null when that is not known.</summary>
    public string? UnitFile { get; init; }

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

    /// <summary>How long systemctl may take to answer.</summary>
    public TimeSpan CommandTimeout { get; init; } = HostCommand.DefaultTimeout;

    /// <summary>The systemctl program: a name in PATH or a path.</summary>
    public string Systemctl { get; init; } = "systemctl";

    /// <summary>The journalctl program: a name in PATH or a path.</summary>
    public string Journalctl { get; init; } = "journalctl";
}
