using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OpenClaw.EndToEnd.Tests.Scratch;

/// <summary>One process as the kernel knows it: the pid alone may be reused, the pair with the start time may not.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTicks">/proc/PID/stat field 22.</param>
internal sealed record ProcessRef(int Pid, long StartTicks)
{
    /// <summary>The process that has this pid now; null when there is none, or only its zombie.</summary>
    public static ProcessRef? Of(int pid)
    {
        if (Read($"/proc/{pid}/stat") is not { } stat)
            return null;

        // The name in brackets may hold spaces and brackets itself, so the fields are counted from the last bracket.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : new ProcessRef(pid, long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>This very process still runs.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>Its command line, arguments parted by blanks.</summary>
    public string CommandLine => (Read($"/proc/{Pid}/cmdline") ?? "").Replace('\0', ' ').Trim();

    /// <summary>The environment it was started with, as the kernel keeps it; empty when it may not be read.</summary>
    public string Environment => Read($"/proc/{Pid}/environ") ?? "";

    /// <summary>Sends a signal to this very process; a process that has ended is no error.</summary>
    public void Signal(int signal)
    {
        if (IsAlive)
            _ = Kill(Pid, signal);
    }

    /// <inheritdoc/>
    public override string ToString() => $"pid {Pid} ({CommandLine})";

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
internal static class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Stop = 19;
}
