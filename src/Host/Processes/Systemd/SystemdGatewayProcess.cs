using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes.Hangs;

namespace OpenClaw.Host.Processes.Systemd;

/// <summary>
/// A gateway that is a unit of the user's systemd: seen and started through <c>systemctl --user</c>. A graceful restart is systemd's own: it sends SIGTERM and
/// waits, and under OpenClaw's unit (TimeoutStopSec=330) the gateway takes up to 315 s of that to finish the work of its agents, which is what
/// <c>openclaw gateway restart --safe</c> is for.
/// </summary>
public sealed class SystemdGatewayProcess : IGatewayProcess, IDisposable
{
    private const int BookkeepingLooks = 6;
    private const int LinesOfJournal = 20;
    private static readonly TimeSpan BookkeepingPause = TimeSpan.FromMilliseconds(150);

    // A restart that is due so soon is left to systemd: ordered in the same moment it would end the process that has just been started.
    private static readonly TimeSpan DueSoon = TimeSpan.FromSeconds(1);

    private readonly SystemdOptions _options;
    private readonly LocalProcesses _local;
    private readonly TimeProvider _time;
    private readonly Systemctl _systemctl;
    private readonly PortWitness _witness;
    private readonly ConfigSinceExit _config;
    private readonly FailureWitness _failures;
    private readonly HangReports _hangs;
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
        _failures = new FailureWitness(_systemctl, time);
        _hangs = new HangReports(options.EvidenceFolder, local, time);
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

            var failure = unit.Service is ServiceState.Failed ? await _failures.Of(unit, cancel) : null;
            var evidence = $"systemd: {_options.Unit} {unit}{LocalProcesses.Remark(process)}{failure?.Evidence}{port.Remark}{(process is null ? await Words(unit, cancel) : "")}";
            return new(ServiceOf(unit, failure?.End), process?.Identity, process?.StartedAt, port.Owner, _lastExit, _config.Changed(), evidence)
            {
                Progress = LocalProcesses.Progress(process),
                IsGivenUp = failure?.End is UnitEnd.StartRefused,
            };
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
                RestartKind.Start when unit is { MainPid: > 0, Service: ServiceState.Running } => LeftAlone(unit),
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
        if (unit.MainPid <= 0 || await _local.Table.Find(unit.MainPid, cancel) is not { } entry)
            return await Start("", cancel);
        if (entry.Uid != Posix.GetUid())
            return new(false, $"pid {entry.Identity.Pid}, which is said to be {_options.Unit}, is not this user's process: left alone");

        // Asked again after the start time was read: only then is it the unit's process that has this start time.
        if ((await _systemctl.Show(cancel)).Status?.MainPid != unit.MainPid)
            return new(false, $"{_options.Unit} has another main process than a moment ago: left alone");
        var note = await _hangs.Capture(entry, _options.Port, limit => _systemctl.Journal(entry.Identity.Pid, unit.LastStartedAt, HangReports.LogLines, limit), cancel);
        var stop = await _local.Stopper.Stop(entry.Identity, _options.ForcedWait, cancel);
        note += stop.Note;
        if (!stop.IsGone)
            return new(false, note);
        await IsWrittenDown(entry.Identity, cancel);
        return await Start(note + "; ", cancel, entry.Identity.Pid);
    }

    // systemd hears of the end when we do, and has to write it down before an order means anything.
    private async Task IsWrittenDown(ProcessIdentity ended, CancellationToken cancel)
    {
        for (var look = 0; look < BookkeepingLooks; look++)
        {
            if ((await _systemctl.Show(cancel)).Status?.MainPid != ended.Pid)
                return;
            await Task.Delay(BookkeepingPause, _time, cancel);
        }
    }

    /// <summary>
    /// Starts the unit now. <c>start</c> of a unit that waits for its restart is merely queued until RestartSec has passed (measured with systemd 252), so
    /// it is told to restart then, and only while it has no process. Whoever else has the port keeps it: OpenClaw itself ends gateways that it finds there
    /// and takes for left over, so nothing is started beside one.
    /// </summary>
    private async Task<RestartOutcome> Start(string note, CancellationToken cancel, int endedPid = 0)
    {
        if ((await _witness.Look(_options.Port, null, cancel)).Obstacle is { } obstacle)
            return new(false, $"{note}not started: {obstacle}");

        // A unit at its start limit refuses to start. After the reset it looks as if its owner had stopped it, hence the mark.
        _startIsDue = true;
        var reset = await _systemctl.Order("reset-failed", cancel);
        var (unit, _) = await _systemctl.Show(cancel);
        if (unit is { MainPid: > 0, Service: ServiceState.Running or ServiceState.Restarting } && unit.MainPid != endedPid)
            return LeftAlone(unit, note);
        var isWaiting = unit is { MainPid: 0, Service: ServiceState.RestartPending };
        if (isWaiting && unit!.RestartDue - _time.GetUtcNow() < DueSoon)
            return new(true, $"{note}systemd is about to start {_options.Unit} by itself");
        var start = Outcome(await _systemctl.Order(isWaiting ? "restart" : "start", cancel), $"{note}systemd starts {_options.Unit}");
        return start.Accepted || reset.Succeeded ? start : start with { Note = $"{start.Note}; reset-failed: {reset.Complaint}" };
    }

    private RestartOutcome LeftAlone(UnitStatus unit, string note = "") => new(true, $"{note}left alone: {_options.Unit} runs as pid {unit.MainPid}");

    private ServiceState ServiceOf(UnitStatus unit, UnitEnd? end)
    {
        var service = end is UnitEnd.Stopped ? ServiceState.StoppedOnPurpose : unit.Service;
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
            _obituary = known = new(unit.LastMainPid, exit.At, LastWords.Of(await _systemctl.Journal(unit.LastMainPid, unit.LastStartedAt, LinesOfJournal, cancel)));
        return LastWords.Quote(known.Words);
    }

    private static RestartOutcome Outcome(CommandAnswer answer, string done) =>
        answer.Succeeded ? new(true, done) : new(false, $"systemctl refused: {answer.Complaint}");

    private sealed record Obituary(int Pid, DateTimeOffset At, string Words);
}
