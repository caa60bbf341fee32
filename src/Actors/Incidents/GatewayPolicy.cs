namespace OpenClaw.Actors.Incidents;

/// <summary>Budgets and cadence of one gateway: everything the brain may weigh that is not a fact. Values are validated where they are read.</summary>
public sealed record GatewayPolicy
{
    // One for all gateways that have no other.
    private static readonly IReadOnlyList<TimeSpan> UsualBackoff =
        [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(600)];

    private static readonly RestartBudget UsualBudget = new();

    /// <summary>HTTP look while all is well.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>HTTP look while something is odd.</summary>
    public TimeSpan ProbeIntervalSuspicious { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Process look while all is well, besides the exits that are seen when they happen.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Process look while something is odd.</summary>
    public TimeSpan LookIntervalSuspicious { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Process look while there is no process whose end could be heard, as its owner has stopped it.</summary>
    public TimeSpan LookIntervalStopped { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>No single look may take longer than this before it counts as no news.</summary>
    public TimeSpan LookTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Bad looks in a row before an outage is believed.</summary>
    public int SuspicionThreshold { get; init; } = 3;

    /// <summary>
    /// How long a live process may refuse connections before it counts as wedged. Longer than the looks above, since a gateway that restarts
    /// itself inside its process closes its port for as long as a boot takes.
    /// </summary>
    public TimeSpan RefusedGrace { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>HEALTH_CHECK_MAX_RETRIES: restarts before the doctor is called.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>HEALTH_CHECK_RETRY_DELAY: pause between restarts of a gateway that hangs.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>HEALTH_CHECK_ESCALATION_WAIT: how long we only watch between the last restart and the doctor.</summary>
    public TimeSpan EscalationWait { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Pauses between starts of a gateway that dies, one for each start; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> Backoff { get; init; } = UsualBackoff;

    /// <summary>How long a boot may take before it counts as stalled, as long as no boot of this gateway has been seen from its beginning to its end.</summary>
    public TimeSpan StartupBudget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The least that a learned budget for a boot can be, however fast the boots were that were seen.</summary>
    public TimeSpan StartupFloor { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a boot without any sign of work is still taken for a slow one, once its budget is over.</summary>
    public TimeSpan ProgressPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the service manager's own restart is waited for: longer than the pause it makes (systemd 5 s, launchd 10 s, 60 s in older installations).</summary>
    public TimeSpan ManagerGrace { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>How long a restart order may take, the stop budget included.</summary>
    public TimeSpan RestartDeadline { get; init; } = TimeSpan.FromMinutes(7);

    /// <summary>How long it must look well before an outage is over.</summary>
    public TimeSpan StabilityWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a gateway must look well after a doctor's mending before that counts as proven; until then it is taken back when it falls.</summary>
    public TimeSpan Probation { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Processes in a row that ended before they had started, after which starting another one is no help and a doctor is called; 0: never for that.</summary>
    public int FailedBootsBeforeDoctor { get; init; } = 3;

    /// <summary>EMERGENCY_RECOVERY_TIMEOUT: the whole time the doctors have.</summary>
    public TimeSpan DoctorTimeout { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>What the doctors may do by themselves.</summary>
    public Doctoring.Autonomy Autonomy { get; init; } = Doctoring.Autonomy.Auto;

    /// <summary>How often a doctor is told "that did not help, go on" before a human is called.</summary>
    public int DoctorMaxFollowUps { get; init; } = 8;

    /// <summary>An outage this soon after the last one is the same trouble: it starts where that one ended.</summary>
    public TimeSpan FlapMemory { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How much of a pause between starts is left to chance, 0 to 1: 1 is full jitter, anything from nothing to the whole pause.</summary>
    public double BackoffJitter { get; init; } = 1;

    /// <summary>What restarts and boots may cost.</summary>
    public RestartBudget Budget { get; init; } = UsualBudget;

    /// <summary>Within this time the turns from good to bad are counted.</summary>
    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>So many turns from good to bad within <see cref="FlapWindow"/> are an outage, however good it looks in between.</summary>
    public int FlapThreshold { get; init; } = 3;

    /// <summary>A timer of ours that rings later than this was held up, and so may have been everything else.</summary>
    public TimeSpan LateTolerance { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a gateway is given, at most, to come to after the host slept: networks and clients come back first.</summary>
    public TimeSpan WakeGrace { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long channels may be held back before their owner is told.</summary>
    public TimeSpan SuppressedNotice { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long we may be blind before the owner is told.</summary>
    public TimeSpan BlindNotice { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an update may be under way before the owner is told that it takes long.</summary>
    public TimeSpan UpdateNotice { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often a human who has not acknowledged is reminded.</summary>
    public TimeSpan ReminderInterval { get; init; } = TimeSpan.FromHours(6);
}
