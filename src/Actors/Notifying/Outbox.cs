using System.Collections.Immutable;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Notifying;

/// <summary>What is still to be told on one channel, oldest first. Bounded: when full, the least severe and oldest news is dropped and named.</summary>
public sealed record Outbox(Severity Floor)
{
    /// <summary>More than this is stale news nobody wants.</summary>
    public const int Capacity = 100;

    /// <summary>The channel's name, for news that is for some channels only; null: it takes what is for others too.</summary>
    public string? Channel { get; init; }

    /// <summary>News not yet delivered.</summary>
    public ImmutableList<Announcement> Pending { get; init; } = [];

    /// <summary>Incidents of which this channel was told something worth a "resolved".</summary>
    public ImmutableHashSet<IncidentId> Told { get; init; } = [];

    /// <summary>Keys of news that was accepted, so that the same news is told once.</summary>
    public ImmutableList<string> Seen { get; init; } = [];

    /// <summary>Keys of news that was dropped because the box was full, until somebody has taken note of it.</summary>
    public ImmutableList<string> Dropped { get; init; } = [];

    /// <summary>Takes in news that this channel wants; other news leaves the box as it is.</summary>
    public Outbox Add(Announcement news)
    {
        if (Seen.Contains(news.Key) || !Wants(news)) return this;
        var (pending, dropped) = (Pending.Add(news), Dropped);
        if (pending.Count > Capacity)
        {
            // Index 0 may be under way: never drop that one.
            var victim = Enumerable.Range(1, pending.Count - 1).MinBy(i => (Rank(pending[i].Severity), i));
            dropped = dropped.Add(pending[victim].Key);
            pending = pending.RemoveAt(victim);
        }

        return Know(news) with { Pending = pending, Dropped = dropped };
    }

    /// <summary>Takes in news of an earlier life as it was left there: what was not told is pending again, everything else is only known.</summary>
    public Outbox Restore(Announcement news, DeliveryMark? mark) => mark switch
    {
        null => Add(news),
        DeliveryMark.Begun => Add(news with { MayBeRepeat = true }),
        // It was not told of how that incident began.
        DeliveryMark.NotForIt => this with { Seen = Remembering(news.Key) },
        _ => Know(news),
    };

    /// <summary>Takes in that news was told already.</summary>
    public Outbox Know(Announcement news) => Seen.Contains(news.Key) ? this : this with
    {
        Seen = Remembering(news.Key),
        Told = news switch
        {
            { Incident: { } incident, Severity: Severity.Warning or Severity.Critical } => Told.Add(incident),
            { Incident: { } incident, Severity: Severity.Resolved } => Told.Remove(incident),
            _ => Told,
        },
    };

    /// <summary>
    /// This box, put behind what an earlier life has left: what was told or is being told meanwhile stays so, and what only waits is over when an earlier life
    /// has told it.
    /// </summary>
    /// <param name="earlier">What the earlier life has left, oldest first.</param>
    /// <param name="since">All news of this life so far, what was not wanted included: with what is known now it may be.</param>
    /// <param name="inHand">The key of what is being told; it is neither dropped nor overtaken.</param>
    public Outbox After(IEnumerable<(Announcement News, DeliveryMark? Mark)> earlier, IReadOnlyList<Announcement> since, string? inHand)
    {
        var mine = Pending.ToDictionary(static n => n.Key);
        var box = new Outbox(Floor) { Channel = Channel };
        if (inHand is not null && mine.TryGetValue(inHand, out var first)) box = box.Know(first) with { Pending = [first] };
        foreach (var (news, mark) in earlier.Where(e => !Seen.Contains(e.News.Key) || (mine.ContainsKey(e.News.Key) && WasTried(e.Mark)))) box = box.Restore(news, mark);
        foreach (var news in since) box = Seen.Contains(news.Key) && !mine.ContainsKey(news.Key) ? box.Know(news) : box.Add(mine.GetValueOrDefault(news.Key, news));
        return box;
    }

    /// <summary>Takes out news that was delivered or refused.</summary>
    public Outbox Remove(string key) => this with { Pending = Pending.RemoveAll(n => n.Key == key) };

    /// <summary>A try to tell this was begun, and nobody knows what became of it.</summary>
    public Outbox Doubt(string key) => this with { Pending = [.. Pending.Select(n => n.Key == key ? n with { MayBeRepeat = true } : n)] };

    /// <summary>Whether the channel wants it as things stand.</summary>
    public bool Wants(Announcement news) => (news.Only is null || Channel is null || news.Only.Contains(Channel)) && (news.PassesFloor || (news.Severity == Severity.Resolved
        ? Floor <= Severity.Resolved || (news.Incident is { } incident && Told.Contains(incident))
        : news.Severity >= Floor));

    // "Not for it" says nothing of what waits here: news of this life may have been kept before the channel was known.
    private static bool WasTried(DeliveryMark? mark) => mark is not (null or DeliveryMark.NotForIt);

    private ImmutableList<string> Remembering(string key) => (Seen.Count >= 10 * Capacity ? Seen.RemoveAt(0) : Seen).Add(key);

    // "It is over" outranks "it began": dropping it would leave people worried for nothing.
    private static int Rank(Severity severity) => severity switch { Severity.Info => 0, Severity.Warning => 1, Severity.Resolved => 2, _ => 3 };
}
