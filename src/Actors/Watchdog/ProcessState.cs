namespace OpenClaw.Actors.Watchdog;

/// <summary>What the watchdog saw in one look. Each part is a witness of its own and may be unknown by itself.</summary>
/// <param name="Service">What the service manager says.</param>
/// <param name="Process">The gateway's process, or null when there is none (or <paramref name="Service"/> is unknown and nobody knows).</param>
/// <param name="StartedAt">When that process was started, as the kernel says.</param>
/// <param name="Port">Who owns the gateway's port.</param>
/// <param name="LastExit">The last exit that the manager or the adapter knows of.</param>
/// <param name="ConfigChangedSinceExit">The gateway's config was written after that exit: what made it refuse may be gone.</param>
/// <param name="Evidence">The raw observation in one line, for people and for the case file.</param>
public sealed record ProcessState(
    ServiceState Service,
    ProcessIdentity? Process,
    DateTimeOffset? StartedAt,
    PortOwner Port,
    ProcessExit? LastExit,
    bool ConfigChangedSinceExit,
    string Evidence)
{
    /// <summary>
    /// A number that grows while the process works (Linux: bytes read and written, /proc/PID/io rchar + wchar); null where the system does not tell.
    /// A boot in which it grows is slow, not stuck.
    /// </summary>
    public long? Progress { get; init; }

    /// <summary>The manager has given up starting it (systemd: <c>start-limit-hit</c>; launchd: parked): it must be told to start again.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>The gateway's own process listens there, as its job tells it to, and nobody listens where the gateway is asked; null when that is not so.</summary>
    public int? ListensAt { get; init; }

    /// <summary>What is being done to the installation: an update, a package that is being replaced.</summary>
    public Upkeep Upkeep { get; init; } = Upkeep.None;

    /// <summary>Nothing could be read.</summary>
    public static ProcessState Unreadable(string why) => new(ServiceState.Unknown, null, null, PortOwner.Unknown, null, false, why);
}

/// <summary>What a service manager says of the gateway's job.</summary>
public enum ServiceState
{
    /// <summary>The manager could not be asked.</summary>
    Unknown,

    /// <summary>A process runs.</summary>
    Running,

    /// <summary>The manager is starting it right now.</summary>
    Restarting,

    /// <summary>It has ended, and the manager waits its own pause before it starts it (systemd: <c>auto-restart</c>, RestartSec; launchd: ThrottleInterval).</summary>
    RestartPending,

    /// <summary>The manager is stopping it.</summary>
    Stopping,

    /// <summary>Down, and the manager will not start it again by itself.</summary>
    Failed,

    /// <summary>Stopped on purpose by its owner: it stays stopped.</summary>
    StoppedOnPurpose,

    /// <summary>The manager does not know the job.</summary>
    NotLoaded,

    /// <summary>The job is switched off or unloaded, and a failed update is proven to have done it: nobody wanted it off.</summary>
    Disabled,
}

/// <summary>A process that cannot be mistaken for another: the pid alone may be reused, the pair may not.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTime">The kernel's start time in its own unit (Linux: /proc/PID/stat field 22, clock ticks since boot; macOS: microseconds since 1970).</param>
public sealed record ProcessIdentity(int Pid, long StartTime)
{
    /// <inheritdoc/>
    public override string ToString() => $"pid {Pid} (start {StartTime})";
}

/// <summary>An exit. At most one of <paramref name="Code"/> and <paramref name="Signal"/> is set; neither when the system did not tell (a process that is not our child).</summary>
public sealed record ProcessExit(int? Code, int? Signal, DateTimeOffset At)
{
    /// <summary>EX_CONFIG: the gateway refuses its configuration and says that a restart will not help (OpenClaw 2026.9.6, exit codes of <c>gateway run</c>).</summary>
    public const int ConfigRefused = 78;

    /// <summary>It ended in order: by itself, or asked to (OpenClaw's unit: <c>SuccessExitStatus=0 143</c>).</summary>
    public bool IsClean => Code is 0 or 143 || Signal is 2 or 15;

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Code: { } code } => $"exit code {code}",
        { Signal: { } signal } => $"killed by signal {signal}",
        _ => "ended (how is not known)",
    };
}

/// <summary>Who listens on the gateway's port.</summary>
/// <param name="Kind">The kind of owner.</param>
/// <param name="Pid">Its pid, where it could be read.</param>
/// <param name="Command">Its command line, where it could be read, with secrets removed and cut to 200 characters.</param>
public sealed record PortOwner(PortOwnerKind Kind, int? Pid = null, string? Command = null)
{
    /// <summary>The table of listeners could not be read.</summary>
    public static PortOwner Unknown { get; } = new(PortOwnerKind.Unknown);

    /// <summary>The port is free.</summary>
    public static PortOwner Nobody { get; } = new(PortOwnerKind.Nobody);
}

/// <summary>The kinds of owner a port can have.</summary>
public enum PortOwnerKind
{
    /// <summary>Could not be read.</summary>
    Unknown,

    /// <summary>Nobody listens.</summary>
    Nobody,

    /// <summary>The gateway of this manager.</summary>
    Gateway,

    /// <summary>Another OpenClaw gateway (started by hand, or left over).</summary>
    OtherGateway,

    /// <summary>A program that is no gateway.</summary>
    Stranger,
}
