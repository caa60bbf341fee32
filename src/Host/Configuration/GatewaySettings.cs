using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;

namespace OpenClaw.Host.Configuration;

/// <summary>One gateway, <c>openclaw.gateways.ID</c>. The variables named are about the gateway <c>main</c>.</summary>
public sealed record GatewaySettings
{
    /// <summary>Its name.</summary>
    public required GatewayId Id { get; init; }

    /// <summary><c>url</c> (OPENCLAW_GATEWAY_URL): http or https; a ws or wss address is taken as the http one at the same port.</summary>
    public required Uri Url { get; init; }

    /// <summary><c>manager</c> (OPENCLAW_ACTORS_MANAGER).</summary>
    public required ManagerSetting Manager { get; init; }

    /// <summary><c>command</c>: program and arguments for <see cref="ManagerSetting.Direct"/>, never empty.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary><c>home</c> (OPENCLAW_HOME): the home OpenClaw works in, absolute.</summary>
    public required string Home { get; init; }

    /// <summary><c>state-dir</c> (OPENCLAW_STATE_DIR), absolute.</summary>
    public required string StateDirectory { get; init; }

    /// <summary><c>config-path</c> (OPENCLAW_CONFIG_PATH), absolute.</summary>
    public required string ConfigPath { get; init; }

    /// <summary><c>unit</c> (OPENCLAW_SYSTEMD_UNIT).</summary>
    public required string Unit { get; init; }

    /// <summary><c>label</c> (OPENCLAW_LAUNCHD_LABEL).</summary>
    public required string Label { get; init; }

    /// <summary><c>on-daemon-stop</c>.</summary>
    public required OnDaemonStop OnDaemonStop { get; init; }

    /// <summary>Tier 2's budgets for this gateway.</summary>
    public required ProbeSettings Probe { get; init; }

    /// <summary>Tier 1's budgets for this gateway.</summary>
    public required WatchdogSettings Watchdog { get; init; }

    /// <summary>The whole time the doctors have for this gateway.</summary>
    public required TimeSpan DoctorTimeout { get; init; }

    /// <summary><c>doctor.autonomy</c>: what the doctors may do by themselves.</summary>
    public Autonomy DoctorAutonomy { get; init; } = Autonomy.Auto;

    /// <summary>How often a doctor is sent on.</summary>
    public required int DoctorMaxFollowUps { get; init; }

    /// <summary><c>doctor.probation</c>: how long it must look well after a doctor's mending.</summary>
    public required TimeSpan DoctorProbation { get; init; }

    /// <summary><c>doctor.failed-boots</c>: so many in a row call the doctor at once; 0: never for that.</summary>
    public required int DoctorFailedBoots { get; init; }

    /// <summary>How often a human is reminded.</summary>
    public required TimeSpan Reminder { get; init; }

    /// <summary>What restarts and boots may cost, <c>openclaw.budget</c>.</summary>
    public required RestartBudget Budget { get; init; }

    /// <summary><c>notify.suppressed-after</c>.</summary>
    public required TimeSpan SuppressedNotice { get; init; }

    /// <summary><c>notify.blind-after</c>.</summary>
    public required TimeSpan BlindNotice { get; init; }

    /// <summary><c>notify.update-after</c>.</summary>
    public required TimeSpan UpdateNotice { get; init; }

    /// <summary>What the brain may weigh.</summary>
    public GatewayPolicy ToPolicy() => new()
    {
        ProbeInterval = Probe.Interval,
        ProbeIntervalSuspicious = Probe.IntervalSuspicious,
        LookInterval = Watchdog.Interval,
        LookIntervalSuspicious = Watchdog.IntervalSuspicious,
        LookIntervalStopped = Watchdog.IntervalStopped,
        LookTimeout = LookTimeout,
        SuspicionThreshold = Probe.SuspicionThreshold,
        RefusedGrace = Probe.RefusedGrace,
        MaxRetries = Probe.MaxRetries,
        RetryDelay = Probe.RetryDelay,
        EscalationWait = Probe.EscalationWait,
        Backoff = Watchdog.Backoff,
        StartupBudget = Probe.StartupBudget,
        ManagerGrace = Watchdog.ManagerGrace,
        RestartDeadline = Watchdog.RestartDeadline,
        StabilityWindow = Probe.StabilityWindow,
        DoctorTimeout = DoctorTimeout,
        DoctorMaxFollowUps = DoctorMaxFollowUps,
        Autonomy = DoctorAutonomy,
        Probation = DoctorProbation,
        FailedBootsBeforeDoctor = DoctorFailedBoots,
        FlapMemory = Watchdog.FlapMemory,
        ReminderInterval = Reminder,
        StartupFloor = Probe.StartupFloor,
        ProgressPatience = Probe.ProgressPatience,
        FlapWindow = Probe.FlapWindow,
        FlapThreshold = Probe.FlapThreshold,
        LateTolerance = Probe.LateTolerance,
        WakeGrace = Probe.WakeGrace,
        BackoffJitter = Watchdog.BackoffJitter / 100.0,
        Budget = Budget,
        SuppressedNotice = SuppressedNotice,
        BlindNotice = BlindNotice,
        UpdateNotice = UpdateNotice,
    };

    // A look asks twice in a row at worst (liveness, then the rest at once); a limit below that would turn every slow answer into no news, and a hang would never be seen.
    private TimeSpan LookTimeout
    {
        get
        {
            var needed = (Probe.Timeout * 2) + TimeSpan.FromSeconds(5);
            return Watchdog.LookTimeout > needed ? Watchdog.LookTimeout : needed;
        }
    }
}
