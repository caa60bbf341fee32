using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>Puts back what a drill has done. May be done twice, and by anybody: whoever began it, its guardian, the next drill, the next daemon.</summary>
/// <param name="folder">The drill's folder.</param>
/// <param name="local">This machine's processes.</param>
internal sealed class DrillUndo(DrillFolder folder, LocalProcesses local)
{
    /// <summary>Puts it back, and takes the record away when that has succeeded.</summary>
    /// <returns>What was done, one line; null when nothing was left to undo.</returns>
    /// <exception cref="IOException">It could not be put back; the record stays.</exception>
    public async Task<string?> Run(CancellationToken cancel)
    {
        if (await folder.Read(cancel) is not { } record) return null;
        var done = await PutBack(record, cancel);
        await folder.Close(record, cancel);
        return done;
    }

    /// <summary>Puts it back, and keeps the record.</summary>
    public async Task<string> PutBack(DrillRecord record, CancellationToken cancel) => record.Kind switch
    {
        DrillKind.Hang => await local.Signals.Send(record.Target, ProcessSignal.Continue, cancel) switch
        {
            SignalResult.Sent => $"pid {record.Target.Pid} goes on (SIGCONT)",
            SignalResult.Gone => $"pid {record.Target.Pid} is no more: nothing to undo",
            var failed => throw new IOException($"pid {record.Target.Pid} could not be told to go on ({failed}): kill -CONT {record.Target.Pid}"),
        },
        DrillKind.Config => await DrillConfig.PutBack(record, folder, cancel),
        _ => "nothing to undo",
    };

    /// <summary>Whether whoever began it is gone, or has not ended it in its time.</summary>
    public async Task<bool> IsAbandoned(DrillRecord record, DateTimeOffset now, CancellationToken cancel) => now > record.Deadline || !await local.Table.IsAlive(record.Owner, cancel);
}
