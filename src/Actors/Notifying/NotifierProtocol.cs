namespace OpenClaw.Actors.Notifying;

/// <summary>What passes between <see cref="NotifierSupervisor"/> and its channels.</summary>
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
}
