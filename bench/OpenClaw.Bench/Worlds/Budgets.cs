namespace OpenClaw.Bench.Worlds;

/// <summary>Settings of the daemon that a benchmark must change.</summary>
internal static class Budgets
{
    /// <summary>
    /// Each sample is an outage of its own, of a gateway that has lived for long: it counts as grown up after a second, as nobody waits five minutes
    /// before each sample. The way of a restart and every pause of the sensors stay as shipped.
    /// </summary>
    public const string Open = "watchdog.flap-memory = 1ms\n  budget.young-boot = 1s";
}
