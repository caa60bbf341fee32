using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>The job's file is there, and its manager does not have it, has switched it off after a failure or has given up: it is told. A masked unit is its owner's word and stays masked.</summary>
internal sealed class JobReload(JobHand hand) : IRemedy
{
    /// <inheritdoc/>
    public string Name => "job-reload";

    /// <inheritdoc/>
    public string Title => "have the service manager load and enable the job it already has a file of";

    /// <inheritdoc/>
    public Reach Reach => Reach.Nothing;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        var isSwitchedOff = diagnosis.Find(FindingIds.JobDisabled) is { } off && off.Fact("state") != "masked" && patient.Manager == ManagerKind.Launchd;
        var isDue = diagnosis.Has(FindingIds.JobMissing) || diagnosis.Has(FindingIds.JobGivenUp) || diagnosis.Has(FindingIds.UpdateDied) || isSwitchedOff;
        if (!isDue || patient.Job.File is not { } file || !File.Exists(file) || IsMasked(file)) return Task.FromResult<RemedyPlan?>(null);
        IReadOnlyList<string> touches = JobHand.WantedBy(patient) is { } link ? [link] : [];
        return Task.FromResult<RemedyPlan?>(new RemedyPlan($"{file} is there: its manager is told to load and enable it, and to forget its failures", touches, c => hand.Enable(patient, c))
        {
            AfterUndo = c => hand.Reload(patient, c),
        });
    }

    private static bool IsMasked(string file) => new FileInfo(file).LinkTarget == "/dev/null" || new FileInfo(file).Length == 0;
}
