using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Demo;

/// <summary>How fast a demo goes: the healer's cadence and how long each step may take before it counts as failed.</summary>
/// <param name="Policy">The healer's budgets and cadence.</param>
/// <param name="ProbeTimeout">How long one HTTP look may take.</param>
/// <param name="StopBudget">How long a gateway has to stop when it is asked to.</param>
/// <param name="ForcedWait">How long a gateway that hangs has between SIGTERM and SIGKILL.</param>
/// <param name="First">How long the first start of the gateway may take.</param>
/// <param name="Act">How long an act may take.</param>
/// <param name="Message">How long a message may take to Discord once the incident has moved.</param>
/// <param name="Thinking">How long the doctor and the owner take, so that a viewer can follow.</param>
/// <param name="Total">How long all of it may take.</param>
internal sealed record DemoPace(
    GatewayPolicy Policy, TimeSpan ProbeTimeout, TimeSpan StopBudget, TimeSpan ForcedWait, TimeSpan First, TimeSpan Act, TimeSpan Message, TimeSpan Thinking, TimeSpan Total)
{
    /// <summary>For the stand-in gateway, which boots in about a second.</summary>
    public static DemoPace StandIn { get; } = new(
        new GatewayPolicy
        {
            ProbeInterval = TimeSpan.FromSeconds(1),
            ProbeIntervalSuspicious = TimeSpan.FromSeconds(0.5),
            LookInterval = TimeSpan.FromSeconds(2),
            LookIntervalSuspicious = TimeSpan.FromSeconds(0.5),
            LookTimeout = TimeSpan.FromSeconds(5),
            RetryDelay = TimeSpan.FromSeconds(2),
            EscalationWait = TimeSpan.FromSeconds(2),
            Backoff = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)],
            StartupBudget = TimeSpan.FromSeconds(20),
            ManagerGrace = TimeSpan.FromSeconds(1),
            RestartDeadline = TimeSpan.FromSeconds(20),
            StabilityWindow = TimeSpan.FromSeconds(2),
            Probation = TimeSpan.FromSeconds(2),
            DoctorTimeout = TimeSpan.FromSeconds(20),
            // Each act is to start at its own tier, not where the one before ended.
            FlapMemory = TimeSpan.Zero,
            BackoffJitter = 0,
            // Four outages in half a minute, all of young processes: what a budget for days forbids on purpose.
            Budget = new RestartBudget
            {
                UncleanBoots = 100,
                YoungBoot = TimeSpan.FromMilliseconds(1),
                Restarts = 100,
                ManagerStarts = 100,
                StartsPerMinute = 100,
                StartsPerHour = 100,
            },
        },
        ProbeTimeout: TimeSpan.FromSeconds(1),
        StopBudget: TimeSpan.FromSeconds(2),
        ForcedWait: TimeSpan.FromSeconds(1),
        First: TimeSpan.FromSeconds(20),
        Act: TimeSpan.FromSeconds(25),
        Message: TimeSpan.FromSeconds(5),
        Thinking: TimeSpan.FromSeconds(1),
        Total: TimeSpan.FromSeconds(85));

    /// <summary>For a real gateway: its cold start takes 5 to 25 s and its event loop may stall for 6 s meanwhile.</summary>
    public static DemoPace Real { get; } = StandIn with
    {
        Policy = StandIn.Policy with
        {
            ProbeInterval = TimeSpan.FromSeconds(2),
            ProbeIntervalSuspicious = TimeSpan.FromSeconds(1),
            LookTimeout = TimeSpan.FromSeconds(15),
            StartupBudget = TimeSpan.FromSeconds(90),
            RestartDeadline = TimeSpan.FromSeconds(90),
            DoctorTimeout = TimeSpan.FromSeconds(240),
        },
        ProbeTimeout = TimeSpan.FromSeconds(3),
        StopBudget = TimeSpan.FromSeconds(20),
        ForcedWait = TimeSpan.FromSeconds(5),
        First = TimeSpan.FromSeconds(90),
        Act = TimeSpan.FromSeconds(240),
        Total = TimeSpan.FromMinutes(12),
    };
}
