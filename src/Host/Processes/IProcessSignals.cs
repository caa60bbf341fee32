using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes;

/// <summary>The one way a signal leaves this program: to a process that is proven by pid and start time, never to a group or a name.</summary>
public interface IProcessSignals
{
    /// <summary>Sends one signal to exactly this process, or to nobody.</summary>
    ValueTask<SignalResult> Send(ProcessIdentity process, ProcessSignal signal, CancellationToken cancel);
}

/// <summary>The signals this program sends. SIGUSR1 is not among them: it opens the inspector of a Node.js process.</summary>
public enum ProcessSignal
{
    /// <summary>SIGTERM.</summary>
    Terminate,

    /// <summary>SIGCONT: a stopped process handles SIGTERM only after it.</summary>
    Continue,

    /// <summary>SIGKILL.</summary>
    Kill,
}

/// <summary>What became of a signal.</summary>
public enum SignalResult
{
    /// <summary>Delivered.</summary>
    Sent,

    /// <summary>That process is no more; a later one with its pid was not touched.</summary>
    Gone,

    /// <summary>The kernel does not allow it (another user's process).</summary>
    NotPermitted,

    /// <summary>Not sent for another reason.</summary>
    Failed,
}
