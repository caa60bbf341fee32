namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Asks all collectors side by side, each within its limit, and puts together what they found. One that fails or hangs has seen nothing, and spoils nothing.</summary>
/// <param name="collectors">Who looks.</param>
/// <param name="time">The clock.</param>
public sealed class Diagnostician(IReadOnlyList<ICollector> collectors, TimeProvider time)
{
    /// <summary>Looks now.</summary>
    /// <param name="patient">The gateway.</param>
    /// <param name="whole">The slow collectors too.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<Diagnosis> Run(Patient patient, bool whole, CancellationToken cancel)
    {
        var at = time.GetUtcNow();
        var found = await Task.WhenAll(collectors.Where(c => whole || !c.IsSlow).Select(c => Ask(c, patient, cancel)));
        return new Diagnosis(at, Version(patient), Sorted(found.SelectMany(static f => f)), whole);
    }

    /// <summary>The worst first; of two that say the same, the surer one with the evidence of both.</summary>
    internal static IReadOnlyList<Finding> Sorted(IEnumerable<Finding> findings) =>
    [
        .. findings.GroupBy(static f => (f.Id, Key: f.Fact("path") ?? f.Fact("file") ?? f.Fact("pid") ?? f.Fact("package") ?? f.Fact("collector") ?? f.Fact("check") ?? ""))
            .Select(static same => same.OrderByDescending(static f => f.Confidence).Aggregate(static (best, other) => best with
            {
                Severity = other.Severity > best.Severity ? other.Severity : best.Severity,
                Evidence = [.. best.Evidence.Concat(other.Evidence).Distinct()],
                Sources = [.. best.Sources.Concat(other.Sources).Distinct()],
                Facts = other.Facts.Concat(best.Facts).GroupBy(static p => p.Key).ToDictionary(static g => g.Key, static g => g.Last().Value),
            }))
            .OrderByDescending(static f => f.Severity).ThenByDescending(static f => f.Confidence),
    ];

    private async Task<IReadOnlyList<Finding>> Ask(ICollector collector, Patient patient, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(collector.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            // On the pool and not only cancelled but left behind: a disk that hangs does not hear a cancellation.
            return await Task.Run(() => collector.Collect(patient, both.Token), both.Token).WaitAsync(both.Token);
        }
        catch (Exception blind) when (!cancel.IsCancellationRequested)
        {
            var why = blind is OperationCanceledException ? $"it took longer than {collector.Limit.TotalSeconds:0} s" : Found.Clean(blind.Message);
            return [Found.Info(FindingIds.NotSeen, 1, $"The collector '{collector.Name}' could not look: {why}", collector.Name, ("collector", collector.Name))];
        }
    }

    private static string? Version(Patient patient)
    {
        try
        {
            return patient.Programs.Find().Package is { } package ? PackageManifest.Read(package)?.Version : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
