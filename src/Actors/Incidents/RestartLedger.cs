using System.Collections.Immutable;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// What has been spent: the gateway's boots as they were seen, whoever started them, and our own restarts. Data only; kept across restarts of the
/// healer, bounded in size.
/// </summary>
public sealed record RestartLedger
{
    private const int MostBoots = 64;
    private const int MostRestarts = 64;
    private const int MostBootTimes = 20;

    // A start time is known to the second or the tick, an exit to the second.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    // The stop budget of OpenClaw's own unit is 330 s.
    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(7);

    // Who sees a process this soon after its start has seen the whole of its boot.
    private static readonly TimeSpan WitnessedFromTheStart = TimeSpan.FromSeconds(30);

    /// <summary>Nothing spent yet.</summary>
    public static RestartLedger Empty { get; } = new();

    /// <summary>The last boots, oldest first.</summary>
    public ImmutableList<Boot> Boots { get; init; } = [];

    /// <summary>Our own last orders to restart, oldest first.</summary>
    public ImmutableList<OwnRestart> Restarts { get; init; } = [];

    /// <summary>How long the last boots took until the gateway said that it had started, oldest first.</summary>
    public ImmutableList<TimeSpan> BootTimes { get; init; } = [];

    /// <summary>Whether there is nothing to write: the same lists, or lists of the same entries.</summary>
    public bool IsSameAs(RestartLedger? other) => other is not null
        && (Boots == other.Boots || Boots.SequenceEqual(other.Boots))
        && (Restarts == other.Restarts || Restarts.SequenceEqual(other.Restarts))
        && (BootTimes == other.BootTimes || BootTimes.SequenceEqual(other.BootTimes));

    /// <summary>The boot that runs now, or the last one.</summary>
    public Boot? LastBoot => Boots.IsEmpty ? null : Boots[^1];

    /// <summary>Takes in a look at the process: a new one is a boot, one that is gone has ended.</summary>
    public RestartLedger See(ProcessState state, DateTimeOffset at)
    {
        if (state.Service == ServiceState.Unknown && state.Process is null) return this;
        var ledger = this;
        if (LastBoot is { } last && last.Process != state.Process && (last.EndedAt is null || last.Exit is null))
        {
            var exit = state.LastExit is { } known && known.At >= last.StartedAt - Precision ? known : null;
            var ended = last with { EndedAt = last.EndedAt ?? Earlier(exit?.At, at), Exit = exit };
            if (ended != last) ledger = this with { Boots = Boots.SetItem(Boots.Count - 1, ended) };
        }

        if (state.Process is not { } process || ledger.LastBoot?.Process == process) return ledger;
        return ledger with { Boots = Bounded(ledger.Boots.Add(new Boot(process, state.StartedAt ?? at, null, null, false)), MostBoots) };
    }

    /// <summary>The process that runs now has said that it has started.</summary>
    /// <param name="process">Which.</param>
    /// <param name="firstSeen">When it was seen first: a boot that began long before says nothing of how long boots take.</param>
    /// <param name="asleep">How long the host slept meanwhile.</param>
    /// <param name="at">When it said so.</param>
    public RestartLedger Reach(ProcessIdentity process, DateTimeOffset firstSeen, TimeSpan asleep, DateTimeOffset at)
    {
        if (LastBoot is not { Reached: false } boot || boot.Process != process) return this;
        var took = at - boot.StartedAt - asleep;
        return this with
        {
            Boots = Boots.SetItem(Boots.Count - 1, boot with { Reached = true }),
            BootTimes = firstSeen - boot.StartedAt <= WitnessedFromTheStart && took > TimeSpan.Zero ? Bounded(BootTimes.Add(took), MostBootTimes) : BootTimes,
        };
    }

    /// <summary>We have ordered a restart.</summary>
    public RestartLedger Order(OwnRestart restart) => this with { Restarts = Bounded(Restarts.Add(restart), MostRestarts) };

