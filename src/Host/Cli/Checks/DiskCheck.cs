using OpenClaw.Host.Causes;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>Room on the disks that the daemon and its gateways write to.</summary>
/// <param name="settings">The settings.</param>
internal sealed class DiskCheck(HealerSettings settings) : ICheck
{
    private const long Little = 1024L * 1024 * 1024;
    private const long Mebibyte = 1024 * 1024;
    private const ulong FewInodes = 256;

    /// <inheritdoc/>
    public string Area => "disk";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        var (found, seen) = (new List<CheckLine>(), new HashSet<ulong>());
        foreach (var path in settings.Gateways.SelectMany(static g => new[] { g.StateDirectory, g.Home }).Prepend(settings.Home).Concat(UpkeepWitness.TemporaryFolders).Select(FileSystems.Nearest).Distinct(StringComparer.Ordinal))
        {
            var system = FileSystems.Of(path);
            if (system is not null && !seen.Add(system.Id)) continue;
            var free = new DriveInfo(path).AvailableFreeSpace;
            found.Add(system switch
            {
                { IsReadOnly: true } => this.Fault($"the disk of {path} is mounted read-only", "mount it for writing; a disk that was remounted so by the system is about to fail"),
                { Inodes: > 0, FreeInodes: < FewInodes } => this.Fault($"the disk of {path} has no more inodes: {system.FreeInodes} are free", "delete many small files there"),
                _ when free < DiskCause.Full => this.Fault($"the disk of {path} is full: {free / Mebibyte} MiB are free", "make room"),
                _ when free < Little => this.Warning($"the disk of {path} is nearly full: {free / Mebibyte} MiB are free", "make room before the gateway's databases cannot be written"),
                _ => this.Ok($"{free / Little} GiB are free where {path} lies"),
            });
        }

        return Task.FromResult<IReadOnlyList<CheckLine>>(found);
    }
}
