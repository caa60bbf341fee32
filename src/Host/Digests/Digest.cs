using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Digests;

/// <summary>What a period came to, out of the book. An incident belongs to the period in which it was opened.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, not in it any more.</param>
/// <param name="At">When the book was asked: what is open is open then.</param>
/// <param name="Gateway">The only gateway that is looked at; null: all.</param>
internal sealed record Digest(DateTimeOffset From, DateTimeOffset To, DateTimeOffset At, GatewayId? Gateway)
{
    /// <summary>The incidents, counted by what the gateway was found to be and by how they ended, as the book names both.</summary>
    public IReadOnlyList<DigestGroup> Groups { get; init; } = [];

    /// <summary>From the first sign to the moment the healer was sure; null when there was no incident.</summary>
    public DigestSpread? Detection { get; init; }

    /// <summary>From the first sign to the first good look, of those that ended with a gateway that serves; null when none did.</summary>
    public DigestSpread? Recovery { get; init; }

    /// <summary>The longest of all that reach into the period; null when none does.</summary>
    public DigestIncident? Longest { get; init; }

    /// <summary>The gateways, those that are configured first.</summary>
    public IReadOnlyList<GatewayUptime> Gateways { get; init; } = [];

    /// <summary>Doctors with costs that were called in the period, the dearest first.</summary>
    public IReadOnlyList<DoctorCost> Doctors { get; init; } = [];

    /// <summary>What became of the period's news, by channel.</summary>
    public IReadOnlyList<ChannelCount> Alerts { get; init; } = [];

    /// <summary>What is open now, whenever it was opened, the newest first; no more than <see cref="DigestBuilder.MostOpen"/>.</summary>
    public IReadOnlyList<DigestIncident> Open { get; init; } = [];

    /// <summary>How many are open now.</summary>
    public int OpenCount { get; init; }

    /// <summary>How many incidents were opened.</summary>
    public int Opened => Groups.Sum(static g => g.Count);

    /// <summary>How many of them a tier has healed and no human was called for.</summary>
    public int HealedAlone => Ended(Outcome.HealedByWatchdog) + Ended(Outcome.HealedByProber) + Ended(Outcome.HealedByDoctor);

    /// <summary>How many of them ended after a human was called.</summary>
    public int AfterHumanCall => Ended(Outcome.HealedAfterHumanCall);

    /// <summary>
    /// The share of <see cref="HealedAlone"/> in what was healed, by a tier or after a human was called; null when nothing was. What recovered by itself, was stopped
    /// by its owner or ended unseen counts neither for us nor against us.
    /// </summary>
    public double? Autonomy => HealedAlone + AfterHumanCall is > 0 and var healed ? (double)HealedAlone / healed : null;

    /// <summary>How many ended so; null: are open.</summary>
    public int Ended(Outcome? outcome) => Groups.Where(g => g.Outcome == outcome?.ToString()).Sum(static g => g.Count);

    /// <summary>By what the gateway was found to be, the most frequent first.</summary>
    public IEnumerable<(string Cause, int Count)> Causes =>
        Groups.GroupBy(static g => g.Cause, StringComparer.Ordinal).Select(static g => (g.Key, Count: g.Sum(static x => x.Count))).OrderByDescending(static c => c.Count).ThenBy(static c => c.Key, StringComparer.Ordinal);
}

/// <summary>Incidents of one kind.</summary>
/// <param name="Cause">What the gateway was found to be, as the book names it.</param>
/// <param name="Outcome">How they ended, as the book names it; null: they are open.</param>
/// <param name="Count">How many.</param>
internal sealed record DigestGroup(string Cause, string? Outcome, int Count);

/// <summary>How lengths are spread. The median and the 95th percentile are lengths that occurred (nearest rank).</summary>
/// <param name="Count">Of how many.</param>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="P95">95 of a hundred took no longer.</param>
/// <param name="Max">The longest.</param>
internal sealed record DigestSpread(int Count, TimeSpan Median, TimeSpan P95, TimeSpan Max);

/// <summary>One incident.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Cause">What the gateway was found to be, as the book names it.</param>
/// <param name="Tier">The highest tier it climbed to, as the book names it.</param>
/// <param name="Calls">How often a human was called.</param>
/// <param name="Since">The first sign.</param>
/// <param name="Lasted">From then to the first good look, or to now.</param>
/// <param name="IsOpen">It is not over.</param>
internal sealed record DigestIncident(string Id, string Gateway, string Cause, string Tier, int Calls, DateTimeOffset Since, TimeSpan Lasted, bool IsOpen);

/// <summary>How much of the period a gateway has served, as far as incidents tell.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="WatchedSince">Since when the book knows of it, if that is within the period; else the period's beginning. Null: the book knows nothing of it.</param>
/// <param name="Down">The time since then within incidents, from the first sign to the first good look; what overlaps counts once.</param>
/// <param name="Share">The rest as a share of that time, 0 to 1; null where there is none.</param>
internal sealed record GatewayUptime(string Gateway, DateTimeOffset? WatchedSince, TimeSpan Down, double? Share);

/// <summary>What one doctor came to.</summary>
/// <param name="Doctor">Its name.</param>
/// <param name="Sessions">How often it was called.</param>
/// <param name="Healed">How many of those our own looks found healthy with what it had done.</param>
/// <param name="CostUsd">US dollars, as far as they are known.</param>
/// <param name="CostUnknown">Sessions whose cost nobody knows, or that cost nothing.</param>
internal sealed record DoctorCost(string Doctor, int Sessions, int Healed, decimal CostUsd, int CostUnknown);

/// <summary>What became of news on one channel.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Delivered">Confirmed by the other side.</param>
/// <param name="Failed">Refused for good.</param>
/// <param name="Dropped">Dropped, as there was too much of it.</param>
/// <param name="Folded">Told within newer news of the same incident.</param>
/// <param name="Waiting">Still to be told, or begun and not confirmed.</param>
internal sealed record ChannelCount(string Channel, int Delivered, int Failed, int Dropped, int Folded, int Waiting);
