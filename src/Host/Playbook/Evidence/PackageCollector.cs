using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>OpenClaw's package on disk: whether it is there and whole, what a half-finished install has left, and whether what runs is what lies there.</summary>
internal sealed class PackageCollector : ICollector
{
    private const int MostNamed = 200;

    /// <inheritdoc/>
    public string Name => "package";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var installation = patient.Programs.Find();
        if (installation.Package is not { } package)
        {
            return Installation.Of(patient.Gateway.Command, patient.SearchPath).Package is null && patient.Job.CommandLine().Count > 0
                ? [Found.Warning(FindingIds.PackageMissing, 0.6, "OpenClaw's package cannot be found from what the job starts", patient.Job.File ?? string.Join(' ', patient.Gateway.Command), ("package", ""))] : [];
        }

        var found = new List<Finding>();
        if (!Directory.Exists(package)) found.Add(Found.Blocking(FindingIds.PackageMissing, 1, $"OpenClaw's package is not at {package}", package, ("package", package)));
        else if (PackageFacts.Missing(package, cancel) is { Count: > 0 } missing)
        {
            var version = PackageFacts.Version(package);
            found.Add(Found.Blocking(
                FindingIds.PackageIncomplete, 1, $"OpenClaw's package {version} lacks {missing.Count} of its files: {string.Join(", ", missing.Take(3))}{(missing.Count > 3 ? " ..." : "")}", package,
                ("package", package), ("version", version), ("missing", Found.List(missing.Take(MostNamed)))));
        }

        var leftovers = Leftovers(package);
        if (leftovers.Length > 0)
            found.Add(Found.Warning(FindingIds.PackageLeftovers, 1, $"a half-finished install has left {leftovers.Length} folder(s) beside the package", Path.GetDirectoryName(package)!, ("folders", Found.List(leftovers))));
        var state = await patient.Process.Look(cancel);
        if (state.Upkeep is { Kind: UpkeepKind.UpdateDied } died)
            found.Add(Found.Warning(FindingIds.UpdateDied, 0.9, died.Evidence, package, ("trace", leftovers.FirstOrDefault() ?? package)));
        if (state is { Process: { } process, StartedAt: { } started } && Drift(package, started, process.Pid) is { } why)
            found.Add(Found.Warning(FindingIds.PackageDrift, 0.9, $"the gateway that runs is not what is on disk: {why}", package, ("running", $"started {started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"), ("disk", PackageFacts.Version(package))));
        return found;
    }

    private static string? Drift(string package, DateTimeOffset started, int pid)
    {
        if (new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/exe")).LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) == true) return "its runtime was deleted";
        // npm keeps the times of the archive in files, never in the folders that it makes.
        var folder = new DirectoryInfo(package);
        return folder.Exists && folder.CreationTimeUtc > started.UtcDateTime.AddSeconds(5) && Directory.GetLastWriteTimeUtc(Path.Combine(package, "dist")) > started.UtcDateTime.AddSeconds(5)
            ? "its files were replaced after it was started" : null;
    }

    // npm's own (.openclaw-XXXXXXXX) and OpenClaw's updater's (.openclaw.update-stage-*, .openclaw.package-backup-*).
    private static string[] Leftovers(string package)
    {
        var beside = Path.GetDirectoryName(package);
        return beside is not null && Directory.Exists(beside)
            ? [.. Directory.EnumerateDirectories(beside, ".openclaw*").Where(static folder => Path.GetFileName(folder).StartsWith(".openclaw-", StringComparison.Ordinal) || Path.GetFileName(folder).StartsWith(".openclaw.", StringComparison.Ordinal))]
            : [];
    }
}
