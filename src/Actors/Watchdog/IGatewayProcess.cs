namespace OpenClaw.Actors.Watchdog;

/// <summary>
/// The process of one gateway behind the manager that owns it (launchd, systemd --user, or this daemon itself).
/// The only hand on the process. An adapter never signals a process that it has not proven to be the gateway by pid and start time.
/// </summary>
public interface IGatewayProcess
{
    /// <summary>The manager's name for people: <c>direct</c>, <c>systemd</c> or <c>launchd</c>.</summary>
    string Manager { get; }

    /// <summary>Looks without touching anything. What cannot be read is reported as unknown, never as bad, and never as an exception.</summary>
    Task<ProcessState> Look(CancellationToken cancel);

    /// <summary>Completes when exactly this process has ended; at once when it is already gone. The exit's code is there where the system gives it.</summary>
    Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel);

    /// <summary>Brings the gateway (back) up once, through its manager. Completes when the manager has accepted the start, not when the gateway is ready.</summary>
    Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel);
}

/// <summary>How a restart is to be done.</summary>
public enum RestartKind
{
    /// <summary>Nothing is alive: only start. An adapter that finds the gateway alive after all leaves it alone and says so.</summary>
    Start,

    /// <summary>Ask it to stop, wait its whole stop budget, then start.</summary>
    Graceful,

    /// <summary>It hangs: SIGTERM, a short wait, SIGKILL on exactly that (pid, start time), then start.</summary>
    Forced,
}

/// <summary>What a restart came to.</summary>
/// <param name="Accepted">The manager accepted the start.</param>
/// <param name="Note">One line for people.</param>
public sealed record RestartOutcome(bool Accepted, string Note);
