namespace OpenClaw.Bench.Worlds;

/// <summary>Settings of the daemon that a benchmark must change.</summary>
internal static class Budgets
{
    /// <summary>
    /// Each sample is to be an outage of its own, and no machine waits minutes between two samples. The way of a restart and every pause of the
    /// sensors stay as shipped.
    /// </summary>
    public const string Open = "watchdog.flap-memory = 1ms";
}
