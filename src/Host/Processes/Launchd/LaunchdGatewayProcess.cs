using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes.Hangs;

namespace OpenClaw.Host.Processes.Launchd;

/// <summary>
/// A gateway that is a LaunchAgent of the logged-in user: seen and started through <c>launchctl</c>. launchd gives a job 20 s to end, too few for a gateway whose
/// agents are at work; so a graceful restart first asks the gateway itself (<c>openclaw gateway restart --safe</c>), and only if that fails launchd.
/// </summary>
public sealed class LaunchdGatewayProcess : IGatewayProcess, IDisposable
{
    private const int BookkeepingLooks = 6;
    private static readonly TimeSpan BookkeepingPause = TimeSpan.FromMilliseconds(150);

    private readonly LaunchdOptions _options;
    private readonly LocalProcesses _local;
    private readonly TimeProvider _time;
    private readonly Launchctl _launchctl;
    private readonly PortWitness _witness;
    private readonly ConfigSinceExit _config;
    private readonly SafeRestart _safe;
    private readonly HangReports _hangs;
    private readonly Func<CancellationToken, ValueTask<bool>>? _updateFailed;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _gate = new();
    private (JobStatus Job, ProcessExit Exit)? _last;
    private (int? Runs, DateTimeOffset Since)? _idle;

    /// <summary>Creates the adapter; launchd is not asked yet.</summary>
    /// <param name="options">The job.</param>
    /// <param name="local">The kernel's processes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="updateFailed">Whether an update of OpenClaw is proven to have failed; asked only for a job that is installed and not loaded. Null: nobody can tell.</param>
    public LaunchdGatewayProcess(LaunchdOptions options, LocalProcesses local, TimeProvider time, Func<CancellationToken, ValueTask<bool>>? updateFailed = null)
    {
        (_options, _local, _time, _updateFailed) = (options, local, time, updateFailed);
        _safe = new SafeRestart(options, time);
        _hangs = new HangReports(options.EvidenceFolder, local, time);
        _launchctl = new Launchctl(options, time);
        _witness = new PortWitness(local.Ports, local.Table, new GatewayLocks(options.OpenClawStateFolder));
        _config = new ConfigSinceExit(options.ConfigFile);
    }

    /// <inheritdoc/>
    public string Manager => "launchd";

    /// <inheritdoc/>
    public async Task<ProcessState> Look(CancellationToken cancel)
    {
        var answer = await _launchctl.Print(cancel);
        try
        {
            var process = answer.Job?.Pid is { } pid ? await _local.Table.Find(pid, cancel) : null;
            if (process is { IsZombie: true })
                process = null;
            var port = await _witness.Look(_options.Port, process?.Identity, cancel);
            var exit = LastExit(answer.Job, process?.StartedAt ?? _time.GetUtcNow());
            var isParked = IsParked(answer.Job);
            var evidence = $"launchd: {_options.Label}: {answer.Evidence}{LocalProcesses.Remark(process)}{(isParked ? "; launchd has parked it" : "")}{port.Remark}";
            return new(
                await ServiceOf(answer, cancel), process?.Identity, process?.StartedAt, port.Owner, exit, _config.Changed(), evidence)
            {
                Progress = LocalProcesses.Progress(process),
                IsGivenUp = isParked,
            };
        }
        catch (IOException unreadable)
        {
            return ProcessState.Unreadable($"launchd: the process table cannot be read: {CommandText.Clean(unreadable.Message)}");
        }
    }

    /// <inheritdoc/>
    public async Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        await _local.Exits.WaitForExit(process, cancel);
        var endedAt = _time.GetUtcNow();

