using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes.Hangs;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>
/// A gateway that no service manager keeps: this daemon starts it as a child in a session of its own, so that it outlives the daemon, and the
/// next daemon adopts it: by pid, start time and boot, and only while it still runs the gateway's program. A graceful restart is a SIGTERM and OpenClaw's
/// whole stop budget, in which it finishes the work of its agents.
/// </summary>
public sealed class DirectGatewayProcess : IGatewayProcess, IDisposable
{
    private readonly DirectOptions _options;
    private readonly LocalProcesses _local;
    private readonly ILogger _log;
    private readonly Charge _charge;
    private readonly GatewayLauncher _launcher;
    private readonly PortWitness _witness;
    private readonly HangReports _hangs;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Creates the adapter; nothing is started or looked at yet.</summary>
    public DirectGatewayProcess(DirectOptions options, LocalProcesses local, TimeProvider time, ILogger<DirectGatewayProcess> log)
    {
        (_options, _local, _log) = (options, local, log);
        _charge = new Charge(options, local, time, log);
        _launcher = new GatewayLauncher(options);
        _witness = new PortWitness(local.Ports, local.Table, new GatewayLocks(options.OpenClawStateFolder));
        _hangs = new HangReports(options.EvidenceFolder, local, time);
    }

    /// <inheritdoc/>
    public string Manager => "direct";

    /// <inheritdoc/>
    public async Task<ProcessState> Look(CancellationToken cancel)
    {
        try
        {
            var (process, port) = await Find(cancel);
            var ended = _charge.Ended;
            var evidence = process is not null
                ? $"direct: {process.Identity} runs{LocalProcesses.Remark(process)}; port {_options.Port}: {port.ForPeople}{_charge.Remark}"
                : $"direct: no process; last: {ended?.Exit.ToString() ?? "never started"}; port {_options.Port}: {port.ForPeople}{_charge.Remark}{(ended is null ? "" : LastWords.Quote(LastWords.OfFile(_options.LogFile)))}{await LeftBehind(ended?.Process, cancel)}";
            return new(
                process is null ? ServiceState.Failed : ServiceState.Running,
                process?.Identity,
                process?.StartedAt,
                port.Owner,
                ended?.Exit,
                _charge.ConfigChangedSinceExit,
                evidence)
            {
                Progress = LocalProcesses.Progress(process),
            };
        }
        catch (IOException unreadable)
        {
            return ProcessState.Unreadable($"direct: the process table cannot be read: {CommandText.Clean(unreadable.Message)}");
        }
    }

    /// <inheritdoc/>
    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel) => _charge.WaitForExit(process, cancel);

    /// <inheritdoc/>
    public async Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            return await RestartAlone(kind, cancel);
        }
        catch (IOException broken)
        {
            return new(false, CommandText.Clean(broken.Message));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The daemon stops: leaves the gateway running or stops it in order, as <see cref="DirectOptions.OnDaemonStop"/> says.</summary>
    public async Task Release(CancellationToken cancel)
    {
        if (_options.OnDaemonStop is OnDaemonStop.Leave)
            return;
        await _one.WaitAsync(cancel);
        try
        {
            if (await _charge.Alive(cancel) is { } process)
                _log.LogInformation("{Outcome}", (await _local.Stopper.Stop(process.Identity, _options.StopBudget, cancel)).Note);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<RestartOutcome> RestartAlone(RestartKind kind, CancellationToken cancel)
    {
        var (process, port) = await Find(cancel);
        var before = "";
        if (process is not null)
        {
            if (kind is RestartKind.Start)
                return new(true, $"left alone: {process.Identity} is alive");
            before = kind is RestartKind.Forced
                ? await _hangs.Capture(process, _options.Port, _ => Task.Run(() => LastWords.TailOf(_options.LogFile)), cancel)
                : "";
            var stop = await _local.Stopper.Stop(process.Identity, kind is RestartKind.Forced ? _options.ForcedWait : _options.StopBudget, cancel);
            before += stop.Note;
            if (!stop.IsGone)
                return new(false, before);
            before += "; ";
            (process, port) = await Find(cancel);
            if (process is not null)
                return new(true, $"{before}{process.Identity} has taken over");
        }

        if (port.Obstacle is { } obstacle)
            return new(false, $"{before}not started: {obstacle}");

        // From here on a cancellation must not leave a child behind that nobody has in charge.
        var started = await _charge.Start(_launcher.Start(), CancellationToken.None);
        _log.LogInformation("Started the gateway {Process}", started.Identity);
        return new(true, $"{before}started {started.Identity}");
    }

    private async Task<(ProcessEntry? Process, PortView Port)> Find(CancellationToken cancel)
    {
        var process = await _charge.Alive(cancel);
        var view = await _witness.Look(_options.Port, process?.Identity, cancel);
        if (process is not null || view.Adoptable is not { } adoptable || await _charge.Adopt(adoptable, cancel) is not { } adopted)
            return (process, view);
        return (adopted, view.HoldsLockOnly ? new(PortOwner.Nobody, null) : view with { Owner = view.Owner with { Kind = PortOwnerKind.Gateway } });
    }

    // They are not ours to end: a tool the gateway was running may still be doing its owner's work.
    private async Task<string> LeftBehind(ProcessIdentity? leader, CancellationToken cancel)
    {
        if (leader is null)
            return "";
        var left = await _local.Table.LeftBehind(leader.Pid, cancel);
        return left.Count == 0 ? "" : $"; left behind: {CommandText.Clean(string.Join(", ", left.Take(3).Select(static entry => $"pid {entry.Identity.Pid} {entry.Command}")))}";
    }
}
