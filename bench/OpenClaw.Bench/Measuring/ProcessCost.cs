using System.Globalization;

namespace OpenClaw.Bench.Measuring;

/// <summary>What a process has used so far, thread by thread (/proc/PID/task). A thread that ends takes its numbers along.</summary>
internal sealed class ProcessCost
{
    private readonly Dictionary<string, (long Nanoseconds, long Wakeups)> _threads = [];

    private ProcessCost()
    {
    }

    /// <summary>Its resident memory, MB.</summary>
    public double ResidentMegabytes { get; private init; }

    /// <summary>Reads it now.</summary>
    public static ProcessCost Of(int pid)
    {
        var cost = new ProcessCost { ResidentMegabytes = Field($"/proc/{pid}/status", "VmRSS:") / 1024.0 };
        foreach (var task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
        {
            try
            {
                var nanoseconds = long.Parse(File.ReadAllText($"{task}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
                cost._threads[task] = (nanoseconds, Field($"{task}/status", "voluntary_ctxt_switches:"));
            }
            catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
            {
                // The thread ended between the listing and the reading; so do its numbers.
            }
        }

        return cost;
    }

    /// <summary>A process's proportional memory (PSS), MB: pages that it shares with others count in parts. 0 when it may not be read.</summary>
    public static double ProportionalMegabytes(int pid)
    {
        try
        {
            return Field($"/proc/{pid}/smaps_rollup", "Pss:") / 1024.0;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>CPU time used since an earlier look, milliseconds.</summary>
    public double CpuMillisecondsSince(ProcessCost earlier) => Sum(earlier, static used => used.Nanoseconds) / 1e6;

    /// <summary>How often a thread was woken since an earlier look (voluntary context switches).</summary>
    public double WakeupsSince(ProcessCost earlier) => Sum(earlier, static used => used.Wakeups);

    private double Sum(ProcessCost earlier, Func<(long Nanoseconds, long Wakeups), long> part) =>
        _threads.Sum(thread => part(thread.Value) - (earlier._threads.TryGetValue(thread.Key, out var before) ? part(before) : 0));

    private static long Field(string path, string name)
    {
        var line = File.ReadLines(path).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Split(' ', '\t').First(part => part.Length > 0), CultureInfo.InvariantCulture);
    }
}
