using System.Globalization;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Launchd;

namespace OpenClaw.Host.Service;

/// <summary>The daemon as a LaunchAgent of the logged-in user.</summary>
/// <param name="home">The owner's home.</param>
/// <param name="time">The clock of the time limits.</param>
/// <param name="launchctl">The launchctl program.</param>
internal sealed class LaunchdService(string home, TimeProvider time, string launchctl = "/bin/launchctl") : IServiceManager
{
    private const int NotFound = 113;
    private const int LongestWords = 16 * 1024;

    private readonly string _domain = string.Create(CultureInfo.InvariantCulture, $"gui/{Posix.GetUid()}");

    /// <inheritdoc/>
    public string Job => $"the agent {ServiceSpec.Label} of launchd";

    /// <inheritdoc/>
    public string File { get; } = Path.Combine(home, "Library", "LaunchAgents", $"{ServiceSpec.Label}.plist");

    /// <inheritdoc/>
    public IReadOnlyList<ManagerStep> Forget => [];

    private string Target => $"{_domain}/{ServiceSpec.Label}";

    /// <inheritdoc/>
    public string Text(ServiceSpec spec) => LaunchAgentFile.Text(spec);

    /// <inheritdoc/>
    public async Task<JobLook> Look(CancellationToken cancel)
    {
        var answer = await Run(new ManagerStep(launchctl, ["print", Target]), cancel);
        if (answer.Succeeded) return new JobLook(null, true, true, false, JobStatus.Parse(answer.Output) is { Pid: > 0 and var pid } ? pid : null);
        return answer.ExitCode == NotFound || (answer.Output + answer.Error).Contains("Could not find service", StringComparison.Ordinal)
            ? new JobLook(null, false, false, false, null)
            : JobLook.Blind($"launchd cannot be asked ({answer.Complaint}). An agent needs a user who is logged in at this Mac's screen: open a terminal there");
    }

    /// <inheritdoc/>
    public IReadOnlyList<ManagerStep> Up(JobLook now, bool isRestart)
    {
        if (now is { IsKnown: true, Pid: not null } && !isRestart) return [];
        var steps = new List<ManagerStep>();
        if (now.IsKnown && isRestart) steps.Add(Bootout());
        if (!now.IsKnown || isRestart)
        {
            steps.Add(new ManagerStep(launchctl, ["enable", Target]) { MayFail = true });
            // Error 5 until what was booted out has ended.
            steps.Add(new ManagerStep(launchctl, ["bootstrap", _domain, File]) { Tries = ServiceSpec.StopSeconds + 5 });
        }

        steps.Add(new ManagerStep(launchctl, ["kickstart", Target]));
        return steps;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ManagerStep> Down(JobLook now) => now.IsKnown ? [Bootout()] : [];

    /// <inheritdoc/>
    public Task<CommandAnswer> Run(ManagerStep step, CancellationToken cancel) => new HostCommand(step.Program, time).Run(step.Arguments, cancel, step.Limit);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> SeeToLogout(bool mayChange, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>(["an agent of launchd runs while its user is logged in; for a Mac that starts by itself, switch on the automatic login"]);

    /// <inheritdoc/>
    public async Task<string> LastWords(ServiceSpec spec, CancellationToken cancel)
    {
        var log = await PrivateFiles.Read(LaunchAgentFile.Log(spec), cancel);
        var end = System.Text.Encoding.UTF8.GetString(log.AsSpan(Math.Max(0, log.Length - LongestWords)));
        return string.Join('\n', end.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(3));
    }

    // 36 and 37: it is on its way out, which is what was wanted.
    private ManagerStep Bootout() => new(launchctl, ["bootout", Target]) { Limit = TimeSpan.FromSeconds(ServiceSpec.StopSeconds + 10), MayFail = true };
}
