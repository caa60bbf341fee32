using System.Globalization;
using System.Text;
using OpenClaw.Host.Processes.Hangs;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>
/// What <c>/proc</c> tells of a process that hangs (proc(5)): its state, where in the kernel each thread waits, which of them use the processor, its open
/// files, and how many connections wait at its port. <c>stack</c> is for root only.
/// </summary>
internal sealed class LinuxHangWitness(IProcessTable table, TimeProvider time) : IHangWitness
{
    private const int MostThreads = 200;
    private const int MostSockets = 60;
    private const int MostChildren = 30;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    public async Task Describe(ProcessEntry process, int port, HangReport report, CancellationToken cancel)
    {
        var folder = $"/proc/{process.Identity.Pid.ToString(CultureInfo.InvariantCulture)}";
        report.Add("status", Text($"{folder}/status"));
        report.Add("waits in the kernel at", Text($"{folder}/wchan"));
        report.Add("kernel stack", Text($"{folder}/stack"));
        report.Add("bytes read and written", Text($"{folder}/io"));
        var before = Threads(folder);
        report.Add("open files", Files(folder));
        report.Add($"sockets of port {port.ToString(CultureInfo.InvariantCulture)} (/proc/net/tcp; rx_queue of a listener: connections that wait)", Sockets(port));
        // Of threads that a signal has stopped none can use the processor: a second look would only keep the gateway down for longer.
        var between = before.Count > 0 && before.All(static look => look.State == "T") ? TimeSpan.Zero : BetweenLooks;
        await Task.Delay(between, time, cancel);
        report.Add($"threads (cpu: clock ticks used within {between.TotalMilliseconds:0} ms)", Compare(before, Threads(folder)));
        report.Add("descendants", string.Join('\n', (await table.Descendants(process.Identity.Pid, cancel)).Take(MostChildren)));
        if (!await table.IsAlive(process.Identity, cancel))
            report.Add("it ended", "the process ended while it was looked at: the lines above may be another's");
    }

    private static string Text(string path) => ProcFile.Read(path) ?? "(not readable)";

    private static List<ThreadLook> Threads(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"{folder}/task").Take(MostThreads).Select(ThreadLook.Of)];
        }
        catch (Exception gone) when (ProcFile.IsGoneOrClosed(gone))
        {
            return [];
        }
    }

    private static string Compare(List<ThreadLook> before, List<ThreadLook> after)
    {
        var text = new StringBuilder();
        foreach (var now in after)
        {
            var then = before.FirstOrDefault(look => look.Id == now.Id)?.Ticks;
            text.Append(CultureInfo.InvariantCulture, $"{now.Id} {now.Name} state={now.State} cpu={now.Ticks - then} wchan={now.Waits}\n");
        }

        return text.ToString();
    }

    private static string Files(string folder)
    {
        try
        {
            var kinds = Directory.EnumerateFileSystemEntries($"{folder}/fd").CountBy(static link => Kind(new FileInfo(link).LinkTarget)).ToList();
            return $"{kinds.Sum(static kind => kind.Value)} open: {string.Join(", ", kinds.OrderByDescending(static kind => kind.Value).Select(static kind => $"{kind.Value} {kind.Key}"))}";
        }
        catch (Exception closed) when (ProcFile.IsGoneOrClosed(closed))
        {
            return "(not readable)";
        }
    }

    private static string Kind(string? target) => target switch
    {
        null => "unknown",
        _ when target.StartsWith("socket:", StringComparison.Ordinal) => "sockets",
        _ when target.StartsWith("pipe:", StringComparison.Ordinal) => "pipes",
        _ when target.StartsWith("anon_inode:", StringComparison.Ordinal) => target,
        _ => "files",
    };

    private static string Sockets(int port)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        var lines = new List<string>();
        foreach (var path in (ReadOnlySpan<string>)["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (File.Exists(path))
                lines.AddRange(File.ReadLines(path).Where((line, number) => number == 0 || line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, ..] && local.EndsWith(wanted, StringComparison.Ordinal)).Take(MostSockets));
        }

        return string.Join('\n', lines);
    }

    /// <summary>One look at a thread; what could not be read is a question mark.</summary>
    private sealed record ThreadLook(string Id, string Name, string State, string Waits, long? Ticks)
    {
        public static ThreadLook Of(string folder)
        {
            var stat = ProcFile.Read($"{folder}/stat") ?? "";
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new(
                Path.GetFileName(folder),
                ProcFile.Read($"{folder}/comm")?.Trim() ?? "?",
                fields.ElementAtOrDefault(0) ?? "?",
                ProcFile.Read($"{folder}/wchan") ?? "?",
                Number(fields, 11) + Number(fields, 12));
        }

        // Fields 14 and 15 of the line, counted from 1: user and system time.
        private static long? Number(string[] fields, int index) =>
            long.TryParse(fields.ElementAtOrDefault(index), CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
