using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Simulation.Tests.Engine;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>The truth about a gateway and its service manager.</summary>
public sealed class ModelGateway(GatewayPlan plan, VirtualClock clock, ModelCauses causes, Action<string> tell)
{
    private const int GivesUpAfter = 10;
    private static readonly TimeSpan GiveUpWindow = TimeSpan.FromSeconds(300);
    private readonly List<(ProcessIdentity Process, TaskCompletionSource<ProcessExit> Heard, Func<bool> IsAlive)> _vigils = [];
    private readonly List<long> _starts = [];
    private int _pid = 100;
    private long _bootBegan;
    private long _bootEnds;
    private DateTimeOffset _startedAt;
    private bool _isConfigWritten;
    private ProcessExit? _lastExit;
    private bool _isPending;
    private bool _isGivenUp;

    /// <summary>The process; null when there is none.</summary>
    public ProcessIdentity? Process { get; private set; }

    /// <summary>It hangs.</summary>
    public bool IsHung { get; set; }

    /// <summary>It does not answer for the moment.</summary>
    public bool IsMute { get; set; }

    /// <summary>Every new process hangs.</summary>
    public bool HangsAgain { get; set; }

    /// <summary>Every boot dies.</summary>
    public bool DiesInBoot { get; set; }

    /// <summary>It refuses its configuration.</summary>
    public bool IsConfigBroken { get; private set; }

    /// <summary>Boots take so many times as long.</summary>
    public int Slowness { get; set; } = 1;

    /// <summary>A stranger has its port.</summary>
    public bool HasStranger { get; set; }

    /// <summary>Another gateway has its port.</summary>
    public bool HasDouble { get; set; }

    /// <summary>Its job has moved it to another port than the one that is asked.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>Channels are held back.</summary>
    public bool IsSuppressed { get; set; }

    /// <summary>Its owner has stopped it.</summary>
    public bool IsStoppedByOwner { get; private set; }

    /// <summary>An update has stopped it.</summary>
    public bool IsStoppedByUpdate { get; private set; }

    /// <summary>The manager does not know its job, or has it switched off.</summary>
    public ServiceState? Absence { get; set; }

    /// <summary>What is done to its installation.</summary>
    public Upkeep Upkeep { get; set; } = Upkeep.None;

    /// <summary>When the process was started, in ticks of the world.</summary>
    public long StartedTicks => _bootBegan;

    /// <summary>It serves.</summary>
    public bool Serves => Process is not null && !IsHung && !IsMute && clock.Elapsed >= _bootEnds && !HasStranger && !HasDouble && !IsElsewhere;

    /// <summary>It is stopped, and somebody wanted it so.</summary>
    public bool IsAtRest => Process is null && IsStoppedByOwner;

    /// <summary>It has ended over its configuration, and nobody has started it since.</summary>
    public bool HasRefused => Process is null && _lastExit is { Code: ProcessExit.ConfigRefused };

    /// <summary>Somebody writes its configuration.</summary>
    public void WriteConfig(bool isBroken)
    {
        (IsConfigBroken, _isConfigWritten) = (isBroken, true);
        clock.In(TimeSpan.FromSeconds(1), () => causes.Change("its configuration was written"));
    }

    /// <summary>Its manager starts it; nothing happens when it runs.</summary>
    public void Start()
    {
        (IsStoppedByOwner, IsStoppedByUpdate, Absence, _isPending, _isGivenUp) = (false, false, null, false, false);
        if (Process is null) Spawn();
    }

    /// <summary>Its owner stops it.</summary>
    public void Stop(bool byUpdate = false)
    {
        (IsStoppedByOwner, IsStoppedByUpdate, _isPending) = (!byUpdate, byUpdate, false);
        End(new ProcessExit(0, null, clock.Wall), isAsked: true);
    }

    /// <summary>Its job is taken from the manager.</summary>
    public void Unload(ServiceState state)
    {
        (Absence, _isPending) = (state, false);
        End(new ProcessExit(null, 15, clock.Wall), isAsked: true);
    }

    /// <summary>Its manager stops it, by force or in order, to start it again.</summary>
    public void StopForRestart(bool byForce) => End(new ProcessExit(null, byForce ? 9 : 15, clock.Wall), isAsked: true);

    /// <summary>It ends by itself.</summary>
    public void Die(int? code, int? signal = null) => End(new ProcessExit(code, signal, clock.Wall), isAsked: false);

