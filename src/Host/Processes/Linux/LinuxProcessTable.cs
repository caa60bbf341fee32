using System.Globalization;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>The process table from <c>/proc</c> (proc_pid_stat(5), proc_pid_cmdline(5), proc_pid_status(5)).</summary>
public sealed class LinuxProcessTable : IProcessTable
{
    private const int ClockTicksPerSecondName = 2;
    private static readonly long TicksPerSecond = Posix.SysConf(ClockTicksPerSecondName) is > 0 and var ticks ? ticks : 100;

    /// <inheritdoc/>
    public ValueTask<ProcessEntry?> Find(int pid, CancellationToken cancel) => ValueTask.FromResult(pid > 0 ? Read(pid, ReadBootTime(), cancel) : null);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ProcessEntry>> All(CancellationToken cancel) => new(Task.Run<IReadOnlyList<ProcessEntry>>(
        () =>
        {
            var bootedAt = ReadBootTime();
            return [.. Pids().Select(pid => Read(pid, bootedAt, cancel)).OfType<ProcessEntry>()];
        },
        cancel));

    internal static IEnumerable<int> Pids() =>
        Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(static pid => pid > 0);

    private static ProcessEntry? Read(int pid, DateTimeOffset bootedAt, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (ProcFile.Read($"/proc/{pid}/stat") is not { } text || ProcStat.Parse(text) is not { } stat)
            return null;
        return new(
            new ProcessIdentity(pid, stat.StartTime),
            stat.ParentPid,
            stat.Group,
            Uid(ProcFile.Read($"/proc/{pid}/status")),
            stat.State is 'Z' or 'X',
            bootedAt.AddSeconds((double)stat.StartTime / TicksPerSecond),
            Arguments(ProcFile.Read($"/proc/{pid}/cmdline")))
        {
            IsStopped = stat.State is 'T',
        };
    }

    // A program that has set its title leaves its own words followed by NULs, hence the empty arguments are no arguments.
    private static string[] Arguments(string? commandLine) => commandLine?.Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static uint? Uid(string? status)
    {
        var line = status?.Split('\n').FirstOrDefault(static line => line.StartsWith("Uid:", StringComparison.Ordinal));
        return uint.TryParse(line?.Split('\t').ElementAtOrDefault(1), CultureInfo.InvariantCulture, out var uid) ? uid : null;
    }

    // Read anew each time: it moves when the clock is set, and a start time told in the old clock's terms would make every boot too old or too young.
    private static DateTimeOffset ReadBootTime()
    {
        var line = File.ReadLines("/proc/stat").First(static line => line.StartsWith("btime ", StringComparison.Ordinal));
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(line.AsSpan(6), CultureInfo.InvariantCulture));
    }
}
