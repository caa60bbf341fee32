using System.Collections.Immutable;

namespace OpenClaw.Actors.Notifying;

/// <summary>
/// What is still to be told on one channel, oldest first, and which of it now. Bounded: when full, the least severe and oldest news is dropped, and the next message says so.
/// News of an incident that could not be told in its time makes room for the newer one of the same incident, which says all. Pure.
/// </summary>
public sealed record Outbox(ChannelManners Manners)
{
    /// <summary>More than this is stale news nobody wants.</summary>
    public const int Capacity = 100;

    private const int DeathsToYield = 5;

    /// <summary>A box of a channel that may always be disturbed.</summary>
    public Outbox(Severity floor) : this(new ChannelManners(floor)) { }

    /// <summary>News not yet delivered.</summary>
    public ImmutableList<Announcement> Pending { get; init; } = [];

    /// <summary>The key of the news that is being told; null: none is.</summary>
    public string? InHand { get; init; }

    /// <summary>An earlier life has told what is in hand, as came to light only now: it is not told once more.</summary>
    public bool IsInHandOver { get; init; }

    /// <summary>Incidents of which this channel was told, may have been told or is owed something worth a "resolved".</summary>
    public ImmutableHashSet<string> Told { get; init; } = [];

    /// <summary>How the channel finds its last message of an incident again.</summary>
    public ImmutableDictionary<string, string> Handles { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Keys of news that was accepted, so that the same news is told once.</summary>
    public ImmutableList<string> Seen { get; init; } = [];

    /// <summary>News that has come to an end here without being told, until somebody has taken note of it.</summary>
    public ImmutableList<(string Key, DeliveryMark Mark)> Ended { get; init; } = [];

    /// <summary>How much was dropped since the channel's reader was told of that.</summary>
    public int Missed { get; init; }

    /// <summary>How much of that the news in hand tells of.</summary>
    public int MissedInHand { get; init; }

    /// <summary>Tries of the news that was tried last, since it was taken up.</summary>
    public int Tries { get; init; }

    /// <summary>Not before this is anything told; null: at once.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>Not before this is anything told that is less than critical; null: at once.</summary>
    public DateTimeOffset? CalmUntil { get; init; }

    /// <summary>News over which whoever told it has died, and how often in a row.</summary>
    public (string? Key, int Times) Deaths { get; init; }

    /// <summary>Takes in news that this channel wants; other news leaves the box as it is.</summary>
    public Outbox Add(Announcement news, DateTimeOffset now)
    {
        if (Seen.Contains(news.Key)) return this;
        var older = Pending.FindAll(n => MakesRoom(n, news));
        if (news.Severity == Severity.Resolved && !older.IsEmpty && !Told.Contains(news.About!) && !IsBeingTold(news.About!) && (news.IsMootUntold || !older.Exists(n => IsOverdue(n, now))))
            // Over within its hold, or nothing to anybody who was not told of it: nobody was disturbed, and nobody is.
            return Fold(older).End(news.Key, DeliveryMark.Folded) with { Seen = Remembering(news.Key) };
        if (!Wants(news) && !(news.Severity == Severity.Resolved && older.Exists(n => IsOverdue(n, now)))) return this;
        var late = older.Where(n => IsOverdue(n, now)).Sum(static n => 1 + n.Folded);
        var box = Fold(older);
        return (box with { Pending = box.Pending.Add(late == 0 ? news : news with { Folded = late }), Seen = Remembering(news.Key) }).Bound();
    }

    /// <summary>Takes in news of an earlier life as it was left there: what was not told is pending again, everything else is only known.</summary>
    /// <param name="news">The news.</param>
    /// <param name="mark">What became of it; null: it was never begun.</param>
    /// <param name="handle">How the channel finds it again.</param>
    /// <param name="now">The time now.</param>
    public Outbox Restore(Announcement news, DeliveryMark? mark, string? handle, DateTimeOffset now) => mark switch
    {
        null => Add(news, now),
        DeliveryMark.Begun => (this with { Told = Telling(news) }).Add(news with { MayBeRepeat = true }, now),
        DeliveryMark.Delivered when !Seen.Contains(news.Key) => Know(news, handle),
        // What took its place is still owed.
        DeliveryMark.Folded when !Seen.Contains(news.Key) => this with { Seen = Remembering(news.Key), Told = Telling(news) },
        // It was not told of how that incident began, or not as this piece of news.
        _ => Seen.Contains(news.Key) ? this : this with { Seen = Remembering(news.Key) },
    };

    /// <summary>
    /// This box, put behind what an earlier life has left: what was told or is being told meanwhile stays so, and what only waits is over when an earlier life
    /// has told it.
    /// </summary>
    /// <param name="earlier">What the earlier life has left, oldest first.</param>
    /// <param name="since">All news of this life so far, what was not wanted included: with what is known now it may be.</param>
    /// <param name="now">The time now.</param>
    public Outbox After(IReadOnlyList<(Announcement News, DeliveryMark? Mark, string? Handle)> earlier, IReadOnlyList<Announcement> since, DateTimeOffset now)
    {
        var mine = Pending.ToDictionary(static n => n.Key);
        var box = this with { Pending = [], Seen = [] };
        if (InHand is not null && mine.TryGetValue(InHand, out var first))
            box = box with { Pending = [first], Seen = [first.Key], IsInHandOver = earlier.Any(e => e.News.Key == InHand && e.Mark == DeliveryMark.Delivered) };
        foreach (var (news, mark, handle) in earlier.Where(e => !Seen.Contains(e.News.Key) || (mine.ContainsKey(e.News.Key) && WasTried(e.Mark)))) box = box.Restore(news, mark, handle, now);
        foreach (var news in since)
        {
            if (!Seen.Contains(news.Key) || mine.ContainsKey(news.Key)) box = box.Add(mine.GetValueOrDefault(news.Key, news), now);
            else if (!box.Seen.Contains(news.Key)) box = box with { Seen = box.Remembering(news.Key), Told = IsOver(news) ? box.Told.Remove(news.About!) : box.Told };
        }

        return box;
    }

    /// <summary>The news to tell now: none while one is being told, while the channel rests, and of what has its time still to come.</summary>
    public Announcement? Next(DateTimeOffset now) => InHand is null && !(now < RestsUntil) ? Pending.Find(n => TimeOf(n, now) <= now) : null;

    /// <summary>When to look again though nothing has happened; null when nothing waits, or when one is being told.</summary>
    public DateTimeOffset? WakeAt(DateTimeOffset now) => InHand is not null || Pending.IsEmpty ? null : Later(Pending.Min(n => TimeOf(n, now)), RestsUntil);

    /// <summary>News is being told, and with it how much was lost before.</summary>
    public Outbox Take(Announcement news) => this with { InHand = news.Key, IsInHandOver = false, MissedInHand = Missed };

    /// <summary>News as the channel is to tell it: with what only this box knows.</summary>
    public Announcement Dress(Announcement news) =>
        news with { Earlier = news is { IsOfTale: true, About: { } about } ? Handles.GetValueOrDefault(about) : null, Missed = MissedInHand };

    /// <summary>The news in hand was delivered.</summary>
    /// <param name="handle">How the channel finds it again; null: it cannot.</param>
    public Outbox Delivered(string? handle) => InHandNews is not { } news ? Idle() : Idle().Without(news.Key).Know(news, handle) with { Missed = Missed - MissedInHand };

    /// <summary>The news in hand was refused for good.</summary>
    public Outbox Refused() => InHand is { } key ? Idle().Without(key) : this;

    /// <summary>It is not told now but later, unless something newer of the same tale waits already.</summary>
    /// <param name="until">Until when the channel rests; null: it does not.</param>
    /// <param name="isTry">It was tried; false: it only waited its turn.</param>
    /// <param name="mayHaveArrived">It may have reached the other side all the same.</param>
    public Outbox PutBack(DateTimeOffset? until, bool isTry, bool mayHaveArrived)
    {
        if (InHandNews is not { } told) return Idle() with { RestsUntil = until };
        if (IsInHandOver) return Idle().Without(told.Key).Know(told, null).End(told.Key, DeliveryMark.Delivered) with { RestsUntil = until };
        var news = mayHaveArrived ? told with { MayBeRepeat = true } : told;
        var box = this with
        {
            InHand = null,
            RestsUntil = until,
            Tries = isTry ? Tries + 1 : Tries,
            Told = mayHaveArrived ? Telling(news) : Told,
            Pending = Pending.Replace(told, news),
        };
        // Whatever else there is of the same tale has come since.
        if (box.Pending.Find(n => box.MakesRoom(news, n)) is not { } newer) return box;
        box = box.Fold([news]);
        return box with { Pending = box.Pending.Replace(newer, newer with { Folded = newer.Folded + 1 + news.Folded }) };
    }

    /// <summary>It waits for the channel's allowance: what is critical does not wait with it, unless it is critical itself.</summary>
    public Outbox Calm(DateTimeOffset until) => InHandNews is { Severity: Severity.Critical } or null ? PutBack(until, isTry: false, mayHaveArrived: false)
        : PutBack(RestsUntil, isTry: false, mayHaveArrived: false) with { CalmUntil = until };

    /// <summary>Whoever told it has died over it. News that does so again and again goes behind the others: they must not wait for a cure of it.</summary>
    /// <param name="mayHaveArrived">It may have reached the other side all the same.</param>
    public Outbox Bereave(bool mayHaveArrived)
    {
        if (InHandNews is not { } news) return this;
        var deaths = Deaths.Key == news.Key ? Deaths.Times + 1 : 1;
        var box = PutBack(null, isTry: false, mayHaveArrived) with { Deaths = (news.Key, deaths) };
        return deaths < DeathsToYield || box.Pending.Find(n => n.Key == news.Key) is not { } poison ? box : box with { Pending = box.Pending.Remove(poison).Add(poison), Deaths = default };
    }

    /// <summary>Whether the channel wants it as things stand.</summary>
    public bool Wants(Announcement news) => news.PassesFloor || (news.Severity == Severity.Resolved
        ? Manners.Floor <= Severity.Resolved || (news.About is { } about && (Told.Contains(about) || IsBeingTold(about)))
        : news.Severity >= Manners.Floor);

    private Announcement? InHandNews => InHand is { } key ? Pending.Find(n => n.Key == key) : null;

    private Outbox Idle() => this with { InHand = null, Tries = 0, RestsUntil = null, CalmUntil = null };

    private Outbox Without(string key) => this with { Pending = Pending.RemoveAll(n => n.Key == key) };

    private Outbox End(string key, DeliveryMark mark) => this with { Ended = Ended.Add((key, mark)) };

    /// <summary>Takes in that news was told.</summary>
    private Outbox Know(Announcement news, string? handle)
    {
        var isOver = IsOver(news);
        return this with
        {
            Seen = Seen.Contains(news.Key) ? Seen : Remembering(news.Key),
            Told = isOver ? Told.Remove(news.About!) : Telling(news),
            Handles = news is not { IsOfTale: true, About: { } about } ? Handles : isOver ? Handles.Remove(about) : handle is null ? Handles : Handles.SetItem(about, handle),
        };
    }

    private ImmutableHashSet<string> Telling(Announcement news) =>
        news is { About: { } about, Severity: Severity.Warning or Severity.Critical } ? Told.Add(about) : Told;

    private Outbox Fold(ImmutableList<Announcement> older) => older.IsEmpty ? this : this with
    {
        Pending = Pending.RemoveRange(older),
        Ended = Ended.AddRange(older.Select(static n => (n.Key, DeliveryMark.Folded))),
        // Some of it may have been told.
        Told = Told.Union(older.Where(static n => n.MayBeRepeat).Select(static n => n.About!)),
    };

    private Outbox Bound()
    {
        if (Pending.Count <= Capacity) return this;
        var victim = Pending.Where(n => n.Key != InHand).MinBy(static n => Rank(n.Severity))!;
        return Without(victim.Key).End(victim.Key, DeliveryMark.Dropped) with { Missed = Missed + 1 };
    }

    // Of one tale the newer news says all that the older one did. What is being told is not taken back, and what rings makes no room for what does not.
    private bool MakesRoom(Announcement older, Announcement newer) => older.Key != InHand && older.Key != newer.Key
        && older.IsOfTale && newer.IsOfTale && older.About == newer.About && older.Severity != Severity.Resolved
        && (newer.Severity == Severity.Resolved || newer.Severity >= older.Severity);

    private bool IsOverdue(Announcement news, DateTimeOffset now) => news.MayBeRepeat || Manners.HeldUntil(news) < now || !news.IsBeginning;

    private bool IsBeingTold(string about) => InHandNews?.About == about;

    private DateTimeOffset TimeOf(Announcement news, DateTimeOffset now)
    {
        var due = Manners.DueAt(news, now, news is { Severity: Severity.Resolved, Rings: true, About: { } about } && Told.Contains(about));
        return news.Severity == Severity.Critical ? due : Later(due, CalmUntil);
    }

    private static bool IsOver(Announcement news) => news is { Severity: Severity.Resolved, About: not null };

    // "Not for it" says nothing of what waits here: news of this life may have been kept before the channel was known.
    private static bool WasTried(DeliveryMark? mark) => mark is not (null or DeliveryMark.NotForIt);

    private ImmutableList<string> Remembering(string key) => (Seen.Count >= 10 * Capacity ? Seen.RemoveAt(0) : Seen).Add(key);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;

    // "It is over" outranks "it began": dropping it would leave people worried for nothing.
    private static int Rank(Severity severity) => severity switch { Severity.Info => 0, Severity.Warning => 1, Severity.Resolved => 2, _ => 3 };
}