    /// <summary>Without what lies in the future: a clock that was set back must not make it count for ever.</summary>
    public RestartLedger Until(DateTimeOffset now) => this with
    {
        Boots = Boots.RemoveAll(b => b.StartedAt > now + Precision),
        Restarts = Restarts.RemoveAll(r => r.At > now + Precision),
    };

    /// <summary>What was kept before, and what has come since.</summary>
    public RestartLedger After(RestartLedger before) => new()
    {
        Boots = Bounded(before.Boots.AddRange(Boots.Where(b => before.Boots.All(old => old.Process != b.Process))), MostBoots),
        Restarts = Bounded(before.Restarts.AddRange(Restarts.Where(r => !before.Restarts.Contains(r))), MostRestarts),
        BootTimes = Bounded(before.BootTimes.AddRange(BootTimes), MostBootTimes),
    };

    /// <summary>How long a boot of this gateway may take: twice the 95th percentile of those seen, never below the floor; the default while none was seen.</summary>
    public TimeSpan StartupBudget(GatewayPolicy policy)
    {
        if (BootTimes.IsEmpty) return policy.StartupBudget;
        var sorted = BootTimes.Sort();
        var learned = sorted[(int)Math.Ceiling(0.95 * sorted.Count) - 1] * 2;
        return learned > policy.StartupFloor ? learned : policy.StartupFloor;
    }

    /// <summary>Boots that began within OpenClaw's span and ended without a clean stop, so late that OpenClaw has them in its book.</summary>
    public int UncleanBoots(DateTimeOffset now, RestartBudget budget) => Boots.Count(b => b.IsUnclean(budget) && b.StartedAt > now - budget.UncleanWindow);

    /// <summary>Processes that had come up well and have crashed since then; one that we ended ourselves has not.</summary>
    public int Crashes(DateTimeOffset since) =>
        Boots.Count(b => b is { Reached: true, EndedAt: { } end, Exit: not ({ IsClean: true } or { Code: ProcessExit.ConfigRefused }) } && end > since && !IsOurs(end));

    /// <summary>Whether a restart of this kind is within the budget now; null when it is.</summary>
    public BudgetRefusal? Refuses(RestartKind kind, ProcessState? seen, DateTimeOffset now, RestartBudget budget)
    {
        var living = kind != RestartKind.Start;
        var isYoung = living && IsYoung(seen, now, budget);
        var unclean = UncleanBoots(now, budget) + (kind == RestartKind.Forced && isYoung ? 1 : 0);
        if (kind == RestartKind.Forced && isYoung && LastOf(r => r.IsYoungKill) is { } killed && killed > now - budget.YoungKillMemory)
            return new("a young boot was ended by force a short while ago, and never twice", Sooner(seen?.StartedAt + budget.YoungBoot, killed + budget.YoungKillMemory));
        // A restart of a living gateway is a start as well.
        if (unclean >= budget.UncleanBoots)
            return new($"{unclean} unclean boots within {Telling.Phrase(budget.UncleanWindow)}: one more and OpenClaw holds its channels back", OldestUnclean(now, budget) + budget.UncleanWindow);
        if (living && Restarts.Where(r => r.Kind != RestartKind.Start && r.At > now - budget.RestartWindow).ToArray() is { } recent && recent.Length >= budget.Restarts)
            return new($"{recent.Length} restarts of ours within {Telling.Phrase(budget.RestartWindow)} are all that are allowed", recent[^budget.Restarts].At + budget.RestartWindow);
        return RefusesStart(seen, now, budget);
    }

    /// <summary>Whether the process is so young that its end by force would be an unclean boot.</summary>
    public static bool IsYoung(ProcessState? seen, DateTimeOffset now, RestartBudget budget) => seen is { Process: not null } && now - (seen.StartedAt ?? now) < budget.YoungBoot;

