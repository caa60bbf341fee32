using System.Globalization;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Logs of OpenClaw that nobody rotates: launchd's merged output and the service's own (facts: OpenClaw 2026.9.6, where it logs).</summary>
public sealed class LogsCollector : ICollector
{
    /// <summary>From this many bytes on a log is too large: OpenClaw rotates its own file log at 100 MB.</summary>
    public const long TooLarge = 500L * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "logs";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel) => Task.Run<IReadOnlyList<Finding>>(
        () =>
        {
            var large = Folders(patient).Where(Directory.Exists).SelectMany(static f => new DirectoryInfo(f).EnumerateFiles("*.log")).Where(static f => f.LinkTarget is null && f.Length > TooLarge).ToArray();
            if (large.Length == 0) return [];
            return
            [
                new Finding(
                    FindingIds.LogOversized, FindingSeverity.Warning, "A log of OpenClaw has grown beyond reason.",
                    [.. large.Select(static f => string.Create(CultureInfo.InvariantCulture, $"{f.FullName}: {f.Length / 1024 / 1024} MiB"))], 1, [.. large.Select(static f => f.FullName)])
                {
                    Facts = new Dictionary<string, string> { ["paths"] = string.Join('\n', large.Select(static f => f.FullName)) },
                },
            ];
        },
        cancel);

    /// <summary>Where OpenClaw logs.</summary>
    public static IEnumerable<string> Folders(Patient patient) =>
        [Path.Combine(patient.Gateway.StateDirectory, "logs"), Path.Combine(patient.Gateway.Home, "Library", "Logs", "openclaw"), "/tmp/openclaw"];
}
