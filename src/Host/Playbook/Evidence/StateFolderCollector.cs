using System.Globalization;
using System.Runtime.InteropServices;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>OpenClaw's state folder: is it there, does it belong to its owner, can its owner use it. Looks three levels deep; what lies deeper is the gateway's own making.</summary>
public sealed class StateFolderCollector : ICollector
{
    private const int MostPaths = 20;
    private const int MostEntries = 5000;
    private const int Depth = 3;
    private const UnixFileMode Usable = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public string Name => "state folder";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var state = patient.Gateway.StateDirectory;
        if (!Directory.Exists(state)) return [new Finding(FindingIds.StateMissing, FindingSeverity.Blocking, "OpenClaw's state folder is not there.", [$"there is no folder {state}"], 1, [state]) { Facts = Of("path", state) }];
        var findings = new List<Finding>();
        // The kernel's own word: errno tells a file system that cannot be written from a mode that forbids it.
        if (Posix.Access(state, Posix.MayWrite) != 0 && Marshal.GetLastPInvokeError() == Posix.ReadOnlyFileSystem)
            findings.Add(new Finding(FindingIds.StateReadOnly, FindingSeverity.Blocking, "OpenClaw's state folder is on a file system that cannot be written.", [$"{state}: read-only file system"], 1, [state]) { Facts = Of("path", state) });
        var foreign = await Foreign(state, patient.Time, cancel);
        if (foreign.Count > 0) findings.Add(Owner(state, foreign));
        if (await Task.Run(() => Unusable(state, foreign, cancel), cancel) is { Count: > 0 } modes) findings.Add(Modes(state, modes));
        return findings;
    }

    private static async Task<IReadOnlyList<string>> Foreign(string state, TimeProvider time, CancellationToken cancel)
    {
        var us = Posix.GetUid().ToString(CultureInfo.InvariantCulture);
        var answer = await new HostCommand("find", time).Run([state, "-maxdepth", "3", "!", "-user", us, "-print"], cancel, TimeSpan.FromSeconds(5));
        return [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static path => path.StartsWith('/')).Take(MostPaths)];
    }

    private static List<string> Unusable(string state, IReadOnlyList<string> foreign, CancellationToken cancel)
    {
        var found = new List<string>();
        var left = MostEntries;
        Walk(new DirectoryInfo(state), Depth);
        return found;

        void Walk(DirectoryInfo folder, int depth)
        {
            cancel.ThrowIfCancellationRequested();
            var isUsable = Check(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (depth == 0 || !isUsable) return;
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                if (--left < 0 || found.Count >= MostPaths) return;
                if (entry.LinkTarget is not null || foreign.Contains(entry.FullName)) continue;
                if (entry is DirectoryInfo deeper) Walk(deeper, depth - 1);
                else Check(entry, Usable);
            }
        }

        bool Check(FileSystemInfo entry, UnixFileMode needed)
        {
            if (foreign.Contains(entry.FullName) || (entry.UnixFileMode & needed) == needed) return true;
            found.Add($"{Convert.ToString((int)entry.UnixFileMode, 8)} {entry.FullName}");
            return false;
        }
    }

    private static Finding Owner(string state, IReadOnlyList<string> paths) => new(
        FindingIds.StateOwner, FindingSeverity.Blocking, "Something in OpenClaw's state folder belongs to another user.", [.. paths.Take(5).Select(static p => $"not ours: {UntrustedText.OneLine(p, 200)}")], 0.8, [state])
    {
        Facts = new Dictionary<string, string> { ["paths"] = string.Join('\n', paths), ["uid"] = Posix.GetUid().ToString(CultureInfo.InvariantCulture) },
    };

    private static Finding Modes(string state, List<string> modes) => new(
        FindingIds.StateMode, FindingSeverity.Blocking, "Something in OpenClaw's state folder cannot be read or written by its own owner.", [.. modes.Take(5).Select(static m => $"mode {UntrustedText.OneLine(m, 200)}")], 0.9, [state])
    {
        Facts = Of("paths", string.Join('\n', modes)),
    };

    private static Dictionary<string, string> Of(string name, string value) => new() { [name] = value };
}