        // We are told by the kernel, at the same moment as launchd, and launchd first has to write it down.
        for (var look = 0; look < BookkeepingLooks; look++)
        {
            if ((await _launchctl.Print(cancel)).Job is not { } job)
                break;
            if (job.Pid != process.Pid)
                return LastExit(job, endedAt) ?? new(null, null, endedAt);
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
            var answer = await _launchctl.Print(cancel);
            return (answer.Presence, kind) switch
            {
                (JobPresence.Unknown, _) => new(false, $"launchd cannot be asked: {answer.Evidence}"),
                (JobPresence.NotLoaded, _) => await Load(cancel),
                (_, RestartKind.Start) when answer.Job is { Service: ServiceState.Running } job => new(true, $"left alone: {_options.Label} runs as pid {job.Pid}"),
                (_, RestartKind.Start) => await Start("", cancel),
                (_, RestartKind.Graceful) => await Gently(cancel),
                _ => await Force(answer.Job, cancel),
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

    private async Task<RestartOutcome> Load(CancellationToken cancel)
    {
        if (!File.Exists(_options.PlistFile))
            return new(false, $"launchd does not know {_options.Label}, and there is no {_options.PlistFile}");
        if (await Obstacle(cancel) is { } obstacle)
            return new(false, $"not started: {obstacle}");

        // A job that was disabled (a failed update does that) refuses to be loaded until it is enabled again.
        var enabled = await _launchctl.Enable(cancel);
        var loaded = await _launchctl.Bootstrap(cancel);
        var started = await _launchctl.Start(cancel);
        if (started.Succeeded)
            return new(true, $"launchd has loaded {_options.Label} and starts it");
        var complaints = new[] { enabled, loaded, started }.Where(static step => !step.Succeeded).Select(static step => step.Complaint).Distinct();
        return new(false, $"launchctl refused: {string.Join("; ", complaints)}");
    }

    private async Task<RestartOutcome> Gently(CancellationToken cancel)
    {
        var before = (await _launchctl.Print(cancel)).Job;
        var asked = await _safe.Ask(cancel);
        if (asked is { Accepted: true } accepted)
            return new(true, accepted.Note);

        // It may have restarted the gateway all the same, or still wait for its work: a second restart on top would cut that short.
        var after = (await _launchctl.Print(cancel)).Job;
        if (asked is { IsOver: false } || (asked is not null && (before?.Pid, before?.Runs) != (after?.Pid, after?.Runs)))
            return new(true, $"{asked.Value.Note}; left alone: the restart may be under way");
        var note = asked is { } refused ? refused.Note + "; " : "";
        return Outcome(await _launchctl.Restart(cancel), $"{note}launchd restarts {_options.Label}", note);
    }

    // Whoever else has the port keeps it: OpenClaw itself ends gateways that it finds there and takes for left over. launchd may have started the next
    // process already: then the port may be its.
    private async Task<string?> Obstacle(CancellationToken cancel)
    {
        var next = (await _launchctl.Print(cancel)).Job?.Pid is { } pid ? await _local.Table.Find(pid, cancel) : null;
        return (await _witness.Look(_options.Port, next?.Identity, cancel)).Obstacle;
    }

    private async Task<ServiceState> ServiceOf(JobAnswer answer, CancellationToken cancel)
    {
        if (answer is not { Presence: JobPresence.NotLoaded })
            return answer.Job?.Service ?? ServiceState.Unknown;
        if (!File.Exists(_options.PlistFile))
            return ServiceState.NotLoaded;

        // `openclaw gateway stop` is a bootout: a job that is installed and not loaded was stopped by its owner, unless a failed update has left it so.
        return _updateFailed is not null && await _updateFailed(cancel) ? ServiceState.Disabled : ServiceState.StoppedOnPurpose;
    }

    private bool IsParked(JobStatus? job)
    {
        lock (_gate)
        {
            if (job is not { MayBeParked: true })
            {
                _idle = null;
                return false;
            }

            var now = _time.GetUtcNow();
            if (_idle is not { } idle || idle.Runs != job.Runs)
                _idle = idle = (job.Runs, now);
            return now - idle.Since >= job.ParkedAfter;
        }
    }

    private async Task<RestartOutcome> Force(JobStatus? job, CancellationToken cancel)
    {
        var note = "";
        if (job?.Pid is { } pid && await _local.Table.Find(pid, cancel) is { } entry)
        {
            if (entry.Uid != Posix.GetUid())
                return new(false, $"pid {entry.Identity.Pid}, which is said to be {_options.Label}, is not this user's process: left alone");

            // Asked again after the start time was read: only then is it the job's process that has this start time.
            if ((await _launchctl.Print(cancel)).Job?.Pid != pid)
                return new(false, $"{_options.Label} has another process than a moment ago: left alone");
            note = await _hangs.Capture(entry, _options.Port, _ => Task.Run(() => _options.LogFile is { } log ? LastWords.TailOf(log) : ""), cancel);
            var stop = await _local.Stopper.Stop(entry.Identity, _options.ForcedWait, cancel);
            note += stop.Note;
            if (!stop.IsGone)
                return new(false, note);
            note += "; ";
        }

        return await Start(note, cancel);
    }

    private async Task<RestartOutcome> Start(string note, CancellationToken cancel) =>
        await Obstacle(cancel) is { } obstacle
            ? new(false, $"{note}not started: {obstacle}")
            : Outcome(await _launchctl.Start(cancel), $"{note}launchd starts {_options.Label}", note);

    // launchd tells how the last run ended but not when: what is new since the last look ended by now at the latest.
    private ProcessExit? LastExit(JobStatus? job, DateTimeOffset latest)
    {
        lock (_gate)
        {
            if (job is not null and ({ LastExitCode: not null } or { LastSignal: not null })
                && (_last is not { } last || (last.Job.EndedRuns, last.Job.LastExitCode, last.Job.LastSignal) != (job.EndedRuns, job.LastExitCode, job.LastSignal)))
            {
                _last = (job, new(job.LastExitCode, job.LastSignal, latest));
                _config.Noticed(latest);
            }

            return _last?.Exit;
        }
    }

    private static RestartOutcome Outcome(CommandAnswer answer, string done, string before = "") =>
        answer.Succeeded ? new(true, done) : new(false, $"{before}launchctl refused: {answer.Complaint}");
}
