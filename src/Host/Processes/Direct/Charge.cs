using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>
/// The one gateway process in our charge: started by us, or adopted from an earlier daemon. Knows how the last one ended and keeps that
/// across restarts of the daemon.
/// </summary>
internal sealed class Charge(DirectOptions options, LocalProcesses local, TimeProvider time, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly DirectMemory _memory = new(options.StateFolder, log);
    private readonly ConfigSinceExit _config = new(options.ConfigFile);
    private ProcessIdentity? _process;
    private (ProcessIdentity Process, ProcessExit Exit)? _ended;
    private Task<ProcessExit>? _child;
    private DirectRecord? _unproven;
    private string? _program;
    private bool _recalled;

    /// <summary>How the last process ended, and which it was.</summary>
    public (ProcessIdentity Process, ProcessExit Exit)? Ended
    {
        get
        {
            lock (_gate)
                return _ended;
        }
    }

    /// <summary>Whether the config was written since then.</summary>
    public bool ConfigChangedSinceExit => Ended is not null && _config.Changed();

    /// <summary>What is to be said of its program as a part of the evidence; empty when all is as usual.</summary>
    public string Remark { get; private set; } = "";

    /// <summary>The process in our charge if it is alive; null otherwise, and then its end is on record.</summary>
    public async Task<ProcessEntry?> Alive(CancellationToken cancel)
    {
        Recall();
        ProcessIdentity? process;
        Task<ProcessExit>? child;
        lock (_gate)
            (process, child) = (_process, _child);
        if (process is null)
            return null;
        if (await local.Table.Find(process.Pid, cancel) is { IsZombie: false } entry && entry.Identity == process)
            return IsProven(entry) ? entry : null;

        // A child's exit is recorded with its code as soon as it is reaped, which is due any moment now.
        if (child is not null)
            await child.WaitAsync(cancel);
        else
            Note(process, new(null, null, time.GetUtcNow()));
        return null;
    }

    /// <summary>Takes a fresh child into our charge.</summary>
    public async Task<ProcessEntry> Start(int pid, CancellationToken cancel)
    {
        // Nobody but us can reap it, so its row is there even if it has ended already.
        var entry = await local.Table.Find(pid, cancel) ?? throw new IOException($"the child {pid} is not in the process table");
        lock (_gate)
        {
            Take(entry);
            _child = Attend(entry.Identity);
        }

        return entry;
    }

    /// <summary>Takes a living gateway that somebody else has started into our charge.</summary>
    public async Task<ProcessEntry?> Adopt(ProcessIdentity process, CancellationToken cancel)
    {
        if (await local.Table.Find(process.Pid, cancel) is not { IsZombie: false } entry || entry.Identity != process)
            return null;
        lock (_gate)
            Take(entry);
        log.LogInformation("Adopted the running gateway {Process}", entry.Identity);
        return entry;
    }

    /// <summary>The exit of the process, with its code if it is our child.</summary>
    public async Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        Task<ProcessExit>? child;
        lock (_gate)
            child = _process == process ? _child : null;
        if (child is not null)
            return await child.WaitAsync(cancel);
        await local.Exits.WaitForExit(process, cancel);
        return Note(process, new(null, null, time.GetUtcNow()));
    }

    private void Take(ProcessEntry entry)
    {
        (_process, _child, _unproven, _program) = (entry.Identity, null, null, GatewayProgram.Of(entry.Identity.Pid));
        _memory.Save(new(entry.Identity, DirectMemory.BootId(), entry.Command, null, null, _program));
    }

    /// <summary>A process that an earlier daemon remembers must still run the gateway's program; of one that is proven, its program is kept up to date.</summary>
    private bool IsProven(ProcessEntry entry)
    {
        var program = GatewayProgram.Of(entry.Identity.Pid);
        lock (_gate)
        {
            if (_process != entry.Identity)
                return false;
            if (_unproven is { } record && !GatewayProgram.IsStill(record, entry, options))
            {
                (_process, _unproven) = (null, null);
                Remark = $"; {entry.Identity}, which was remembered, runs another program ({CommandText.Clean(program ?? "")}) and is not adopted";
                log.LogWarning("{Process} was remembered as the gateway, and runs {Program} now: it is not adopted", entry.Identity, CommandText.Clean(program ?? ""));
                return false;
            }

            _unproven = null;
            Remark = GatewayProgram.IsGoneFromDisk(program) ? $"; its program was deleted or replaced on disk: {CommandText.Clean(program!)}" : "";
            if (!GatewayProgram.AreTheSame(_program, program))
                _memory.Save(new(entry.Identity, DirectMemory.BootId(), entry.Command, null, null, program));
            _program = program ?? _program;
            return true;
        }
    }

    private async Task<ProcessExit> Attend(ProcessIdentity child)
    {
        var exit = await ChildProcess.Reap(child, local.Exits, time, CancellationToken.None);
        return Note(child, exit);
    }

    private ProcessExit Note(ProcessIdentity process, ProcessExit exit)
    {
        lock (_gate)
        {
            if (_ended is { } known && known.Process == process)
                return known.Exit;

            // A process that was never in our charge leaves no mark.
            if (_process != process)
                return exit;
            (_process, _child, _ended) = (null, null, (process, exit));
            var stamp = _config.Noticed(exit.At);
            _memory.Save(new(process, DirectMemory.BootId(), CommandText.Of(options.EffectiveCommand), exit, stamp));
        }

        log.LogDebug("The gateway {Process}: {Exit}", process, exit);
        return exit;
    }

    private void Recall()
    {
        lock (_gate)
        {
            if (_recalled)
                return;
            _recalled = true;
            if (_process is not null || _memory.Load() is not { } record)
                return;
            if (record.Exit is { } exit)
            {
                _ended = (record.Process, exit);
                _config.Recall(exit.At, record.ConfigAtExit);
            }
            else if (record.BootId == DirectMemory.BootId())
            {
                (_process, _unproven, _program) = (record.Process, record, record.Executable);
            }
        }
    }
}
