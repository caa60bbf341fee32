namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Everybody who looks. A new collector is a line here.</summary>
public static class Collectors
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICollector> All() =>
    [
        new PackageCollector(),
        new NodeCollector(),
        new StateFolderCollector(),
        new DiskCollector(),
        new LogsCollector(),
        new DatabaseCollector(),
        new BundleCollector(),
        new DatabasePagesCollector(),
    ];
}
