using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>Questions to the book about what was: for people, and for a doctor who wants to know what has helped before. Reads only.</summary>
public interface IIncidentHistory
{
    /// <summary>The incidents that fit, newest first.</summary>
    Task<IReadOnlyList<IncidentSummary>> Find(IncidentQuery query, CancellationToken cancel);

    /// <summary>One incident's events, oldest first; empty when the book has none of that name, or keeps its events no longer.</summary>
    Task<IReadOnlyList<IncidentEvent>> Events(IncidentId incident, CancellationToken cancel);

    /// <summary>How often each remedy was tried for gateways found in this phase, and how often it was the one that healed; the best first.</summary>
    Task<IReadOnlyList<RemedyRecord>> Remedies(GatewayId gateway, GatewayPhase cause, CancellationToken cancel);
}

/// <summary>Which incidents are asked for. What is null does not matter.</summary>
public sealed record IncidentQuery
{
    /// <summary>This one.</summary>
    public IncidentId? Id { get; init; }

    /// <summary>Of this gateway.</summary>
    public GatewayId? Gateway { get; init; }

    /// <summary>Opened because the gateway was found to be this.</summary>
    public GatewayPhase? Cause { get; init; }

    /// <summary>That climbed to this tier and no further.</summary>
    public Tier? Tier { get; init; }

    /// <summary>In which this remedy was the last one tried (<see cref="IncidentSummary.Remedy"/>).</summary>
    public string? Remedy { get; init; }

    /// <summary>That ended so.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>True: that are open; false: that have ended.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>Opened at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Opened before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>That lasted at least so long, from the first sign to the first good look; an open one has no length yet.</summary>
    public TimeSpan? AtLeast { get; init; }

    /// <summary>That come after this one when the newest comes first: the last one of a page names the next page. Nothing does when the book does not have it.</summary>
    public IncidentId? Before { get; init; }

    /// <summary>No more than so many, the newest.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>What one remedy has come to on this host.</summary>
/// <param name="Remedy">Its name: <c>start</c>, <c>graceful restart</c>, <c>forced restart</c>, or a doctor's.</param>
/// <param name="Tried">In how many ended incidents it was tried.</param>
/// <param name="Healed">How many of those ended well with it as the last remedy tried, and before a human was called.</param>
public sealed record RemedyRecord(string Remedy, int Tried, int Healed);
