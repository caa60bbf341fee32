namespace OpenClaw.Simulation.Tests.Engine;

/// <summary>Chance that is the same for the same seed, on every machine and with every version of .NET.</summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next number (SplitMix64).</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    public int Below(int limit) => limit <= 1 ? 0 : (int)(Next() % (ulong)limit);

    /// <summary>True so many times out of a hundred.</summary>
    public bool Percent(int chance) => chance > 0 && Below(100) < chance;
}
