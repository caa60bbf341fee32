using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Service;

/// <summary>Who is to keep the daemon running: the user's systemd or launchd.</summary>
internal interface IServiceManager
{
    /// <summary>The job, for people.</summary>
    string Job { get; }

    /// <summary>The job's file, absolute.</summary>
    string File { get; }

    /// <summary>What the file is to hold.</summary>
    string Text(ServiceSpec spec);

    /// <summary>Asks how the job stands.</summary>
    Task<JobLook> Look(CancellationToken cancel);

    /// <summary>The commands that bring the job up, in order; none when it runs as it should.</summary>
    /// <param name="now">How it stands.</param>
    /// <param name="isRestart">The file or the program has changed, so that one that runs is started anew.</param>
    IReadOnlyList<ManagerStep> Up(JobLook now, bool isRestart);

    /// <summary>The commands that end the job and forget it, before its file is taken away.</summary>
    IReadOnlyList<ManagerStep> Down(JobLook now);

    /// <summary>The commands after the file was taken away.</summary>
    IReadOnlyList<ManagerStep> Forget { get; }

    /// <summary>Runs one of them.</summary>
    Task<CommandAnswer> Run(ManagerStep step, CancellationToken cancel);

    /// <summary>Sees to it that the job runs when nobody is logged in, as far as it may; what its owner should know or do, a line each.</summary>
    /// <param name="mayChange">It may be switched on.</param>
    /// <param name="cancel">Ends the look.</param>
    Task<IReadOnlyList<string>> SeeToLogout(bool mayChange, CancellationToken cancel);

    /// <summary>What the daemon said last, for one that did not come up; empty when nobody knows.</summary>
    Task<string> LastWords(ServiceSpec spec, CancellationToken cancel);
}

/// <summary>How the job stands.</summary>
/// <param name="Unreachable">Why the manager could not be asked, one line; null when it was.</param>
/// <param name="IsKnown">The manager knows the job.</param>
/// <param name="StartsByItself">It is started at the next login or boot.</param>
/// <param name="IsStale">The manager has not read the file since it was changed.</param>
/// <param name="Pid">The daemon's process; null while there is none.</param>
internal sealed record JobLook(string? Unreachable, bool IsKnown, bool StartsByItself, bool IsStale, int? Pid)
{
    /// <summary>The manager could not be asked.</summary>
    public static JobLook Blind(string why) => new(why, false, false, false, null);
}

/// <summary>One command to a service manager.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ManagerStep(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Its failure is no reason to stop: there may be nothing to do.</summary>
    public bool MayFail { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Limit { get; init; } = HostCommand.DefaultTimeout;

    /// <summary>How often it is tried, a second apart.</summary>
    public int Tries { get; init; } = 1;

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Path.GetFileName(Program)).Select(static word => word.Contains(' ') ? $"'{word}'" : word));
}
