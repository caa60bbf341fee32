using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>A gateway on the virtual clock, seen through both ports: it boots, serves, hangs, dies, refuses its configuration.</summary>
public sealed class SimulatedGateway(TimeProvider clock) : IGatewayProcess, IHealthProbe
{
    private readonly Lock _gate = new();
    private readonly List<(ProcessIdentity Process, TaskCompletionSource<ProcessExit> Exit)> _vigils = [];
    private readonly List<RestartKind> _restarts = [];
    private ProcessIdentity? _process;
    private DateTimeOffset _startedAt;
    private ProcessExit? _lastExit;
    private int _pid = 1000;

    /// <summary>How long a boot takes.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>It lives and does not answer.</summary>
    public bool IsHung { get; set; }

    /// <summary>A new process hangs as well.</summary>
    public bool HangsAgain { get; set; }

    /// <summary>It dies as soon as it is started.</summary>
    public bool DiesAtOnce { get; set; }

    /// <summary>Its configuration is broken: it refuses to start with exit code 78.</summary>
    public bool IsConfigBroken { get; set; }

    /// <summary>Channels that its own breaker holds back.</summary>
    public string[] Suppressed { get; set; } = [];

    /// <summary>Its configuration was written after its last exit.</summary>
    public bool IsConfigChanged { get; set; }

    /// <summary>Its owner has stopped it.</summary>
    public bool IsStoppedOnPurpose { get; set; }

    /// <summary>A program that has its port.</summary>
    public PortOwner? Stranger { get; set; }

    /// <summary>Thrown by every look at the process from inside the actor, as a bug of the healer would be.</summary>
    public Func<Exception?> BugInLook { get; set; } = static () => null;

    /// <summary>Thrown by every HTTP look from inside the actor.</summary>
    public Func<Exception?> BugInProbe { get; set; } = static () => null;

    /// <summary>Thrown by every restart from inside the actor.</summary>
    public Func<Exception?> BugInRestart { get; set; } = static () => null;

    /// <summary>What a restart comes to instead of a restart.</summary>
    public Func<Task<RestartOutcome>>? InsteadOfRestart { get; set; }

    /// <summary>How often a restart was asked for.</summary>
    public int RestartCalls { get; private set; }

    /// <summary>The restarts that were carried out.</summary>
    public IReadOnlyList<RestartKind> Restarts
    {
        get
        {
            lock (_gate) return [.. _restarts];
        }
    }

    /// <summary>The process, when there is one.</summary>
    public ProcessIdentity? Process
    {
        get
        {
            lock (_gate) return _process;
        }
    }

    /// <inheritdoc/>
    public string Manager => "simulated";

    /// <summary>It starts, as by hand.</summary>
    public SimulatedGateway Start()
    {
        lock (_gate)
        {
            if (Stranger is not null) _lastExit = new ProcessExit(1, null, clock.GetUtcNow());
            else if (IsConfigBroken) _lastExit = new ProcessExit(ProcessExit.ConfigRefused, null, clock.GetUtcNow());
            else if (DiesAtOnce) _lastExit = new ProcessExit(1, null, clock.GetUtcNow());
            else (_process, _startedAt, IsHung) = (new ProcessIdentity(++_pid, _pid), clock.GetUtcNow(), HangsAgain);
            if (_process is null) IsConfigChanged = false;
        }

        return this;
    }

    /// <summary>It dies.</summary>
    public void Die(int? code = null, int? signal = null)
    {
        List<TaskCompletionSource<ProcessExit>> heard;
        ProcessExit exit;
        lock (_gate)
        {
            if (_process is not { } dying) return;
            exit = new ProcessExit(code, signal, clock.GetUtcNow());
            (_process, _lastExit, IsHung, IsConfigChanged) = (null, exit, false, false);
            heard = [.. _vigils.Where(v => v.Process == dying).Select(v => v.Exit)];
        }

        foreach (var vigil in heard) vigil.TrySetResult(exit);
    }

    /// <inheritdoc/>
    Task<ProcessState> IGatewayProcess.Look(CancellationToken cancel)
    {
        if (BugInLook() is { } bug) throw bug;
        lock (_gate)
        {
            var service = (_process, IsStoppedOnPurpose) switch
            {
                ({ }, _) => ServiceState.Running,
                (_, true) => ServiceState.StoppedOnPurpose,
                _ => ServiceState.Failed,
            };
            var port = Stranger ?? (_process is { } p ? new PortOwner(PortOwnerKind.Gateway, p.Pid) : PortOwner.Nobody);
            return Task.FromResult(new ProcessState(service, _process, _process is null ? null : _startedAt, port, _lastExit, IsConfigChanged, $"{service} {_process} {_lastExit}"));
        }
    }

    /// <inheritdoc/>
    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        var exit = new TaskCompletionSource<ProcessExit>();
        cancel.Register(() => exit.TrySetCanceled(CancellationToken.None));
        lock (_gate) _vigils.Add((process, exit));
        return exit.Task;
    }

    /// <inheritdoc/>
    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel)
    {
        RestartCalls++;
        if (BugInRestart() is { } bug) throw bug;
        if (InsteadOfRestart is { } instead) return instead();
        lock (_gate) _restarts.Add(kind);
        if (kind != RestartKind.Start) Die(signal: 9);
        Start();
        return Task.FromResult(new RestartOutcome(true, "started"));
    }

    /// <inheritdoc/>
    Task<HttpAnswer> IHealthProbe.Look(CancellationToken cancel)
    {
        if (BugInProbe() is { } bug) throw bug;
        lock (_gate)
        {
            var answer = (_process, IsHung) switch
            {
                (null, _) => Stranger is null ? Seen.Refused() : Seen.Bad(Liveness.Foreign),
                (_, true) => Seen.Silent(),
                _ when clock.GetUtcNow() - _startedAt < Boot => Seen.Refused(),
                _ => Seen.Live(StartupState.Started, Readiness.Ready, Suppressed),
            };
            return Task.FromResult(answer);
        }
    }
}
