using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes;

/// <summary>Notices an exit by looking again and again: for systems where the kernel does not tell.</summary>
internal sealed class PollingExitWatcher(IProcessTable table, TimeProvider time, TimeSpan interval) : IExitWatcher
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    public async Task WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        while (await table.IsAlive(process, cancel))
            await Task.Delay(interval, time, cancel);
    }
}
