namespace OpenClaw.Host.Remote;

/// <summary>Looks things up, decides what would be done, and does it. Never throws but for cancellation.</summary>
internal interface IRemoteDesk
{
    /// <summary>The answer to a command that only looks.</summary>
    Task<string> Look(RemoteCommand command, CancellationToken cancel);

    /// <summary>Decides what would be done; touches nothing.</summary>
    Task<RemotePlan> Prepare(RemoteCommand command, CancellationToken cancel);

    /// <summary>Does exactly that, or says why it cannot be done any more.</summary>
    Task<RemoteDone> CarryOut(RemoteOrder order, CancellationToken cancel);
}

/// <summary>What was decided.</summary>
/// <param name="Order">What would be done; null when nothing can be.</param>
/// <param name="Refusal">Why nothing can be done, one line.</param>
internal sealed record RemotePlan(RemoteOrder? Order, string Refusal = "");

/// <summary>What came of a deed.</summary>
/// <param name="IsDone">It was done.</param>
/// <param name="Text">What is answered.</param>
internal sealed record RemoteDone(bool IsDone, string Text);

/// <summary>Answers in a chat.</summary>
internal interface IRemoteVoice
{
    /// <summary>Answers a message. Untrusted parts of the text may say anything: the adapter sees to it that they do nothing.</summary>
    /// <returns>Why it was not delivered, one line without secrets; null when it was.</returns>
    Task<string?> Answer(RemoteMessage to, string text, CancellationToken cancel);
}

/// <summary>The record of what was asked for from chats.</summary>
internal interface IRemoteBook
{
    /// <summary>Writes it down. Never fails: what cannot be written is a line in the log.</summary>
    Task Note(RemoteEntry entry, CancellationToken cancel);

    /// <summary>What was asked for in an incident, oldest first.</summary>
    Task<IReadOnlyList<RemoteEntry>> Of(string incident, CancellationToken cancel);
}

/// <summary>One command from a chat. No code and no raw text of a message is in it.</summary>
/// <param name="At">When it was heard, or its end was.</param>
/// <param name="From">Who.</param>
/// <param name="Command">What, in our own words.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Incident">The incident it is about; null for none.</param>
internal sealed record RemoteEntry(DateTimeOffset At, RemoteSender From, string Command, string Outcome, string? Incident);
