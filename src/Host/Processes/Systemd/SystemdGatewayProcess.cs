using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Systemd;

/// <summary>A gateway that is a unit of the user's systemd: seen and started through <c>systemctl --user</c>.</summary>
public sealed class SystemdGatewayProcess : IGatewayProcess, IDisposable
{
    private const int BookkeepingLooks = 6;
    private static readonly TimeSpan BookkeepingPause = TimeSpan.FromMilliseconds(150);

    private readonly SystemdOptions _options;
    private readonly LocalProcesses _local;
    private readonly TimeProvider _time;
    private readonly Systemctl _systemctl;
    private readonly PortWitness _witness;
    private readonly ConfigSinceExit _config;
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile ProcessExit? _lastExit;
    private volatile Obituary? _obituary;
    private volatile bool _startIsDue;

    /// <summary>Creates the adapter; systemd is not asked yet.</summary>
    public SystemdGatewayProcess(SystemdOptions options, LocalProcesses local, TimeProvider time)
    {
        (_options, _local, _time) = (options, local, time);
        _systemctl = new Systemctl(options, time);
        _witness = new PortWitness(local.Ports, local.Table, new GatewayLocks(options.OpenClawStateFolder));
        _config = new ConfigSinceExit(options.ConfigFile);
    }

    /// <inheritdoc/>
    public string Manager => "systemd";

    /// <inheritdoc/>
    public async Task<ProcessState> Look(CancellationToken cancel)
    {
        var (unit, why) = await _systemctl.Show(cancel);
        try
        {
            var process = unit is { MainPid: > 0 } ? await _local.Table.Find(unit.MainPid, cancel) : null;
            if (process is { IsZombie: true })
                process = null;
            var port = await _witness.Look(_options.Port, process?.Identity, cancel);
            if (unit is null)
                return ProcessState.Unreadable($"systemd: the user's manager cannot be asked: {why}") with { Port = port.Owner };
            if (unit.LastExit is { } exit)
            {
                _lastExit = exit;
                _config.Noticed(exit.At);
            }

            return new(
                ServiceOf(unit), process?.Identity, process?.StartedAt, port.Owner, _lastExit, _config.Changed(), $"systemd: {_options.Unit} {unit}{(process is null ? await Words(unit, cancel) : "")}");
        }
        catch (IOException unreadable)
        {
            return ProcessState.Unreadable($"systemd: the process table cannot be read: {CommandText.Clean(unreadable.Message)}");
        }
    }

    /// <inheritdoc/>
    public async Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        await _local.Exits.WaitForExit(process, cancel);
        var endedAt = _time.GetUtcNow();

        // We are told by the kernel, at the same moment as systemd, and systemd first has to write it down.
        for (var look = 0; look < BookkeepingLooks; look++)
        {
            var (unit, _) = await _systemctl.Show(cancel);
            if (unit is null || unit.LastMainPid != process.Pid)
                break;
            if (unit.LastExit is { } exit)
                return exit;
            await Task.Delay(BookkeepingPause, _time, cancel);
        }

        return new(null, null, endedAt);
    }

    /// <inheritdoc/>
    public async Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var (unit, why) = await _systemctl.Show(cancel);
            if (unit is null)
                return new(false, $"the user's systemd cannot be asked: {why}");
            if (!unit.IsLoaded)
                return new(false, $"systemd does not know {_options.Unit} (LoadState={unit["LoadState"]})");
            return kind switch
            {
                RestartKind.Start when unit is { MainPid: > 0, Service: ServiceState.Running } => new(true, $"left alone: {_options.Unit} runs as pid {unit.MainPid}"),
                RestartKind.Start => await Start("", cancel),
                RestartKind.Graceful => Outcome(await _systemctl.Order("restart", cancel), $"systemd restarts {_options.Unit}"),
                _ => await Force(unit, cancel),
            };
        }
        catch (IOException unreadable)
        {
            return new(false, $"the process table cannot be read: {CommandText.Clean(unreadable.Message)}");
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<RestartOutcome> Force(UnitStatus unit, CancellationToken cancel)
    {
        var note = "";
        if (unit.MainPid > 0 && await _local.Table.Find(unit.MainPid, cancel) is { } entry)
        {
            if (entry.Uid != Posix.GetUid())
                return new(false, $"pid {entry.Identity.Pid}, which is said to be {_options.Unit}, is not this user's process: left alone");

            // Asked again after the start time was read: only then is it the unit's process that has this start time.
            if ((await _systemctl.Show(cancel)).Status?.MainPid != unit.MainPid)
                return new(false, $"{_options.Unit} has another main process than a moment ago: left alone");
            var stop = await _local.Stopper.Stop(entry.Identity, _options.ForcedWait, cancel);
            if (!stop.IsGone)
                return new(false, stop.Note);
            note = stop.Note + "; ";
        }

        return await Start(note, cancel);
    }

    private async Task<RestartOutcome> Start(string note, CancellationToken cancel)
    {
        // A unit at its start limit refuses to start. After the reset it looks as if its owner had stopped it, hence the mark.
        _startIsDue = true;
        var reset = await _systemctl.Order("reset-failed", cancel);
        var start = Outcome(await _systemctl.Order("start", cancel), $"{note}systemd starts {_options.Unit}");
        return start.Accepted || reset.Succeeded ? start : start with { Note = $"{start.Note}; reset-failed: {reset.Complaint}" };
    }

    private ServiceState ServiceOf(UnitStatus unit)
    {
        var service = unit.Service;
        if (service is not (ServiceState.StoppedOnPurpose or ServiceState.Failed))
            _startIsDue = false;
        return service is ServiceState.StoppedOnPurpose && _startIsDue ? ServiceState.Failed : service;
    }

    /// <summary>The last words of the process that has ended: the journal is asked once for each.</summary>
    private async Task<string> Words(UnitStatus unit, CancellationToken cancel)
    {
        if (unit.LastMainPid <= 0 || unit.LastExit is not { } exit)
            return "";
        if (_obituary is not { } known || known.Pid != unit.LastMainPid || known.At != exit.At)
            _obituary = known = new(unit.LastMainPid, exit.At, LastWords.Of(await _systemctl.Journal(unit.LastMainPid, cancel)));
        return LastWords.Quote(known.Words);
    }

    private static RestartOutcome Outcome(CommandAnswer answer, string done) =>
        answer.Succeeded ? new(true, done) : new(false, $"systemctl refused: {answer.Complaint}");

    private sealed record Obituary(int Pid, DateTimeOffset At, string Words);
}
