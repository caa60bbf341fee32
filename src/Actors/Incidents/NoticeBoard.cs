using System.Collections.Immutable;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>What its owner should hear of although there is nothing to heal, or nothing that we may heal.</summary>
public enum NoticeKind
{
    /// <summary>OpenClaw's crash-loop breaker holds channels back.</summary>
    ChannelsSuppressed,

    /// <summary>Another gateway serves in the place of the one that is kept.</summary>
    Duplicate,

    /// <summary>Nothing can be seen.</summary>
    Blind,

    /// <summary>An update takes very long.</summary>
    LongUpdate,

    /// <summary>An update has died.</summary>
    UpdateDied,

    /// <summary>It comes up well and crashes again and again.</summary>
    KeepsCrashing,

    /// <summary>Its owner has stopped it.</summary>
    StoppedByOwner,

    /// <summary>Its owner has paused the healer.</summary>
    Paused,
}

/// <summary>One condition that holds.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Detail">What exactly, one line.</param>
/// <param name="IsTold">The owner was told.</param>
/// <param name="Episode">Which of many: the same for a healer that is restarted while it holds, so that its owner is told once.</param>
public sealed record Notice(DateTimeOffset Since, string Detail, bool IsTold, string Episode);

/// <summary>The conditions that hold now. Not stored: a healer that is restarted finds them again, and its outbox knows what was told of the same episode.</summary>
/// <param name="Standing">By kind.</param>
public sealed record NoticeBoard(ImmutableSortedDictionary<NoticeKind, Notice> Standing)
{
    private const int CrashesThatCount = 3;
    private static readonly NoticeKind[] Kinds = Enum.GetValues<NoticeKind>();
    private static readonly TimeSpan CrashMemory = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan DuplicatePatience = TimeSpan.FromSeconds(30);

    /// <summary>Nothing holds.</summary>
    public static NoticeBoard Empty { get; } = new(ImmutableSortedDictionary<NoticeKind, Notice>.Empty);

    /// <summary>How long a condition of this kind may hold before its owner is told.</summary>
    public static TimeSpan Patience(NoticeKind kind, GatewayPolicy policy) => kind switch
    {
        NoticeKind.ChannelsSuppressed => policy.SuppressedNotice,
        NoticeKind.Duplicate => DuplicatePatience,
        NoticeKind.Blind => policy.BlindNotice,
        NoticeKind.LongUpdate => policy.UpdateNotice,
        _ => TimeSpan.Zero,
    };

    /// <summary>Notes which conditions hold now; what no longer holds is taken down.</summary>
    public NoticeBoard See(PhaseSeen seen, Observations observed, GatewayState state, DateTimeOffset now, GatewayPolicy policy)
    {
        var board = Standing;
        foreach (var kind in Kinds)
        {
            // What cannot be seen for a moment has not ended.
            if (!IsKnown(kind, seen, observed)) continue;
            if (Detail(kind, seen, observed, state, now) is not { } detail) board = board.Remove(kind);
            else if (!board.TryGetValue(kind, out var notice)) board = board.Add(kind, new Notice(now, detail, false, Episode(kind, observed, state, now)));
            else if (notice.Detail != detail) board = board.SetItem(kind, notice with { Detail = detail });
        }

        return board == Standing ? this : new NoticeBoard(board);
    }

    /// <summary>What is due to be told.</summary>
    public IEnumerable<KeyValuePair<NoticeKind, Notice>> Due(DateTimeOffset now, GatewayPolicy policy) =>
        Standing.IsEmpty ? [] : Standing.Where(n => !n.Value.IsTold && now - n.Value.Since >= Patience(n.Key, policy));

    /// <summary>When the next one is due; null when none is.</summary>
    public DateTimeOffset? NextDue(GatewayPolicy policy) =>
        Standing.IsEmpty ? null : Standing.Where(n => !n.Value.IsTold).Select(n => (DateTimeOffset?)(n.Value.Since + Patience(n.Key, policy))).DefaultIfEmpty(null).Min();

    /// <summary>All of them were told.</summary>
    public NoticeBoard Told(IEnumerable<NoticeKind> kinds) =>
        new(kinds.Aggregate(Standing, static (board, kind) => board.SetItem(kind, board[kind] with { IsTold = true })));

    // Facts that outlast us: a process, the time of an exit, of an update, of a word. Where there is none it is the moment of ours.
    private static string Episode(NoticeKind kind, Observations observed, GatewayState state, DateTimeOffset now) => kind switch
    {
        NoticeKind.ChannelsSuppressed when observed.Identity is { } process => process.ToString(),
        NoticeKind.Duplicate when observed.Process?.Port.Pid is { } pid => $"pid {pid}",
        NoticeKind.LongUpdate or NoticeKind.UpdateDied when observed.Process?.Upkeep.Since is { } since => Second(since),
        // Which crash was the first slides with the window: once a day is enough.
        NoticeKind.KeepsCrashing => now.UtcDateTime.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture),
        NoticeKind.StoppedByOwner when observed.Process?.LastExit?.At is { } exit => Second(exit),
        NoticeKind.Paused when state.Pause?.Since is { } since => Second(since),
        _ => Second(now),
    };

    private static string Second(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsKnown(NoticeKind kind, PhaseSeen seen, Observations observed) => kind switch
    {
        NoticeKind.ChannelsSuppressed => observed.Http is { Liveness: Probing.Liveness.Live } || observed.Process is { Process: null, Service: not ServiceState.Unknown },
        NoticeKind.Duplicate => seen.Phase is not (GatewayPhase.Suspect or GatewayPhase.Unknown or GatewayPhase.Blind),
        NoticeKind.UpdateDied or NoticeKind.LongUpdate => observed.Process is { Service: not ServiceState.Unknown, Upkeep: not { Kind: UpkeepKind.None, Evidence.Length: > 0 } },
        _ => true,
    };

    private static string? Detail(NoticeKind kind, PhaseSeen seen, Observations observed, GatewayState state, DateTimeOffset now) => kind switch
    {
        NoticeKind.ChannelsSuppressed => observed.Http is { Suppressed: { Count: > 0 } held } && seen.IsGood ? string.Join(", ", held) : null,
        NoticeKind.Duplicate => seen.Phase == GatewayPhase.Duplicate && observed.Process is { } process ? $"pid {process.Port.Pid} {process.Port.Command}" : null,
        NoticeKind.Blind => seen.Phase == GatewayPhase.Blind ? "neither its process nor its answers say how it is" : null,
        NoticeKind.LongUpdate => observed.Process?.Upkeep is { IsUnderWay: true } upkeep ? upkeep.Evidence : null,
        NoticeKind.UpdateDied => observed.Process?.Upkeep is { Kind: UpkeepKind.UpdateDied } died ? died.Evidence : null,
        NoticeKind.KeepsCrashing => state.Ledger.Crashes(now - CrashMemory) >= CrashesThatCount && (seen.IsGood || state.Notices.Standing.ContainsKey(kind))
            ? $"{CrashesThatCount} or more crashes within {Telling.Phrase(CrashMemory)}" : null,
        NoticeKind.StoppedByOwner => seen.Phase == GatewayPhase.StoppedOnPurpose ? "it stays stopped" : null,
        NoticeKind.Paused => state.Pause?.ToString(),
        _ => null,
    };
}
