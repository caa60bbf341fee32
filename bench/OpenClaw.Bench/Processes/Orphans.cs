using System.Diagnostics;
using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Bench.Processes;

/// <summary>Processes that do nothing and are not our children: their parent, a shell, has ended. All are ended with this.</summary>
internal sealed class Orphans : IAsyncDisposable
{
    private const string Breed = "i=0; while [ $i -lt $1 ]; do sleep 3600 </dev/null >/dev/null 2>&1 & echo $!; i=$((i+1)); done";

    private readonly LocalProcesses _local;
    private readonly Queue<ProcessIdentity> _alive;

    private Orphans(LocalProcesses local, IEnumerable<ProcessIdentity> born) => (_local, _alive) = (local, new Queue<ProcessIdentity>(born));

    /// <summary>Those that were not taken.</summary>
    public IReadOnlyCollection<ProcessIdentity> Left => _alive;

    /// <summary>Starts as many.</summary>
    public static async Task<Orphans> Start(int count, LocalProcesses local, CancellationToken cancel)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Breed, "breed", count.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("/bin/sh was not started.");
        var pids = (await shell.StandardOutput.ReadToEndAsync(cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await shell.WaitForExitAsync(cancel);
        var born = new List<ProcessIdentity>();
        foreach (var pid in pids)
        {
            var entry = await local.Table.Find(int.Parse(pid, CultureInfo.InvariantCulture), cancel)
                ?? throw new InvalidOperationException($"The process {pid} is gone before it was needed.");
            born.Add(entry.ParentPid != Environment.ProcessId ? entry.Identity : throw new InvalidOperationException($"{entry.Identity} is a child of ours."));
        }

        return new Orphans(local, born);
    }

    /// <summary>One of them, to be ended by the caller.</summary>
    public ProcessIdentity Take() => _alive.Dequeue();

    public async ValueTask DisposeAsync()
    {
        while (_alive.TryDequeue(out var process))
            await _local.Signals.Send(process, ProcessSignal.Kill, CancellationToken.None);
    }
}
