using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes;

/// <summary>The kernel's table of processes.</summary>
public interface IProcessTable
{
    /// <summary>The process that has this pid now, a zombie included; null when there is none.</summary>
    /// <exception cref="IOException">The table could not be read: nobody knows.</exception>
    ValueTask<ProcessEntry?> Find(int pid, CancellationToken cancel);

    /// <summary>Every process that can be read.</summary>
    /// <exception cref="IOException">The table could not be read: nobody knows.</exception>
    ValueTask<IReadOnlyList<ProcessEntry>> All(CancellationToken cancel);
}

/// <summary>One row of the process table.</summary>
/// <param name="Identity">Pid and start time.</param>
/// <param name="ParentPid">The parent's pid; an orphan has its reaper's.</param>
/// <param name="Group">The process group's id.</param>
/// <param name="Uid">The real user id, null where it could not be read.</param>
/// <param name="IsZombie">It has ended and only waits for its parent to notice.</param>
/// <param name="StartedAt">When it was started, to the second.</param>
/// <param name="Arguments">Its command line as it is, secrets included: for comparison only, never for people.</param>
public sealed record ProcessEntry(
    ProcessIdentity Identity,
    int ParentPid,
    int Group,
    uint? Uid,
    bool IsZombie,
    DateTimeOffset StartedAt,
    IReadOnlyList<string> Arguments)
{
    /// <summary>A signal has stopped it (SIGSTOP, or Ctrl-Z in a terminal): it does nothing until SIGCONT. Not one that a debugger holds.</summary>
    public bool IsStopped { get; init; }

    /// <summary>The command line for people: secrets masked, control characters removed, at most 200 characters.</summary>
    public string Command => CommandText.Of(Arguments);

    /// <inheritdoc/>
    public override string ToString() => $"{Identity} {Command}";
}

/// <summary>Questions that every process table can answer.</summary>
public static class ProcessTableQuestions
{
    private const int DeepestAncestry = 64;

    /// <summary>Whether exactly this process is alive. A zombie is not, and neither is a later process with the same pid.</summary>
    public static async ValueTask<bool> IsAlive(this IProcessTable table, ProcessIdentity process, CancellationToken cancel) =>
        await table.Find(process.Pid, cancel) is { IsZombie: false } entry && entry.Identity == process;

    /// <summary>Whether the process is the ancestor itself or stems from it.</summary>
    public static async ValueTask<bool> StemsFrom(this IProcessTable table, int pid, int ancestor, CancellationToken cancel)
    {
        for (var depth = 0; depth < DeepestAncestry && pid > 1; depth++)
        {
            if (pid == ancestor)
                return true;
            if (await table.Find(pid, cancel) is not { } entry)
                return false;
            pid = entry.ParentPid;
        }

        return false;
    }

    /// <summary>Everything that stems from a process, without itself. Children that were handed over to a reaper are no longer among them.</summary>
    public static async ValueTask<IReadOnlyList<ProcessEntry>> Descendants(this IProcessTable table, int pid, CancellationToken cancel)
    {
        var byParent = (await table.All(cancel)).ToLookup(static entry => entry.ParentPid);
        var found = new List<ProcessEntry>();
        var ahead = new Queue<int>([pid]);
        while (ahead.TryDequeue(out var parent) && found.Count < 10_000)
        {
            foreach (var child in byParent[parent])
            {
                found.Add(child);
                ahead.Enqueue(child.Identity.Pid);
            }
        }

        return found;
    }

    /// <summary>The living members of a process group, its leader excepted: what a dead leader has left behind.</summary>
    public static async ValueTask<IReadOnlyList<ProcessEntry>> LeftBehind(this IProcessTable table, int leader, CancellationToken cancel) =>
        [.. (await table.All(cancel)).Where(entry => entry.Group == leader && entry.Identity.Pid != leader && !entry.IsZombie)];
}
