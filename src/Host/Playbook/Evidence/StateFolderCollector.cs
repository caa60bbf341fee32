using System.Globalization;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The state folder: whether it is there, whose it is, and whether it can be written. Three levels deep, at most 2000 entries.</summary>
internal sealed class StateFolderCollector : ICollector
{
    private const int Depth = 3;
    private const int MostEntries = 2000;
    private const int MostNamed = 50;
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public string Name => "state folder";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(6);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var folder = patient.Gateway.StateDirectory;
        if (!Directory.Exists(folder)) return [Found.Blocking(FindingIds.StateMissing, 1, $"the state folder {folder} is not there", folder, ("path", folder))];
        var found = new List<Finding>();
        if (FileSystems.Of(folder) is { IsReadOnly: true }) found.Add(Found.Blocking(FindingIds.StateReadOnly, 1, $"{folder} is on a file system that is mounted read-only", folder, ("path", folder)));
        var foreign = await Owners.NotOurs(folder, Depth, patient.Time, cancel);
        if (foreign.Count > 0)
        {
            var uid = await Owners.Of(foreign[0], patient.Time, cancel);
            found.Add(Found.Blocking(
                FindingIds.StateOwner, 0.9, $"{foreign.Count} entries of the state folder belong to somebody else{(uid is { } owner ? $" (user id {owner})" : "")}, e.g. {foreign[0]}", folder,
                ("paths", Found.List(foreign.Take(MostNamed))), ("uid", uid?.ToString(CultureInfo.InvariantCulture))));
        }

        var closed = Entries(folder, cancel).Where(entry => entry.FullName != patient.Gateway.ConfigPath && IsClosed(entry)).Take(MostNamed).Select(static entry => $"{Owners.Octal(entry.UnixFileMode)} {entry.FullName}").ToArray();
        if (closed.Length > 0)
            found.Add(Found.Blocking(FindingIds.StateMode, Posix.GetUid() == 0 ? 0.6 : 1, $"the owner may not read or write {closed.Length} entries of the state folder, e.g. {closed[0]}", folder, ("paths", Found.List(closed))));
        return found;
    }

    // Folders and databases are written, all else is read at least: a file may be read-only on purpose.
    private static bool IsClosed(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not null) return false;
        var needed = entry is DirectoryInfo ? Folder
            : entry.Name.Contains(".sqlite", StringComparison.Ordinal) ? UnixFileMode.UserRead | UnixFileMode.UserWrite : UnixFileMode.UserRead;
        return (entry.UnixFileMode & needed) != needed;
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder, CancellationToken cancel)
    {
        var ahead = new Queue<(DirectoryInfo Folder, int Depth)>([(new DirectoryInfo(folder), 0)]);
        for (var seen = 0; ahead.TryDequeue(out var next);)
        {
            cancel.ThrowIfCancellationRequested();
            yield return next.Folder;
            if (next.Depth >= Depth || next.Folder.LinkTarget is not null) continue;
            foreach (var entry in next.Folder.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None }))
            {
                if (++seen > MostEntries) yield break;
                if (entry is DirectoryInfo below) ahead.Enqueue((below, next.Depth + 1));
                else yield return entry;
            }
        }
    }
}