    /// <summary>What the manager, the kernel and the table of listeners say.</summary>
    public ProcessState Look()
    {
        var service = (Process, Absence) switch
        {
            ({ }, _) => ServiceState.Running,
            (_, { } absent) => absent,
            _ when IsStoppedByOwner || IsStoppedByUpdate => ServiceState.StoppedOnPurpose,
            _ => _isPending ? ServiceState.RestartPending : ServiceState.Failed,
        };
        var port = HasStranger ? new PortOwner(PortOwnerKind.Stranger, 666, "nc -l")
            : HasDouble ? new PortOwner(PortOwnerKind.OtherGateway, 777, "openclaw gateway run")
            : IsElsewhere ? PortOwner.Nobody
            : Process is { } listener && clock.Elapsed >= _bootEnds ? new PortOwner(PortOwnerKind.Gateway, listener.Pid) : PortOwner.Nobody;
        return new ProcessState(
            service, Process, Process is null ? null : _startedAt, port, _lastExit, _lastExit is not null && _isConfigWritten, $"{service} {Process} {_lastExit}")
        {
            IsGivenUp = _isGivenUp,
            Upkeep = Upkeep,
            ListensAt = IsElsewhere && Process is not null && clock.Elapsed >= _bootEnds ? 18790 : null,
            Progress = plan.ShowsProgress && Process is not null ? (IsHung ? 0 : (Math.Min(clock.Elapsed, _bootEnds) - _bootBegan) / 100) : null,
        };
    }

    /// <summary>What its endpoints answer.</summary>
    public HttpAnswer Probe()
    {
        if (HasDouble) return Live(StartupState.Started, []);
        if (Process is null) return Bad(HasStranger ? Liveness.Foreign : Liveness.Refused);
        if (IsHung) return Bad(Liveness.Silent);
        if (IsMute || IsElsewhere) return Bad(Liveness.Refused);
        if (clock.Elapsed >= _bootEnds) return Live(StartupState.Started, IsSuppressed ? ["telegram"] : []);
        return plan.SaysStarting && clock.Elapsed - _bootBegan > (_bootEnds - _bootBegan) / 2 ? Live(StartupState.Starting, []) : Bad(Liveness.Refused);
    }

    /// <summary>Completes when that process ends.</summary>
    public Task<ProcessExit> Watch(ProcessIdentity process, Func<bool> isAlive, CancellationToken cancel)
    {
        var heard = new TaskCompletionSource<ProcessExit>();
        if (process != Process) heard.SetResult(_lastExit ?? new ProcessExit(null, null, clock.Wall));
        else
        {
            _vigils.Add((process, heard, isAlive));
            cancel.Register(() =>
            {
                if (isAlive()) heard.TrySetCanceled(CancellationToken.None);
            });
        }

        return heard.Task;
    }

    private static HttpAnswer Live(StartupState startup, string[] held) =>
        new(Liveness.Live, startup, Readiness.Ready, "2026.9.6", [], held, 200, TimeSpan.Zero, $"{startup}");

    private static HttpAnswer Bad(Liveness liveness) => HttpAnswer.Of(liveness, TimeSpan.Zero, $"{liveness}");

    private void Spawn()
    {
        _pid++;
        (Process, _startedAt, _bootBegan, IsHung, IsMute, _isPending) = (new ProcessIdentity(_pid, _pid), clock.Wall, clock.Elapsed, HangsAgain, false, false);
        _starts.Add(clock.Elapsed);
        _bootEnds = clock.Elapsed + TimeSpan.FromSeconds(plan.Boot * Slowness).Ticks;
        tell($"the gateway boots as pid {_pid}");
        var process = Process;
        void Dies(double after, int code) => clock.In(TimeSpan.FromSeconds(after), () =>
        {
            if (Process == process) Die(code);
        });
        if (HasStranger || HasDouble) Dies(1, 1);
        else if (IsConfigBroken) Dies(1, ProcessExit.ConfigRefused);
        else if (DiesInBoot) Dies(plan.Boot / 2.0, 1);
    }

    private void End(ProcessExit exit, bool isAsked)
    {
        if (Process is not { } ended) return;
        (Process, _lastExit, _isConfigWritten) = (null, exit, false);
        tell($"pid {ended.Pid} ends: {exit}");
        if (!isAsked && plan.ManagerPause > 0 && Absence is null && exit.Code != ProcessExit.ConfigRefused) StartLater();
        var hearers = _vigils.Where(v => v.Process == ended).ToArray();
        _vigils.RemoveAll(v => v.Process == ended);
        foreach (var vigil in hearers)
        {
            if (vigil.IsAlive()) vigil.Heard.TrySetResult(exit);
        }
    }

    private void StartLater()
    {
        if (_starts.Count(s => s > clock.Elapsed - GiveUpWindow.Ticks) >= GivesUpAfter)
        {
            _isGivenUp = true;
            return;
        }

        _isPending = true;
        clock.In(TimeSpan.FromSeconds(plan.ManagerPause), () =>
        {
            if (_isPending && Process is null) Spawn();
        });
    }
}
