namespace OpenClaw.Actors.Notifying;

/// <summary>One way to reach people. One try per call; retries, order, holds and the outbox are <see cref="NotifierSupervisor"/>'s.</summary>
public interface INotifier
{
    /// <summary>The channel's name, also its actor's name: <c>discord</c>, <c>log</c>.</summary>
    string Name { get; }

    /// <summary>The least severe announcement this channel wants. <see cref="Severity.Resolved"/> is sent when the incident's earlier news was.</summary>
    Severity Floor { get; }

    /// <summary>
    /// Whether news of several gateways may be put into one message when much comes at once. Not where each incident is a thing of its own on the other side, nor where
    /// nobody is disturbed.
    /// </summary>
    bool Groups => true;

    /// <summary>Whether it brings an earlier message up to date (<see cref="Announcement.Earlier"/>, not <see cref="Announcement.Rings"/>), which disturbs nobody.</summary>
    bool Edits => false;

    /// <summary>Tries once. What the remote side does is a <see cref="Delivery"/>, never an exception; no secret is in any text it returns.</summary>
    Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel);
}

/// <summary>What one try to deliver came to.</summary>
public abstract record Delivery
{
    private Delivery() { }

    /// <summary>The remote side confirmed it.</summary>
    public sealed record Delivered : Delivery
    {
        /// <summary>
        /// How the channel finds this message again, to edit it or to answer in its thread (a message's id, an issue's number); null where it cannot. No secret: it is kept in
        /// the book.
        /// </summary>
        public string? Handle { get; init; }
    }

    /// <summary>Not now.</summary>
    /// <param name="After">How long the remote side asked us to wait; null when it did not say.</param>
    /// <param name="Why">One line without secrets.</param>
    public sealed record TryLater(TimeSpan? After, string Why) : Delivery
    {
        /// <summary>The other side may have taken it all the same: the next try may be a repeat, and says so.</summary>
        public bool MayHaveArrived { get; init; }
    }

    /// <summary>Nothing was tried: the channel is busy or known to be down, and this waits its turn. No failure of this try.</summary>
    /// <param name="After">When it is worth asking again.</param>
    /// <param name="Why">One line without secrets.</param>
    public sealed record Waits(TimeSpan After, string Why) : Delivery
    {
        /// <summary>Only what is less than critical has to wait: the rest of the allowance is kept for calls of a human.</summary>
        public bool IsOfAllowance { get; init; }
    }

    /// <summary>Never: the same message will be refused again.</summary>
    /// <param name="Why">One line without secrets.</param>
    public sealed record Refused(string Why) : Delivery
    {
        /// <summary>It is the channel that is refused (its key, its address), not this message: the next one will be too.</summary>
        public bool IsChannelDead { get; init; }
    }
}
