using OpenClaw.Host.Processes.Hangs;
using OpenClaw.Host.Processes.Linux;
using OpenClaw.Host.Processes.MacOS;

namespace OpenClaw.Host.Processes;

/// <summary>What this machine's kernel offers for seeing and stopping processes: one for the whole daemon, shared by all gateways.</summary>
/// <param name="Table">The processes.</param>
/// <param name="Ports">The listeners.</param>
/// <param name="Exits">Who tells of exits.</param>
/// <param name="Signals">Who sends signals.</param>
/// <param name="Stopper">Who stops a process by degrees.</param>
/// <param name="Hangs">Who sees what a process is at that hangs.</param>
public sealed record LocalProcesses(
    IProcessTable Table, IPortTable Ports, IExitWatcher Exits, IProcessSignals Signals, ProcessStopper Stopper, IHangWitness Hangs) : IDisposable
{
    /// <summary>The adapters for the system this runs on.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Linux nor macOS.</exception>
    public static LocalProcesses ForThisSystem(TimeProvider time, ILoggerFactory loggers)
    {
        if (OperatingSystem.IsLinux())
        {
            var table = new LinuxProcessTable();
            var polling = new PollingExitWatcher(table, time, PollingExitWatcher.DefaultInterval);
            return Of(
                table,
                new LinuxPortTable(),
                new PidFdExitWatcher(table, polling, loggers.CreateLogger<PidFdExitWatcher>()),
                new PidFdSignals(table, new KillSignals(table)),
                new LinuxHangWitness(table, time),
                time);
        }

        if (OperatingSystem.IsMacOS())
        {
            var table = new PsProcessTable(new HostCommand("/bin/ps", time));
            var polling = new PollingExitWatcher(table, time, PollingExitWatcher.DefaultInterval);
            return Of(
                table,
                new LsofPortTable(new HostCommand("/usr/sbin/lsof", time)),
                new KqueueExitWatcher(table, polling, loggers.CreateLogger<KqueueExitWatcher>()),
                new KillSignals(table),
                new SampleHangWitness(new HostCommand("/usr/bin/sample", time), new HostCommand("/usr/sbin/lsof", time)),
                time);
        }

        throw new PlatformNotSupportedException("Processes can be watched on Linux and macOS only.");
    }

    /// <summary>A number that grows while the process works; null where the system does not tell.</summary>
    public static long? Progress(ProcessEntry? process) => process is not null && OperatingSystem.IsLinux() ? ProcIo.Bytes(process.Identity.Pid) : null;

    /// <summary>As a part of the evidence: empty unless a signal has stopped the process, which is somebody's doing and no fault of it.</summary>
    public static string Remark(ProcessEntry? process) => process is { IsStopped: true } ? "; a signal has stopped it (SIGSTOP, or Ctrl-Z in a terminal)" : "";

    /// <inheritdoc/>
    public void Dispose() => (Exits as IDisposable)?.Dispose();

    private static LocalProcesses Of(
        IProcessTable table, IPortTable ports, IExitWatcher exits, IProcessSignals signals, IHangWitness hangs, TimeProvider time) =>
        new(table, ports, exits, signals, new ProcessStopper(signals, exits, time), hangs);
}
