namespace OpenClaw.Actors.Gateways;

/// <summary>Chance that is the same for the same matter: many healers of many gateways do not act in step, and a replay decides the same.</summary>
internal static class Jitter
{
    /// <summary>A share from 0 to 1, spread evenly over all matters.</summary>
    /// <param name="matter">What it is for, for example an order's incident and number.</param>
    public static double Share(string matter)
    {
        var hash = 2166136261u;
        foreach (var c in matter) hash = (hash ^ c) * 16777619u;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        hash ^= hash >> 16;
        return hash / (double)uint.MaxValue;
    }
}
