using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Doctors;

/// <summary>
/// One look at all processes, and the signals that follow from it. Process groups do not help here: Claude Code gives every tool call a
/// session of its own.
/// </summary>
internal sealed class ProcessTree
{
    private static readonly Lazy<LocalProcesses> Local = new(static () => LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance));

    private readonly Dictionary<int, ProcessEntry> _all;
    private readonly ILookup<int, ProcessEntry> _children;

    private ProcessTree(IEnumerable<ProcessEntry> all)
    {
        _all = all.ToDictionary(static entry => entry.Identity.Pid);
        _children = _all.Values.ToLookup(static entry => entry.ParentPid);
    }

    /// <summary>Looks now.</summary>
    public static async Task<ProcessTree> Look(CancellationToken cancel) => new(await Local.Value.Table.All(cancel));

    /// <summary>The living process with this pid, or null.</summary>
    public ProcessIdentity? Find(int pid) => _all.GetValueOrDefault(pid) is { IsZombie: false } entry ? entry.Identity : null;

    /// <summary>This very process still lives. A zombie does not.</summary>
    public bool Has(ProcessIdentity process) => Find(process.Pid) == process;

    /// <summary>
    /// Everything that lives below this process, nearest first; empty when it is gone. A zombie still leads to what is below it: a killed
    /// program whose first thread is dead keeps its children until the last of its threads is.
    /// </summary>
    public IReadOnlyList<ProcessIdentity> Below(ProcessIdentity root)
    {
        if (_all.GetValueOrDefault(root.Pid)?.Identity != root) return [];
        var found = new List<ProcessEntry>();
        var ahead = new Queue<int>([root.Pid]);
        while (ahead.TryDequeue(out var parent))
        {
            foreach (var child in _children[parent].Where(child => !found.Contains(child)))
            {
                found.Add(child);
                ahead.Enqueue(child.Identity.Pid);
            }
        }

        return [.. found.Where(static entry => !entry.IsZombie).Select(static entry => entry.Identity)];
    }

    /// <summary>Signals those of the processes that are still the same ones, never this one and never init. Returns how many there were.</summary>
    public static async Task<int> Signal(IEnumerable<ProcessIdentity> processes, ProcessSignal signal, CancellationToken cancel)
    {
        var sent = 0;
        foreach (var target in processes.Distinct().Where(static process => process.Pid > 1 && process.Pid != Environment.ProcessId))
        {
            if (await Local.Value.Signals.Send(target, signal, cancel) is SignalResult.Sent) sent++;
        }

        return sent;
    }
}
