namespace OpenClaw.Host.Digests;

/// <summary>Which channels a digest is for. It is no alarm: unless its owner names them, it is for those that people read, and opens nothing that must be closed.</summary>
internal static class DigestChannels
{
    /// <summary>Channels where a message is a thing of its own that somebody must close, or an alarm by its nature.</summary>
    public static IReadOnlyList<string> Alarming { get; } = ["pagerduty", "github", Notifiers.ConfiguredChannels.RecoveryLog];

    /// <summary>The channels that get it.</summary>
    /// <param name="chosen"><c>openclaw.notify.digest.channels</c>; empty: all but <see cref="Alarming"/>.</param>
    /// <param name="channels">The channels that are set up.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> chosen, IEnumerable<string> channels) => chosen.Count > 0 ? chosen : [.. channels.Except(Alarming, StringComparer.Ordinal)];
}
