using System.Globalization;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>How the daemon itself runs a gateway where no service manager does.</summary>
public sealed record DirectOptions
{
    /// <summary>The gateway's port.</summary>
    public required int Port { get; init; }

    /// <summary>The folder of this daemon's own state for this gateway (0700); it holds <c>direct-gateway.json</c>.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Where the gateway's standard output and error go (0600).</summary>
    public required string LogFile { get; init; }

    /// <summary>OpenClaw's state folder, <c>~/.openclaw</c> unless configured otherwise: its locks are read there.</summary>
    public required string OpenClawStateFolder { get; init; }

    /// <summary>OpenClaw's config file.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>Where the gateway is started.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The command and its arguments; null for <c>openclaw gateway run --port PORT</c>.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The PATH in which the command is looked up and with which the gateway runs; null for the daemon's own.</summary>
    public string? Path { get; init; }

    /// <summary>Names of the daemon's own variables (its secrets) that the gateway must not get.</summary>
    public IReadOnlyCollection<string> HiddenVariables { get; init; } = [];

    /// <summary>
    /// Variables the gateway gets besides the inherited ones. OPENCLAW_NO_RESPAWN=1 lets it restart within its process, as OpenClaw's own
    /// manual advises for a gateway that somebody else keeps as a child.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string> { ["OPENCLAW_NO_RESPAWN"] = "1" };

    /// <summary>How long the gateway may take to finish its work after SIGTERM. OpenClaw 2026.9.6 plans for 330 s.</summary>
    public TimeSpan StopBudget { get; init; } = TimeSpan.FromSeconds(330);

    /// <summary>How long a gateway that hangs gets between SIGTERM and SIGKILL.</summary>
    public TimeSpan ForcedWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where a report on a gateway that hangs is kept before it is ended (0700), <c>HOME/gateways/ID/evidence</c>; null to keep none.</summary>
    public string? EvidenceFolder { get; init; }

    /// <summary>A log larger than this many bytes is moved to <c>.1</c> before a start.</summary>
    public long LogLimit { get; init; } = 20 * 1024 * 1024;

    /// <summary>What becomes of the gateway when the daemon stops.</summary>
    public OnDaemonStop OnDaemonStop { get; init; } = OnDaemonStop.Leave;

    /// <summary>The command that is really run.</summary>
    public IReadOnlyList<string> EffectiveCommand =>
        Command ?? ["openclaw", "gateway", "run", "--port", Port.ToString(CultureInfo.InvariantCulture)];
}

/// <summary>What becomes of a directly run gateway when the daemon stops.</summary>
public enum OnDaemonStop
{
    /// <summary>It runs on; the next daemon adopts it.</summary>
    Leave,

    /// <summary>It is stopped in order, with its whole stop budget.</summary>
    Stop,
}
