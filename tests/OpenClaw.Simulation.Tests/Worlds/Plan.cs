using System.Globalization;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>All that is decided about a world before it begins. Data that can be printed: the same plan gives the same world, message by message.</summary>
/// <param name="Seed">Decides interleavings and every chance.</param>
/// <param name="Policy">The healer's budgets.</param>
/// <param name="Gateway">What kind of gateway it is.</param>
/// <param name="Happenings">What happens to it, to the host and to the healer.</param>
/// <param name="Doctor">What the doctor does, treatment after treatment; the last one repeats.</param>
/// <param name="Trouble">How often, in a hundred, each thing goes wrong that can at any time.</param>
public sealed record Plan(uint Seed, PolicyPlan Policy, GatewayPlan Gateway, IReadOnlyList<Happening> Happenings, IReadOnlyList<Treatment> Doctor, TroublePlan Trouble)
{
    /// <summary>When everything that was planned is over and whoever broke something has mended it.</summary>
    public TimeSpan Peace => TimeSpan.FromSeconds(Happenings.Select(static h => h.At + h.Length).DefaultIfEmpty(0).Max() + 60);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}\n  {Policy}\n  {Gateway}\n  {Trouble}\n  doctor: {string.Join(", ", Doctor)}\n  {string.Join("\n  ", Happenings.OrderBy(static h => h.At))}");
}

/// <summary>Budgets, in seconds and numbers. <paramref name="IsShipped"/>: the shipped ones instead.</summary>
public sealed record PolicyPlan(
    bool IsShipped, int Suspicion, int MaxRetries, int RetryDelay, int EscalationWait, int LongestPause, int StartupBudget, int DoctorTimeout, int FollowUps, int Reminder, int LivingRestarts);

/// <summary>One gateway.</summary>
/// <param name="Boot">Seconds from its start to its first answer.</param>
/// <param name="ManagerPause">Seconds that its manager waits before it starts it again by itself; 0: it does not.</param>
/// <param name="ShowsProgress">Whether one can see a boot get on with its work.</param>
/// <param name="SaysStarting">Whether it answers "starting" in the second half of its boot.</param>
public sealed record GatewayPlan(int Boot, int ManagerPause, bool ShowsProgress, bool SaysStarting);

/// <summary>How often something goes wrong, in a hundred.</summary>
public sealed record TroublePlan(int Restart, int Look, int Probe, int Discharge, int Delivery, int Store);

/// <summary>Something that happens.</summary>
/// <param name="At">Seconds after the world began.</param>
/// <param name="What">What.</param>
/// <param name="Length">For how many seconds, where it lasts.</param>
/// <param name="Detail">A number whose meaning depends on it.</param>
public sealed record Happening(int At, Event What, int Length, int Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{At} s: {What} for {Length} s ({Detail})";
}

/// <summary>What can happen.</summary>
public enum Event
{
    /// <summary>The gateway crashes.</summary>
    Crash,

    /// <summary>It ends in order, without anybody having asked.</summary>
    Exit,

    /// <summary>It hangs.</summary>
    Hang,

    /// <summary>It hangs, and so does each process after it until somebody mends it.</summary>
    HangsAgain,

    /// <summary>It dies in each boot until somebody mends it.</summary>
    BootLoop,

    /// <summary>It crashes and refuses its configuration with exit code 78 until somebody mends that.</summary>
    BadConfig,

    /// <summary>Boots take many times as long.</summary>
    SlowBoots,

    /// <summary>It crashes, and a stranger takes its port.</summary>
    Stranger,

    /// <summary>It crashes, and another gateway takes its port.</summary>
    Duplicate,

    /// <summary>It is started again by somebody who has given it another port.</summary>
    Moved,

    /// <summary>Its own breaker holds channels back.</summary>
    Suppressed,

    /// <summary>It answers and fails in turns.</summary>
    Flaps,

    /// <summary>It is updated: stopped, and started at the end.</summary>
    Update,

    /// <summary>It is being updated and the update dies.</summary>
    UpdateDies,

    /// <summary>Its job is unloaded.</summary>
    Unloaded,

    /// <summary>A failed update switches its job off.</summary>
    Disabled,

    /// <summary>Its owner stops it; an odd detail: for good.</summary>
    OwnerStops,

    /// <summary>Its owner pauses the healer; an odd detail: with an end of its own.</summary>
    Pause,

    /// <summary>Its owner says start.</summary>
    OwnerWantsIt,

    /// <summary>Its owner has seen it.</summary>
    Acknowledge,

    /// <summary>Something that may have blocked it changes.</summary>
    CauseChanges,

    /// <summary>Its process cannot be read.</summary>
    BlindProcess,

    /// <summary>The probe itself fails.</summary>
    BlindProbe,

    /// <summary>Looks hang.</summary>
    LooksHang,

    /// <summary>Nothing can be written, and sometimes not read.</summary>
    DiskFull,

    /// <summary>Writes and reads take seconds.</summary>
    DiskSlow,

    /// <summary>Writes and reads hang.</summary>
    DiskHangs,

    /// <summary>Writes happen, and fail all the same.</summary>
    DiskLies,

    /// <summary>One channel or all are dead in some way.</summary>
    ChannelsDead,

    /// <summary>The daemon is killed some messages later, and started again after a while; an odd detail: some messages after its next order has begun.</summary>
    Kill,

    /// <summary>The wall clock is set by the detail, seconds, forward or back.</summary>
    ClockSet,

    /// <summary>The host sleeps.</summary>
    Sleep,
}

/// <summary>What a doctor does in one treatment.</summary>
public enum Treatment
{
    /// <summary>Mends it and says so.</summary>
    Mends,

    /// <summary>Mends it, and its session breaks before it can say so.</summary>
    MendsAndCrashes,

    /// <summary>Says that it is done and has done nothing.</summary>
    Lies,

    /// <summary>Breaks the configuration and says that it is done.</summary>
    Worsens,

    /// <summary>Gives up.</summary>
    GivesUp,

    /// <summary>Its session breaks.</summary>
    Crashes,

    /// <summary>Does not come back until it is called off.</summary>
    Hangs,

    /// <summary>Cannot be had.</summary>
    Unavailable,
}
