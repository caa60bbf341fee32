using System.Globalization;
using OpenClaw.Host.Causes;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Room on the disks that a gateway writes to: its state folder, the owner's home, the folder for temporary files.</summary>
public sealed class DiskCollector : ICollector
{
    private const long FewestInodes = 500;

    /// <inheritdoc/>
    public string Name => "disk";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (var path in new[] { patient.Gateway.StateDirectory, patient.Gateway.Home, Path.GetTempPath() }.Where(Directory.Exists).Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            var free = new DriveInfo(path).AvailableFreeSpace;
            if (free < DiskCause.Full) findings.Add(Full(path, free));
            if (await Inodes(path, patient.Time, cancel) is { } left and < FewestInodes)
            {
                findings.Add(new Finding(FindingIds.DiskInodes, FindingSeverity.Blocking, $"The disk of {path} has no room for more files (inodes).", [$"{path}: {left} inodes left"], 1, [path])
                {
                    Facts = new Dictionary<string, string> { ["path"] = path, ["free"] = left.ToString(CultureInfo.InvariantCulture) },
                });
            }
        }

        return findings;
    }

    private static Finding Full(string path, long free) => new(
        FindingIds.DiskFull, FindingSeverity.Blocking, $"The disk of {path} is full.", [string.Create(CultureInfo.InvariantCulture, $"{path}: {free / 1024} KiB free, {DiskCause.Full / 1024} KiB are needed")], 1, [path])
    {
        Facts = new Dictionary<string, string>
        {
            ["path"] = path, ["free"] = free.ToString(CultureInfo.InvariantCulture), ["needed"] = DiskCause.Full.ToString(CultureInfo.InvariantCulture),
        },
    };

    // Only where df speaks as POSIX says with -P and counts inodes in its fourth column (GNU, BusyBox). File systems without a fixed number of them say 0 of 0.
    private static async Task<long?> Inodes(string path, TimeProvider time, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var answer = await new HostCommand("df", time).Run(["-P", "-i", path], cancel, TimeSpan.FromSeconds(3));
        var columns = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return columns.Length >= 6 && long.TryParse(columns[1], CultureInfo.InvariantCulture, out var all) && all > 0 && long.TryParse(columns[3], CultureInfo.InvariantCulture, out var left) ? left : null;
    }
}
