namespace OpenClaw.Bench.Worlds;

/// <summary>Settings of the daemon that a benchmark must change.</summary>
internal static class Budgets
{
    /// <summary>
    /// The metered restarts opened wide: a benchmark kills in an hour what dies in a year, and each sample is to be an outage of its own. The
    /// way of a restart and every pause of the sensors stay as shipped.
    /// </summary>
    public const string Open = "watchdog.flap-memory = 1ms";
}
