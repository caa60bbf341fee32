using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes.Linux;

namespace OpenClaw.Host.Playbook.Memory;

/// <summary>How much memory a process has, and how much it can have.</summary>
/// <param name="Resident">Bytes in memory now.</param>
/// <param name="Limit">Bytes at which somebody ends it.</param>
/// <param name="Who">Who that is, for people.</param>
public sealed record MemoryReading(long Resident, long Limit, string Who)
{
    /// <summary>The part of the limit that is used, 0 and up.</summary>
    public double Share => (double)Resident / Limit;
}

/// <summary>
/// Reads <c>/proc</c> and the control groups (Linux). Three may end a process for its memory: V8 at the heap it was given, its control group at <c>memory.max</c>, and
/// the kernel at the end of the machine; the nearest counts.
/// </summary>
/// <param name="proc">Where <c>/proc</c> is.</param>
/// <param name="cgroups">Where the control groups are.</param>
public sealed class MemoryWitness(string proc = "/proc", string cgroups = "/sys/fs/cgroup")
{
    // What Node.js holds beside its heap: code, buffers, stacks. An idle gateway was seen with about 300 MB in all, of which half is heap.
    private const long BesidesHeap = 256L << 20;

    /// <summary>Looks once.</summary>
    /// <returns>Null when the process is gone, cannot be read, or nothing bounds it.</returns>
    public MemoryReading? Read(ProcessIdentity process)
    {
        if (Kilobytes(Text($"{proc}/{process.Pid}/status"), "VmRSS:") is not { } resident) return null;
        var limits = new List<(long Bytes, string Who)>();
        if (Heap(process.Pid) is { } heap) limits.Add((heap + BesidesHeap, "V8, by the heap limit on its command line"));
        if (Group(process.Pid) is { } group) limits.Add((group, "its control group (memory.max)"));
        if (Kilobytes(Text($"{proc}/meminfo"), "MemTotal:") is { } machine) limits.Add((machine, "the kernel: all of the machine's memory"));
        return limits.Count == 0 ? null : limits.MinBy(static l => l.Bytes) is var (bytes, who) ? new MemoryReading(resident, bytes, who) : null;
    }

    private long? Heap(int pid)
    {
        const string option = "--max-old-space-size=";
        var words = (Text($"{proc}/{pid}/cmdline") ?? "").Split('\0')
            .Concat((Text($"{proc}/{pid}/environ") ?? "").Split('\0').Where(static v => v.StartsWith("NODE_OPTIONS=", StringComparison.Ordinal)).SelectMany(static v => v["NODE_OPTIONS=".Length..].Split(' ')));
        // The command line counts more than the environment.
        var given = words.FirstOrDefault(static w => w.Replace('_', '-').StartsWith(option, StringComparison.Ordinal));
        return given is not null && long.TryParse(given[option.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is > 0 and < 1 << 24 ? megabytes << 20 : null;
    }

    // The tightest limit on the way up counts.
    private long? Group(int pid)
    {
        var path = (Text($"{proc}/{pid}/cgroup") ?? "").Split('\n').FirstOrDefault(static l => l.StartsWith("0::/", StringComparison.Ordinal))?["0::".Length..].Trim();
        long? least = null;
        for (var at = path; at is { Length: > 1 }; at = Path.GetDirectoryName(at))
            if (long.TryParse(Text($"{cgroups}{at}/memory.max"), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 && !(bytes >= least)) least = bytes;
        return least;
    }

    private static long? Kilobytes(string? text, string name) =>
        text?.Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes << 10 : null;

    private static string? Text(string path) => ProcFile.Read(path);
}
