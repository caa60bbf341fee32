namespace OpenClaw.Simulation.Tests.Rules;

/// <summary>What the healer promises by now.</summary>
public static class Switches
{
    /// <summary>News that is kept survives the daemon.</summary>
    public static bool OutboxIsDurable => false;

    /// <summary>Events that could not be written come with a later write.</summary>
    public static bool BookCatchesUp => false;
}
