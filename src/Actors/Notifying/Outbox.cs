using System.Collections.Immutable;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Notifying;

/// <summary>What is still to be told on one channel, oldest first. Bounded: when full, the least severe and oldest news is dropped and counted.</summary>
public sealed record Outbox(Severity Floor)
{
    /// <summary>More than this is stale news nobody wants.</summary>
    public const int Capacity = 100;

    /// <summary>News not yet delivered.</summary>
    public ImmutableList<Announcement> Pending { get; init; } = [];

    /// <summary>Incidents of which this channel was told something worth a "resolved".</summary>
    public ImmutableHashSet<IncidentId> Told { get; init; } = [];

    /// <summary>Keys of news that was accepted, so that the same news is told once.</summary>
    public ImmutableList<string> Seen { get; init; } = [];

    /// <summary>News dropped because the box was full.</summary>
    public int Dropped { get; init; }

    /// <summary>Takes in news that this channel wants; other news leaves the box as it is.</summary>
    public Outbox Add(Announcement news)
    {
        if (Seen.Contains(news.Key) || !Wants(news)) return this;
        var pending = Pending.Add(news);
        var dropped = Dropped;
        if (pending.Count > Capacity)
        {
            // Index 0 may be under way: never drop that one.
            var victim = Enumerable.Range(1, pending.Count - 1).MinBy(i => (Rank(pending[i].Severity), i));
            pending = pending.RemoveAt(victim);
            dropped++;
        }

        return this with
        {
            Pending = pending,
            Dropped = dropped,
            Seen = (Seen.Count >= 10 * Capacity ? Seen.RemoveAt(0) : Seen).Add(news.Key),
            Told = news switch
            {
                { Incident: { } incident, Severity: Severity.Warning or Severity.Critical } => Told.Add(incident),
                { Incident: { } incident, Severity: Severity.Resolved } => Told.Remove(incident),
                _ => Told,
            },
        };
    }

    /// <summary>Takes out news that was delivered or refused.</summary>
    public Outbox Remove(string key) => this with { Pending = Pending.RemoveAll(n => n.Key == key) };

    private bool Wants(Announcement news) => news.Severity == Severity.Resolved
        ? Floor <= Severity.Resolved || (news.Incident is { } incident && Told.Contains(incident))
        : news.Severity >= Floor;

    // "It is over" outranks "it began": dropping it would leave people worried for nothing.
    private static int Rank(Severity severity) => severity switch { Severity.Info => 0, Severity.Warning => 1, Severity.Resolved => 2, _ => 3 };
}
