using System.Globalization;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>OpenClaw writes its job anew: <c>gateway install --force</c>. Drop-ins stay; what its owner wrote into the job's own file does not.</summary>
internal sealed class JobInstall(JobHand hand) : IRemedy
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <inheritdoc/>
    public string Name => "job-install";

    /// <inheritdoc/>
    public string Title => "have OpenClaw write its job anew";

    /// <inheritdoc/>
    public Reach Reach => Reach.Installation;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        if (!JobTrouble.IsIn(diagnosis) || patient.Manager == ManagerKind.Direct || patient.Job.File is not { } job || patient.Programs.Find().IsComplete == false)
            return Task.FromResult<RemedyPlan?>(null);
        var port = patient.Gateway.Url.Port.ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<string> link = JobHand.WantedBy(patient) is { } wanted ? [wanted] : [];
        return Task.FromResult<RemedyPlan?>(new RemedyPlan(
            $"openclaw gateway install --force --port {port}: {job} is written anew",
            // It may write a token into the config, and on macOS the job's variables into a folder of its own.
            [job, .. link, Path.Combine(patient.Gateway.StateDirectory, "service-env"), patient.Gateway.ConfigPath],
            async c =>
            {
                // It compares the job's files before and after it publishes, and gives up when somebody else touched them meanwhile: an owner at work, another
                // healer. The next moment is usually quieter, and to install twice is to install once.
                var answer = await Install(patient, port, c);
                if (!answer.Succeeded) answer = await Install(patient, port, c);
                return answer.Succeeded && File.Exists(job) ? new(true, $"OpenClaw has written {job} anew") : new(false, $"openclaw gateway install: {answer.Complaint}");
            })
        {
            AfterUndo = c => hand.Reload(patient, c),
        });
    }

    private static Task<CommandAnswer> Install(Patient patient, string port, CancellationToken cancel) =>
        patient.OpenClaw.Run(["gateway", "install", "--force", "--port", port], Limit, cancel);
}
