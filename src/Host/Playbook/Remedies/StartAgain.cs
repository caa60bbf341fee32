using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Changes nothing: nothing wrong was found, and what made it fail may be over. The supervisor starts it after every claim.</summary>
internal sealed class StartAgain : IRemedy
{
    /// <summary>Its name: the playbook also comes to it when no entry fits.</summary>
    public const string RemedyName = "start-again";

    /// <inheritdoc/>
    public string Name => RemedyName;

    /// <inheritdoc/>
    public string Title => "have it started again, once";

    /// <inheritdoc/>
    public Reach Reach => Reach.Nothing;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        var seen = await patient.Process.Look(cancel);
        // One that runs is started again only where that is known to be the cure: its files were replaced under it, or its memory is nearly used up.
        var isDown = seen.Process is null || seen.IsGivenUp || seen.Service is ServiceState.Failed;
        if (seen.Service is ServiceState.StoppedOnPurpose || !(isDown || diagnosis.Has(FindingIds.PackageDrift) || diagnosis.Has(FindingIds.MemoryHigh))) return null;
        return new RemedyPlan(
            "nothing is changed; it is started again, as nothing was found that would keep it from starting", [],
            static _ => Task.FromResult(new RemedyResult(true, "nothing wrong was found; started again")));
    }
}
