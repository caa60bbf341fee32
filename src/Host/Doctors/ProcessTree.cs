using System.Globalization;
using System.Runtime.InteropServices;
using CliWrap.Buffered;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Doctors;

/// <summary>
/// One look at all processes, and the signals that follow from it. A signal goes only to a process that still has the start time it had when
/// it was seen. Process groups do not help here: Claude Code gives every tool call a session of its own.
/// </summary>
internal sealed partial class ProcessTree
{
    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    private readonly Dictionary<int, (int Parent, long Start)> _living;

    private ProcessTree(Dictionary<int, (int Parent, long Start)> living) => _living = living;

    /// <summary>Looks now. From /proc on Linux, from ps(1) elsewhere.</summary>
    public static Task<ProcessTree> Look(CancellationToken cancel) =>
        OperatingSystem.IsLinux() ? Task.FromResult(new ProcessTree(FromProc())) : LookWithPs(cancel);

    internal static async Task<ProcessTree> LookWithPs(CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(TimeSpan.FromSeconds(10));
        var ps = await CliWrap.Cli.Wrap("/bin/ps").WithArguments(["-A", "-o", "pid=,ppid=,stat=,lstart="])
            .WithEnvironmentVariables(static env => env.Set("LC_ALL", "C")).ExecuteBufferedAsync(timeout.Token);
        return new ProcessTree(FromPs(ps.StandardOutput));
    }

    /// <summary>The living process with this pid, or null.</summary>
    public ProcessIdentity? Find(int pid) => _living.TryGetValue(pid, out var process) ? new ProcessIdentity(pid, process.Start) : null;

    /// <summary>This very process still lives. A zombie does not.</summary>
    public bool Has(ProcessIdentity process) => _living.TryGetValue(process.Pid, out var found) && found.Start == process.StartTime;

    /// <summary>Everything below this process, nearest first; empty when it is gone.</summary>
    public IReadOnlyList<ProcessIdentity> Below(ProcessIdentity root)
    {
        if (!Has(root)) return [];
        var children = _living.ToLookup(static entry => entry.Value.Parent, static entry => entry.Key);
        var found = new List<ProcessIdentity>();
        var queue = new Queue<int>([root.Pid]);
        while (queue.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(child => found.All(known => known.Pid != child)))
            {
                found.Add(new ProcessIdentity(child, _living[child].Start));
                queue.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>Signals those of the processes that are still the same ones. Returns how many there were.</summary>
    public static async Task<int> Signal(IEnumerable<ProcessIdentity> processes, int signal, CancellationToken cancel)
    {
        var now = await Look(cancel);
        var targets = processes.Distinct().Where(process => process.Pid > 1 && process.Pid != Environment.ProcessId && now.Has(process)).ToList();
        foreach (var target in targets)
            _ = SendSignal(target.Pid, signal); // ESRCH: it ended just now, which is what was wanted.
        return targets.Count;
    }

    private static Dictionary<int, (int Parent, long Start)> FromProc()
    {
        var living = new Dictionary<int, (int, long)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            string stat;
            try
            {
                stat = File.ReadAllText($"{folder}/stat");
            }
            catch (IOException)
            {
                continue; // It ended between the listing and the reading.
            }

            // The command's name may hold blanks and brackets, so counting starts after the last bracket: state, parent, ... start time.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] is not ("Z" or "X"))
                living[pid] = (int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
        }

        return living;
    }

    private static Dictionary<int, (int Parent, long Start)> FromPs(string output)
    {
        var living = new Dictionary<int, (int, long)>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (fields.Length < 4 || fields[2].StartsWith('Z')) continue;
            if (DateTime.TryParseExact(fields[3], "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var start))
                living[int.Parse(fields[0], CultureInfo.InvariantCulture)] = (int.Parse(fields[1], CultureInfo.InvariantCulture), start.Ticks / TimeSpan.TicksPerMicrosecond);
        }

        return living;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
