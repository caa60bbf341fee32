using OpenClaw.Actors.Incidents;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>The healer's budgets in a simulated world, and how long they allow an incident to last.</summary>
public static class Policies
{
    /// <summary>The policy of a plan: the shipped one, or one in which hours are minutes.</summary>
    public static GatewayPolicy Of(PolicyPlan plan) => plan.IsShipped ? new GatewayPolicy() : new GatewayPolicy
    {
        ProbeInterval = Seconds(30),
        ProbeIntervalSuspicious = Seconds(10),
        LookInterval = Seconds(120),
        LookIntervalSuspicious = Seconds(10),
        LookTimeout = Seconds(20),
        SuspicionThreshold = plan.Suspicion,
        RefusedGrace = Seconds(30),
        MaxRetries = plan.MaxRetries,
        RetryDelay = Seconds(plan.RetryDelay),
        EscalationWait = Seconds(plan.EscalationWait),
        Backoff = [Seconds(3), Seconds(10), Seconds(plan.LongestPause)],
        StartupBudget = Seconds(plan.StartupBudget),
        StartupFloor = Seconds(plan.StartupBudget / 2),
        ProgressPatience = Seconds(25),
        ManagerGrace = Seconds(25),
        RestartDeadline = Seconds(60),
        StabilityWindow = Seconds(10),
        Probation = Seconds(25),
        DoctorTimeout = Seconds(plan.DoctorTimeout),
        DoctorMaxFollowUps = plan.FollowUps,
        FlapMemory = Seconds(60),
        WakeGrace = Seconds(40),
        SuppressedNotice = Seconds(40),
        BlindNotice = Seconds(120),
        UpdateNotice = Seconds(120),
        ReminderInterval = Seconds(plan.Reminder),
        Budget = new RestartBudget
        {
            UncleanWindow = Seconds(90),
            YoungBoot = Seconds(90),
            YoungKillMemory = Seconds(400),
            RestartWindow = Seconds(200),
            Restarts = plan.LivingRestarts,
            ManagerWindow = Seconds(120),
            ManagerStarts = 6,
            StartsPerMinute = 5,
            StartsPerHour = 20,
        },
    };

    /// <summary>
    /// How long, after everything planned is over, an incident may take to its end at most: each stage of the climb at its longest, one after the other,
    /// then the slow tries beside a human, none before the longest budget is free again.
    /// </summary>
    public static TimeSpan Bound(GatewayPolicy policy)
    {
        var look = policy.LookTimeout * 2 + policy.LookIntervalSuspicious * (policy.SuspicionThreshold + 1) + policy.RefusedGrace;
        var boot = policy.StartupBudget * 3 + policy.RefusedGrace + policy.ProgressPatience;
        var order = policy.RestartDeadline + Seconds(30) + look + boot + policy.ManagerGrace;
        var pause = policy.Backoff[^1] > policy.RetryDelay ? policy.Backoff[^1] : policy.RetryDelay;
        var doctor = policy.DoctorTimeout + policy.WakeGrace + Seconds(60);
        var budget = new[] { policy.Budget.UncleanWindow, policy.Budget.YoungKillMemory, policy.Budget.RestartWindow, policy.Budget.ManagerWindow, TimeSpan.FromHours(1) }.Max();
        return (order + pause) * (policy.MaxRetries + 1) + policy.EscalationWait + doctor + (order * (policy.DoctorMaxFollowUps + 1)) + budget + ((pause + order) * 3) + policy.StabilityWindow + policy.Probation;
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
