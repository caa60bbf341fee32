namespace OpenClaw.Host.Remote;

/// <summary>Pauses before a service is asked again.</summary>
internal static class RemoteBackoff
{
    /// <summary>The longest pause after a failure of the network.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The pause after so many failures in a row: 1, 2, 4 … s up to a minute, of which the second half is left to chance.</summary>
    /// <param name="failures">How many, 1 and up.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int failures, double chance)
    {
        var whole = Math.Min(Longest.TotalSeconds, Shortest.TotalSeconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 10)));
        return TimeSpan.FromSeconds(whole * (0.5 + (0.5 * Math.Clamp(chance, 0, 1))));
    }
}
