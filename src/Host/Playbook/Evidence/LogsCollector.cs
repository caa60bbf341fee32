using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Logs that have grown beyond reason, and the bundle that OpenClaw writes when it ends fatally (<c>STATE/logs/stability/openclaw-stability-TIME-PID-REASON.json</c>, 2026.9.6).</summary>
internal sealed class LogsCollector : ICollector
{
    private const long Oversized = 500L * 1024 * 1024;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "logs";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var found = new List<Finding>();
        var large = Folders(patient).Where(Directory.Exists).SelectMany(static folder => new DirectoryInfo(folder).EnumerateFiles("*.log*")).Where(static log => log.Length > Oversized).Select(static log => log.FullName).ToArray();
        if (large.Length > 0) found.Add(Found.Warning(FindingIds.LogOversized, 1, $"{large.Length} log(s) are larger than {Oversized / 1024 / 1024} MiB, e.g. {large[0]}", large[0], ("paths", Found.List(large))));
        if (Bundle(patient) is { } bundle)
            found.Add(Found.Warning(FindingIds.ExitBundle, 0.8, $"OpenClaw has written down a fatal end at {bundle.LastWriteTimeUtc:HH:mm:ss} UTC: {Reason(bundle.Name)}", bundle.FullName, ("path", bundle.FullName), ("reason", Reason(bundle.Name))));
        return Task.FromResult<IReadOnlyList<Finding>>(found);
    }

    private static IEnumerable<string> Folders(Patient patient) =>
        [Path.Combine(patient.Gateway.StateDirectory, "logs"), Path.Combine(patient.Gateway.Home, "Library", "Logs", "openclaw"), .. UpkeepWitness.TemporaryFolders.Select(static folder => Path.Combine(folder, "openclaw"))];

    private static FileInfo? Bundle(Patient patient)
    {
        var folder = new DirectoryInfo(Path.Combine(patient.Gateway.StateDirectory, "logs", "stability"));
        var newest = folder.Exists ? folder.EnumerateFiles("openclaw-stability-*.json").MaxBy(static file => file.LastWriteTimeUtc) : null;
        return newest is not null && patient.Time.GetUtcNow() - newest.LastWriteTimeUtc < Fresh ? newest : null;
    }

    private static string Reason(string name) => Path.GetFileNameWithoutExtension(name).Split('-') is [.., var reason] ? reason : name;
}
