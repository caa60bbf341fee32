namespace OpenClaw.Host.Remote.Telegram;

/// <summary>What people write to a Telegram bot.</summary>
internal interface ITelegramUpdates
{
    /// <summary>The bot's id, which is no secret: the numbers of updates are its own.</summary>
    string Bot { get; }

    /// <summary>Waits for updates (<c>getUpdates</c>).</summary>
    /// <param name="offset">The first one that is wanted, by which all before are forgotten there; null for what was never confirmed; -1 for the last one alone.</param>
    /// <param name="wait">How long the service may wait for one.</param>
    /// <param name="cancel">Ends it.</param>
    Task<TelegramAnswer> Next(long? offset, TimeSpan wait, CancellationToken cancel);
}

/// <summary>What came of a wait for updates.</summary>
internal abstract record TelegramAnswer
{
    private TelegramAnswer() { }

    /// <summary>What came; empty when nothing did.</summary>
    /// <param name="Last">The highest number among all updates, also those that are no message; null when none came.</param>
    /// <param name="Messages">The messages among them, oldest first.</param>
    public sealed record Updates(long? Last, IReadOnlyList<RemoteMessage> Messages) : TelegramAnswer;

    /// <summary>Somebody else takes this bot's updates (409).</summary>
    /// <param name="IsWebhook">By a webhook; otherwise by waiting as we do.</param>
    public sealed record Conflict(bool IsWebhook) : TelegramAnswer;

    /// <summary>The token is none (any more).</summary>
    public sealed record Unauthorized : TelegramAnswer;

    /// <summary>Too often (429).</summary>
    /// <param name="For">How long we are to wait.</param>
    public sealed record SlowDown(TimeSpan For) : TelegramAnswer;

    /// <summary>It could not be asked.</summary>
    /// <param name="Why">One line without the address.</param>
    public sealed record Failed(string Why) : TelegramAnswer;
}
