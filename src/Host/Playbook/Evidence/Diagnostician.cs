namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Looks at a gateway from all sides at once, and makes one list of what is found, the worst first. A witness that fails or is late is told as not seen and holds nobody up.</summary>
/// <param name="collectors">Who looks.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class Diagnostician(IReadOnlyList<ICollector> collectors, TimeProvider time)
{
    private const int MostEvidence = 20;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan All = TimeSpan.FromSeconds(60);

    /// <summary>The collectors for this machine.</summary>
    public static IReadOnlyList<ICollector> Collectors() => Collectors(new SystemTools());

    /// <summary>The same with other programs of the system.</summary>
    internal static IReadOnlyList<ICollector> Collectors(SystemTools tools) =>
    [
        new ConfigFileCollector(), new ConfigIncludesCollector(), new JobCollector(tools), new JobCommandCollector(), new JobChangedCollector(), new RivalCollector(tools, RivalCollector.OfThisSystem),
        new NodeCollector(), new PackageCollector(), new PortCollector(), new StateFolderCollector(), DiskCollector.OfThisSystem(), new MemoryCollector(new Memory.MemoryWitness().Read), new LogsCollector(), new DatabaseCollector(), new ExitCollector(tools),
        new ConfigCheckCollector(), new DatabaseCheckCollector(), new OpenClawDoctorCollector(),
    ];

    /// <summary>Looks.</summary>
    /// <param name="patient">The gateway.</param>
    /// <param name="isWhole">Ask the slow collectors too: up to 60 s instead of 15 s.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<Diagnosis> Look(Patient patient, bool isWhole, CancellationToken cancel)
    {
        var at = time.GetUtcNow();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var clock = new CancellationTokenSource(isWhole ? All : Quick, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end.Token, clock.Token);
        var seen = patient with { Process = new LooksOnce(patient.Process, both.Token) };
        var looks = await Task.WhenAll(collectors.Where(collector => isWhole || !collector.IsSlow).Select(collector => Task.Run(() => Ask(collector, seen, both.Token, cancel), cancel)));
        cancel.ThrowIfCancellationRequested();
        await end.CancelAsync();
        var findings = Explained.Apply(Merge(looks.SelectMany(static found => found)));
        return new(at, PackageFacts.Version(patient.Programs.Find().Package), [.. findings.OrderByDescending(static f => f.Severity).ThenByDescending(static f => f.Confidence).ThenBy(static f => f.Id, StringComparer.Ordinal)], isWhole);
    }

    private async Task<IReadOnlyList<Finding>> Ask(ICollector collector, Patient patient, CancellationToken whole, CancellationToken cancel)
    {
        using var clock = new CancellationTokenSource(collector.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(whole, clock.Token);
        try
        {
            // One that does not heed its cancellation is left behind, not waited for.
            return await collector.Collect(patient, both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [NotSeen(collector, "it took too long")];
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            return [NotSeen(collector, broken.Message)];
        }
    }

    private static Finding NotSeen(ICollector collector, string why) => Found.Info(FindingIds.NotSeen, 1, $"{collector.Name} could not be looked at: {why}", collector.Name, ("collector", collector.Name));

    // What several witnesses have seen is one finding: the surest one with the evidence and the facts of all.
    private static IReadOnlyList<Finding> Merge(IEnumerable<Finding> findings) =>
    [
        .. findings.GroupBy(static finding => (finding.Id, Key(finding))).Select(static same =>
        {
            var ordered = same.OrderByDescending(static f => f.Confidence).ThenByDescending(static f => f.Severity).ToArray();
            return ordered[0] with
            {
                Severity = ordered.Max(static f => f.Severity),
                Evidence = [.. ordered.SelectMany(static f => f.Evidence).Concat(ordered.Skip(1).Select(static f => f.Summary)).Distinct().Take(MostEvidence)],
                Sources = [.. ordered.SelectMany(static f => f.Sources).Distinct()],
                Facts = ordered.SelectMany(static f => f.Facts).GroupBy(static fact => fact.Key).ToDictionary(static fact => fact.Key, static fact => fact.First().Value, StringComparer.Ordinal),
            };
        }),
    ];

    // What tells two findings of one kind apart.
    private static string Key(Finding finding) => finding.Id switch
    {
        FindingIds.ConfigInvalid or FindingIds.ConfigRefused or FindingIds.DiskFull => "",
        FindingIds.JobFileMissing => finding.Fact("file") + finding.Fact("names"),
        FindingIds.OpenClawDoctor => finding.Fact("check") + finding.Fact("path") + finding.Summary,
        _ => finding.Fact("path") ?? finding.Fact("program") ?? finding.Fact("pid") ?? finding.Fact("file") ?? finding.Fact("job") ?? finding.Fact("collector") ?? finding.Fact("module") ?? "",
    };
}
