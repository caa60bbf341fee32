using System.Globalization;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>
/// The program a process runs: the last proof, besides pid, start time and boot, that what an earlier daemon remembers is what runs now. Pid and start time
/// outlive an exec, and the start time counts in hundredths of a second.
/// </summary>
internal static class GatewayProgram
{
    private const string Deleted = " (deleted)";

    /// <summary>The file the process runs, as the kernel names it; null where that cannot be read (not on Linux, another user's process).</summary>
    public static string? Of(int pid) => Link(pid, "exe");

    /// <summary>Whether the file was deleted or replaced on disk since the process was started.</summary>
    public static bool IsGoneFromDisk(string? program) => program?.EndsWith(Deleted, StringComparison.Ordinal) == true;

    /// <summary>Whether both name the same file; a file that is gone from disk keeps its name. Unknown is not another one.</summary>
    public static bool AreTheSame(string? one, string? other) => one is null || other is null || Name(one) == Name(other);

    /// <summary>
    /// Whether the living process is still the one on record: it runs the program it ran, or it is recognised as a gateway by its command line (a starter
    /// that became the gateway by exec), or it writes into the gateway's log, which only our own start has given to it.
    /// </summary>
    public static bool IsStill(DirectRecord record, ProcessEntry process, DirectOptions options) =>
        AreTheSame(record.Executable, Of(process.Identity.Pid))
        || PortWitness.LooksLikeGateway(process.Arguments)
        || process.Arguments.SequenceEqual(options.EffectiveCommand)
        || Link(process.Identity.Pid, "fd/1") == options.LogFile;

    private static string Name(string program) => IsGoneFromDisk(program) ? program[..^Deleted.Length] : program;

    private static string? Link(int pid, string name)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{name}")).LinkTarget;
        }
        catch (Exception gone) when (Linux.ProcFile.IsGoneOrClosed(gone))
        {
            return null;
        }
    }
}
