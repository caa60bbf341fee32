namespace OpenClaw.Host.Notifiers;

/// <summary>What the body of an answer says, for the APIs whose status says too little.</summary>
public abstract record ChannelAnswer
{
    private ChannelAnswer() { }

    /// <summary>It was taken.</summary>
    /// <param name="Handle">How the message is found again; null when the answer does not say.</param>
    public sealed record Taken(string? Handle) : ChannelAnswer;

    /// <summary>The earlier message cannot be edited or answered (any more): what was to be said there is told anew.</summary>
    public sealed record Gone : ChannelAnswer;

    /// <summary>Not now, whatever the status.</summary>
    /// <param name="Why">What it said, a few words of ours or of its own vocabulary.</param>
    /// <param name="MayHaveArrived">It may have been taken all the same.</param>
    public sealed record Later(string Why, bool MayHaveArrived) : ChannelAnswer;

    /// <summary>Never, whatever the status.</summary>
    /// <param name="Why">What it said, a few words of ours or of its own vocabulary.</param>
    public sealed record Refused(string Why) : ChannelAnswer
    {
        /// <summary>It is not this message that is refused, but the channel.</summary>
        public bool IsChannelDead { get; init; } = true;
    }
}
