using System.Collections.Concurrent;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>What occurred, and how often: a simulation that never gets anywhere proves nothing.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How often something occurred.</summary>
    public long this[string what] => _counts.GetValueOrDefault(what);

    /// <summary>All, by name.</summary>
    public IEnumerable<KeyValuePair<string, long>> All => _counts.OrderBy(static c => c.Key, StringComparer.Ordinal);

    /// <summary>It occurred.</summary>
    public void Count(string what, long times = 1) => _counts.AddOrUpdate(what, times, (_, before) => before + times);

    /// <summary>Takes another's counts in.</summary>
    public void Add(Tally other)
    {
        foreach (var (what, times) in other._counts) Count(what, times);
    }
}
