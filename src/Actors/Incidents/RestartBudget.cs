namespace OpenClaw.Actors.Incidents;

/// <summary>
/// What restarts and boots may cost. OpenClaw 2026.9.6 holds its channels back after 3 unclean boots in 5 min and warns of a storm after 3 outside
/// restarts in 10 min; systemd gives its unit up after 10 starts in 300 s. We never use up the last one.
/// </summary>
public sealed record RestartBudget
{
    /// <summary>The span in which OpenClaw counts unclean boots.</summary>
    public TimeSpan UncleanWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Unclean boots in that span after which we start nothing more: OpenClaw's own limit is one more.</summary>
    public int UncleanBoots { get; init; } = 2;

    /// <summary>A boot younger than this that is ended by force counts as unclean; by force at most once.</summary>
    public TimeSpan YoungBoot { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after one young boot was ended by force no other is.</summary>
    public TimeSpan YoungKillMemory { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A process that ends sooner than this has not written itself into OpenClaw's book of boots yet (2026.9.6: after 3.4 s at the earliest seen).</summary>
    public TimeSpan BootRecorded { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The span in which restarts from outside are counted.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Restarts of a living gateway that we allow ourselves in that span.</summary>
    public int Restarts { get; init; } = 2;

    /// <summary>The span in which systemd counts starts (StartLimitIntervalSec of OpenClaw's unit).</summary>
    public TimeSpan ManagerWindow { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Starts in that span, whoever made them, after which we make none: systemd's limit (StartLimitBurst) is one more.</summary>
    public int ManagerStarts { get; init; } = 9;

    /// <summary>Boots within <see cref="ManagerWindow"/> after which the manager's own pause is no longer cut short.</summary>
    public int Kicks { get; init; } = 2;

    /// <summary>Starts of ours within a minute: a process that dies at once must not become a storm.</summary>
    public int StartsPerMinute { get; init; } = 8;

    /// <summary>Starts of ours within an hour.</summary>
    public int StartsPerHour { get; init; } = 12;
}

/// <summary>The budget says no, for now.</summary>
/// <param name="Why">Which part of it is spent, one line.</param>
/// <param name="Until">When it may say otherwise.</param>
public sealed record BudgetRefusal(string Why, DateTimeOffset Until);
