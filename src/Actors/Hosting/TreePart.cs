namespace OpenClaw.Actors.Hosting;

/// <summary>A part of the healer's tree, below its backoff supervisor where it has one.</summary>
internal enum TreePart
{
    /// <summary>The root.</summary>
    Root,

    /// <summary>One gateway's error kernel.</summary>
    Gateway,

    /// <summary>Tier 4's head.</summary>
    Notifier,

    /// <summary>One channel of tier 4.</summary>
    Channel,

    /// <summary>The keeper of news that is not told yet.</summary>
    Keeper,

    /// <summary>Tier 1.</summary>
    Watchdog,

    /// <summary>Tier 2.</summary>
    Prober,

    /// <summary>Tier 3.</summary>
    Doctor,

    /// <summary>The brain.</summary>
    Incident,

    /// <summary>The watch on causes.</summary>
    Causes,
}
