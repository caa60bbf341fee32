using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OpenClaw.Sandbox;

/// <summary>One process as the kernel knows it: the pid alone may be reused, the pair with the start time may not.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTicks">/proc/PID/stat field 22.</param>
public sealed record ProcessRef(int Pid, long StartTicks)
{
    /// <summary>The process that has this pid now; null when there is none, or only its zombie.</summary>
    public static ProcessRef? Of(int pid) => Stat(pid)?.Process;

    /// <summary>Every process of this machine; those that are only zombies are left out.</summary>
    public static IReadOnlyList<ProcessRef> All() => [.. Pids().Select(Of).OfType<ProcessRef>()];

    /// <summary>The children of a process.</summary>
    public static IReadOnlyList<ProcessRef> ChildrenOf(int pid) => [.. Pids().Select(Stat).Where(stat => stat?.Parent == pid).Select(stat => stat!.Value.Process)];

    /// <summary>This very process still runs.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>Its command line, arguments parted by blanks.</summary>
    public string CommandLine => (Read($"/proc/{Pid}/cmdline") ?? "").Replace('\0', ' ').Trim();

    /// <summary>The environment it was started with, as the kernel keeps it; empty when it may not be read.</summary>
    public string Environment => Read($"/proc/{Pid}/environ") ?? "";

    /// <summary>The namespace it lives in, e.g. "pid:[4026531836]"; null when it may not be read.</summary>
    public string? Namespace(string kind)
    {
        try
        {
            return new FileInfo($"/proc/{Pid}/ns/{kind}").LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Its pid as its own namespace counts: what programs in a sandbox call it. 0 when it has ended.</summary>
    public int PidInside =>
        (Read($"/proc/{Pid}/status") ?? "").Split('\n').FirstOrDefault(line => line.StartsWith("NSpid:", StringComparison.Ordinal)) is { } line
            ? int.Parse(line.Split('\t')[^1], CultureInfo.InvariantCulture)
            : 0;

    /// <summary>Sends a signal to this very process; a process that has ended is no error.</summary>
    public void Signal(int signal)
    {
        if (IsAlive)
            _ = Kill(Pid, signal);
    }

    /// <inheritdoc/>
    public override string ToString() => $"pid {Pid} ({CommandLine})";

    private static IEnumerable<int> Pids() =>
        Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0).Where(pid => pid > 0);

    private static (ProcessRef Process, int Parent)? Stat(int pid)
    {
        if (Read($"/proc/{pid}/stat") is not { } stat)
            return null;

        // The name in brackets may hold spaces and brackets itself, so the fields are counted from the last bracket.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : (new ProcessRef(pid, long.Parse(fields[19], CultureInfo.InvariantCulture)), int.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    private static string? Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}

/// <summary>The signals the stories use, as Linux numbers them.</summary>
public static class Signals
{
    /// <summary>Ctrl-C.</summary>
    public const int Interrupt = 2;

    public const int Kill = 9;

    /// <summary>What restarts a gateway in its own process: OpenClaw's own word for it. (SIGUSR1 would open Node's inspector.)</summary>
    public const int RestartYourself = 12;

    public const int Terminate = 15;
    public const int Stop = 19;
}
