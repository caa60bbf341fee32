using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Launchd;

/// <summary>A gateway that is a LaunchAgent of the logged-in user: seen and started through <c>launchctl</c>.</summary>
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
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _gate = new();
    private (JobStatus Job, ProcessExit Exit)? _last;

    /// <summary>Creates the adapter; launchd is not asked yet.</summary>
    public LaunchdGatewayProcess(LaunchdOptions options, LocalProcesses local, TimeProvider time)
    {
        (_options, _local, _time) = (options, local, time);
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
            var port = (await _witness.Look(_options.Port, process?.Identity, cancel)).Owner;
            var service = answer switch
            {
                { Job: { } job } => job.Service,
                // `openclaw gateway stop` is a bootout: a job that is installed and not loaded was stopped by its owner.
                { Presence: JobPresence.NotLoaded } => File.Exists(_options.PlistFile) ? ServiceState.StoppedOnPurpose : ServiceState.NotLoaded,
                _ => ServiceState.Unknown,
            };
            var exit = LastExit(answer.Job, process?.StartedAt ?? _time.GetUtcNow());
            return new(
                service, process?.Identity, process?.StartedAt, port, exit, _config.Changed(), $"launchd: {_options.Label}: {answer.Evidence}");
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
                (_, RestartKind.Start) => Outcome(await _launchctl.Start(cancel), $"launchd starts {_options.Label}"),
                (_, RestartKind.Graceful) => Outcome(await _launchctl.Restart(cancel), $"launchd restarts {_options.Label}"),
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

        // A job that was disabled (a failed update does that) refuses to be loaded until it is enabled again.
        var enabled = await _launchctl.Enable(cancel);
        var loaded = await _launchctl.Bootstrap(cancel);
        var started = await _launchctl.Start(cancel);
        if (started.Succeeded)
            return new(true, $"launchd has loaded {_options.Label} and starts it");
        var complaints = new[] { enabled, loaded, started }.Where(static step => !step.Succeeded).Select(static step => step.Complaint).Distinct();
        return new(false, $"launchctl refused: {string.Join("; ", complaints)}");
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
            var stop = await _local.Stopper.Stop(entry.Identity, _options.ForcedWait, cancel);
            if (!stop.IsGone)
                return new(false, stop.Note);
            note = stop.Note + "; ";
        }

        return Outcome(await _launchctl.Start(cancel), $"{note}launchd starts {_options.Label}");
    }

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

    private static RestartOutcome Outcome(CommandAnswer answer, string done) =>
        answer.Succeeded ? new(true, done) : new(false, $"launchctl refused: {answer.Complaint}");
}
