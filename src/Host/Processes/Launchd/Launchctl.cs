using System.Globalization;

namespace OpenClaw.Host.Processes.Launchd;

/// <summary><c>launchctl</c> for one job in the user's gui domain.</summary>
public sealed class Launchctl(LaunchdOptions options, TimeProvider time)
{
    private const int NotFound = 113;

    private readonly HostCommand _launchctl = new(options.Launchctl, time);
    private readonly string _domain = string.Create(CultureInfo.InvariantCulture, $"gui/{Posix.GetUid()}");

    private string Target => $"{_domain}/{options.Label}";

    /// <summary>Asks for the job.</summary>
    public async Task<JobAnswer> Print(CancellationToken cancel)
    {
        var answer = await _launchctl.Run(["print", Target], cancel, HostCommand.DefaultTimeout);
        if (answer.Succeeded)
        {
            return JobStatus.Parse(answer.Output) is { } job
                ? new(JobPresence.Loaded, job, job.ToString())
                : new(JobPresence.Unknown, null, "launchctl print gave no state");
        }

        var isUnknownJob = answer.ExitCode == NotFound || (answer.Output + answer.Error).Contains("Could not find service", StringComparison.Ordinal);
        return new(isUnknownJob ? JobPresence.NotLoaded : JobPresence.Unknown, null, answer.Complaint);
    }

    /// <summary>Lets the job be loaded although it was disabled.</summary>
    public Task<CommandAnswer> Enable(CancellationToken cancel) => _launchctl.Run(["enable", Target], cancel, options.CommandTimeout);

    /// <summary>Loads the job from its file.</summary>
    public Task<CommandAnswer> Bootstrap(CancellationToken cancel) => _launchctl.Run(["bootstrap", _domain, options.PlistFile], cancel, options.CommandTimeout);

    /// <summary>Starts the job; one that runs is left alone.</summary>
    public Task<CommandAnswer> Start(CancellationToken cancel) => _launchctl.Run(["kickstart", Target], cancel, options.CommandTimeout);

    /// <summary>Stops the job in order, then starts it.</summary>
    public Task<CommandAnswer> Restart(CancellationToken cancel) => _launchctl.Run(["kickstart", "-k", Target], cancel, options.CommandTimeout);
}

/// <summary>What launchd says of a job.</summary>
/// <param name="Presence">Whether launchd knows it.</param>
/// <param name="Job">The job when it is loaded.</param>
/// <param name="Evidence">What was said, in one line.</param>
public sealed record JobAnswer(JobPresence Presence, JobStatus? Job, string Evidence);

/// <summary>Whether launchd knows a job.</summary>
public enum JobPresence
{
    /// <summary>launchd could not be asked (nobody is logged in) or was not understood.</summary>
    Unknown,

    /// <summary>It does not know the job.</summary>
    NotLoaded,

    /// <summary>It knows the job.</summary>
    Loaded,
}