    /// <summary>
    /// Whether a manager's pause before its own restart may be cut short: the process had come up, and has crashed. The manager would make the same start a
    /// few seconds later, so this costs nothing; but a boot that failed, an end in order, and what happens again within minutes are the manager's business.
    /// </summary>
    public bool MayKick(ProcessState seen, DateTimeOffset now, RestartBudget budget) =>
        LastBoot is { EndedAt: { } end, Reached: true, Exit: { IsClean: false } exit }
        && exit.Code != ProcessExit.ConfigRefused
        && !Restarts.Any(r => r.At >= end)
        && Boots.Count(b => b.StartedAt > now - budget.ManagerWindow) < budget.Kicks
        && Refuses(RestartKind.Start, seen, now, budget) is null;

    private BudgetRefusal? RefusesStart(ProcessState? seen, DateTimeOffset now, RestartBudget budget)
    {
        var minute = TimeSpan.FromMinutes(1);
        var hour = TimeSpan.FromHours(1);
        var started = Boots.Where(b => b.StartedAt > now - budget.ManagerWindow).ToArray();
        // A manager that has given up has its count set back by the order that starts the unit again.
        if (seen is not { IsGivenUp: true } && started.Length >= budget.ManagerStarts)
            return new($"{started.Length} starts within {Telling.Phrase(budget.ManagerWindow)}: one more and the service manager gives it up", started[^budget.ManagerStarts].StartedAt + budget.ManagerWindow);
        if (Restarts.Where(r => r.At > now - minute).ToArray() is { } now1 && now1.Length >= budget.StartsPerMinute)
            return new($"{now1.Length} starts of ours within a minute are all that are allowed", now1[^budget.StartsPerMinute].At + minute);
        if (Restarts.Where(r => r.At > now - hour).ToArray() is { } now60 && now60.Length >= budget.StartsPerHour)
            return new($"{now60.Length} starts of ours within an hour are all that are allowed", now60[^budget.StartsPerHour].At + hour);
        return null;
    }

    private bool IsOurs(DateTimeOffset end) => Restarts.Any(r => r.Kind != RestartKind.Start && r.At <= end && end - r.At < LongestStop);

    private DateTimeOffset OldestUnclean(DateTimeOffset now, RestartBudget budget) =>
        Boots.Where(b => b.IsUnclean(budget) && b.StartedAt > now - budget.UncleanWindow).Select(b => b.StartedAt).DefaultIfEmpty(now).Min();

    private DateTimeOffset? LastOf(Func<OwnRestart, bool> which) => Restarts.LastOrDefault(which)?.At;

    private static DateTimeOffset Sooner(DateTimeOffset? a, DateTimeOffset b) => a < b ? a.Value : b;

    private static DateTimeOffset Earlier(DateTimeOffset? a, DateTimeOffset b) => a < b ? a.Value : b;

    private static ImmutableList<T> Bounded<T>(ImmutableList<T> list, int most) => list.Count > most ? list.RemoveRange(0, list.Count - most) : list;
}

/// <summary>One process of the gateway.</summary>
/// <param name="Process">Which.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When its end was noticed; null while it runs.</param>
/// <param name="Exit">How it ended, where that is known.</param>
/// <param name="Reached">Whether it was ever seen fully started.</param>
public sealed record Boot(ProcessIdentity Process, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ProcessExit? Exit, bool Reached)
{
    /// <summary>
    /// Whether OpenClaw has it in its book without an end (2026.9.6: a boot started within 5 min that wrote no outcome). Exit 78 ends before the book
    /// is opened; an end of which nobody told how it came is taken for unclean.
    /// </summary>
    public bool IsUnclean(RestartBudget budget) =>
        EndedAt is { } end && end - StartedAt >= budget.BootRecorded && Exit is not ({ IsClean: true } or { Code: ProcessExit.ConfigRefused });
}

/// <summary>One order of ours.</summary>
/// <param name="At">When it was given.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="IsYoungKill">It was to end by force a process that was younger than five minutes.</param>
public sealed record OwnRestart(DateTimeOffset At, RestartKind Kind, bool IsYoungKill);
