using System.Globalization;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>
/// Listeners from <c>/proc/net/tcp</c> and <c>tcp6</c>, their processes from the links in <c>/proc/PID/fd</c>. The links of another user's
/// processes cannot be read; then only the user is known.
/// </summary>
public sealed class LinuxPortTable : IPortTable
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PortListener>> On(int port, int? expectedPid, CancellationToken cancel) =>
        // Up to every open file of every process is looked at: not on the caller's thread, which may be an actor's.
        new(Task.Run(() => Search(port, expectedPid, cancel), cancel));

    private static IReadOnlyList<PortListener> Search(int port, int? expectedPid, CancellationToken cancel)
    {
        var sockets = new List<ListeningSocket>();
        foreach (var path in (ReadOnlySpan<string>)["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (File.Exists(path))
                sockets.AddRange(File.ReadLines(path).Skip(1).Select(ListeningSocket.Parse).OfType<ListeningSocket>().Where(socket => socket.Port == port));
        }

        var owners = new Dictionary<long, int>();
        if (sockets.Count > 0)
        {
            var wanted = sockets.Select(static socket => socket.Inode).ToHashSet();
            foreach (var pid in expectedPid is { } first ? LinuxProcessTable.Pids().Prepend(first) : LinuxProcessTable.Pids())
            {
                cancel.ThrowIfCancellationRequested();
                if (owners.Count == wanted.Count)
                    break;
                FindSockets(pid, wanted, owners);
            }
        }

        return [.. sockets.Select(socket => new PortListener(
            owners.TryGetValue(socket.Inode, out var pid) ? pid : null, socket.Uid, socket.Address.ToString(), socket.TakesLoopback))];
    }

    private static void FindSockets(int pid, HashSet<long> wanted, Dictionary<long, int> owners)
    {
        try
        {
            foreach (var link in Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd"))
            {
                if (InodeOf(new FileInfo(link).LinkTarget) is { } inode && wanted.Contains(inode))
                    owners.TryAdd(inode, pid);
            }
        }
        catch (Exception gone) when (ProcFile.IsGoneOrClosed(gone))
        {
            // Not a loss: the socket then stays without a pid in the answer, which says exactly that.
            return;
        }
    }

    private static long? InodeOf(string? target) =>
        target is not null && target.StartsWith("socket:[", StringComparison.Ordinal)
        && long.TryParse(target.AsSpan(8, target.Length - 9), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? inode
            : null;
}
