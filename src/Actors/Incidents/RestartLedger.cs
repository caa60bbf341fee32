using System.Collections.Immutable;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// What has been spent: the gateway's boots as they were seen, whoever started them, and our own restarts. Data only; kept across restarts of the
/// healer, bounded in size.
/// </summary>
public sealed record RestartLedger
{
    /// <summary>Nothing spent yet.</summary>
    public static RestartLedger Empty { get; } = new();

    /// <summary>The last boots, oldest first.</summary>
    public ImmutableList<Boot> Boots { get; init; } = [];

    /// <summary>Our own last orders to restart, oldest first.</summary>
    public ImmutableList<OwnRestart> Restarts { get; init; } = [];

    /// <summary>How long the last boots took until the gateway said that it had started, oldest first.</summary>
    public ImmutableList<TimeSpan> BootTimes { get; init; } = [];
}

/// <summary>One process of the gateway.</summary>
/// <param name="Process">Which.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When its end was noticed; null while it runs.</param>
/// <param name="Exit">How it ended, where that is known.</param>
/// <param name="Reached">Whether it was ever seen fully started.</param>
public sealed record Boot(ProcessIdentity Process, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ProcessExit? Exit, bool Reached);

/// <summary>One order of ours.</summary>
/// <param name="At">When it was given.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="IsYoungKill">It was to end by force a process that was younger than five minutes.</param>
public sealed record OwnRestart(DateTimeOffset At, RestartKind Kind, bool IsYoungKill);
