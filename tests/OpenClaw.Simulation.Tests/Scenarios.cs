using OpenClaw.Simulation.Tests.Worlds;

namespace OpenClaw.Simulation.Tests;

/// <summary>One scripted story for each tier.</summary>
public static class Scenarios
{
    private static readonly PolicyPlan Policy = new(false, Suspicion: 3, MaxRetries: 2, RetryDelay: 10, EscalationWait: 20, LongestPause: 20, StartupBudget: 60, DoctorTimeout: 200, FollowUps: 2, Reminder: 900, LivingRestarts: 2);

    /// <summary>Tier 1 starts it.</summary>
    public static Plan Crash { get; } = Of([Treatment.Unavailable], new Happening(60, Event.Crash, 10, 0));

    /// <summary>Tier 2 restarts it.</summary>
    public static Plan Hang { get; } = Of([Treatment.Unavailable], new Happening(60, Event.Hang, 10, 0));

    /// <summary>Tier 3 mends it at the second try.</summary>
    public static Plan DoctorMends { get; } = Of([Treatment.Lies, Treatment.Mends], new Happening(60, Event.BadConfig, 400, 0));

    /// <summary>Tier 3 gives up, tier 4 is called, and the owner mends it.</summary>
    public static Plan HumanMends { get; } = Of([Treatment.GivesUp], new Happening(60, Event.BadConfig, 300, 0));

    /// <summary>A stranger has the port, and leaves.</summary>
    public static Plan Stranger { get; } = Of([Treatment.Unavailable], new Happening(60, Event.Stranger, 200, 0));

    /// <summary>Nothing happens.</summary>
    public static Plan Peace { get; } = Of([Treatment.Unavailable]) with { Policy = Policy with { IsShipped = true } };

    private static Plan Of(Treatment[] doctor, params Happening[] happenings) => new(7, Policy, new GatewayPlan(5, 0, true, false), happenings, doctor, new TroublePlan(0, 0, 0, 0, 0, 0));
}
