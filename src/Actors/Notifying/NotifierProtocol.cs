namespace OpenClaw.Actors.Notifying;

/// <summary>What passes between <see cref="NotifierSupervisor"/>, its channels and the keeper of its news.</summary>
public static class NotifierProtocol
{
    /// <summary>Up: a channel's actor lives (again) and has nothing in hand.</summary>
    public sealed record ChannelReady(string Channel);

    /// <summary>Down: tell this; one at a time.</summary>
    public sealed record Tell(Announcement News);

    /// <summary>Up: told, or refused for good.</summary>
    public sealed record Told(string Channel, string Key, Delivery Outcome);

    /// <summary>Reply of a channel between two lives; its <see cref="ChannelReady"/> will come.</summary>
    public sealed record ChannelResting(string Channel);

    /// <summary>Down: there is something to write.</summary>
    public sealed record WriteNow;

    /// <summary>Up: the news that was kept, oldest first.</summary>
    public sealed record Restored(IReadOnlyList<KeptNews> Kept);

    /// <summary>Up: the news that was kept cannot be read now; it will be tried again.</summary>
    public sealed record NotRestored(string Why);

    /// <summary>Up: it is written down that this is being told on this channel. Or it was waited for long enough.</summary>
    public sealed record Begun(string Channel, string Key);

    /// <summary>Reply of the keeper between two lives: what it was to write waits for the next one.</summary>
    public sealed record KeeperResting;
}
