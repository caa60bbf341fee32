using Akka.Event;

namespace OpenClaw.Actors.Notifying;

/// <summary>What passes between <see cref="NotifierSupervisor"/>, its channels and the keeper of its news.</summary>
public static class NotifierProtocol
{
    /// <summary>Up: a channel's actor lives (again) and has nothing in hand.</summary>
    public sealed record ChannelReady(string Channel);

    /// <summary>Down: tell this; one at a time.</summary>
    public sealed record Tell(Announcement News);

    /// <summary>Up: what the one try came to. The channel has nothing in hand any more.</summary>
    public sealed record Tried(string Channel, string Key, Delivery Outcome);

    /// <summary>To the channel's desk: this is to be told; may it be now?</summary>
    public sealed record MayTell(Announcement News) : IDeadLetterSuppression;

    /// <summary>Of the desk: tell this, which may say more than was asked for.</summary>
    /// <param name="Key">What was asked for.</param>
    /// <param name="News">What is to be told.</param>
    public sealed record Go(string Key, Announcement News) : IDeadLetterSuppression;

    /// <summary>To the desk: what telling it came to. The desk may be no more by then.</summary>
    public sealed record HasTold(Delivery Outcome) : IDeadLetterSuppression;

    /// <summary>Of the desk: it is not to be told by you, and this is what became of it.</summary>
    /// <param name="Key">What was asked for.</param>
    /// <param name="Outcome">What became of it.</param>
    public sealed record ToldForYou(string Key, Delivery Outcome) : IDeadLetterSuppression;

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
