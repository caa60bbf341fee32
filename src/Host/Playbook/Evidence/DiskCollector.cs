using System.Globalization;
using OpenClaw.Host.Causes;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Room on the disks that a gateway needs: its state folder, its home, the folders for temporary files.</summary>
/// <param name="free">The bytes that this user may still write where a path lies.</param>
/// <param name="look">What the file system says of itself.</param>
internal sealed class DiskCollector(Func<string, long> free, Func<string, FileSystems?> look) : ICollector
{
    private const ulong FewInodes = 256;

    /// <summary>For this machine.</summary>
    public static DiskCollector OfThisSystem() => new(static path => new DriveInfo(path).AvailableFreeSpace, FileSystems.Of);

    /// <inheritdoc/>
    public string Name => "disk";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel) => Task.Run<IReadOnlyList<Finding>>(
        () =>
        {
            var (found, seen) = (new List<Finding>(), new HashSet<ulong>());
            foreach (var path in UpkeepWitness.TemporaryFolders.Prepend(patient.Gateway.Home).Prepend(patient.Gateway.StateDirectory).Select(FileSystems.Nearest).Distinct(StringComparer.Ordinal))
            {
                var system = look(path);
                if (system is not null && !seen.Add(system.Id)) continue;
                if (free(path) is < DiskCause.Full and var left)
                    found.Add(Found.Blocking(FindingIds.DiskFull, 1, $"the disk of {path} is full: {left / 1024} KiB are free", path, ("path", path), ("free", Number(left)), ("needed", Number(DiskCause.Room))));
                if (system is { Inodes: > 0, FreeInodes: < FewInodes })
                    found.Add(Found.Blocking(FindingIds.DiskInodes, 1, $"the disk of {path} has no more inodes: {system.FreeInodes} are free", path, ("path", path), ("free", Number((long)system.FreeInodes))));
            }

            return found;
        },
        cancel);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
