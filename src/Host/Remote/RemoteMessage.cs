namespace OpenClaw.Host.Remote;

/// <summary>Who writes from where, by the ids that the service vouches for. Names are never looked at: anybody can take any.</summary>
/// <param name="Service">The service, e.g. <c>telegram</c>.</param>
/// <param name="Chat">The chat's id there.</param>
/// <param name="User">The user's id there.</param>
internal sealed record RemoteSender(string Service, string Chat, string User)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Service} user {User} in chat {Chat}";
}

/// <summary>One message that came. Its text is untrusted.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Id">Its id in its chat, for the answer to name it.</param>
/// <param name="Text">What it says, as it came.</param>
/// <param name="SentAt">When it was sent, by the service's clock.</param>
internal sealed record RemoteMessage(RemoteSender From, string Id, string Text, DateTimeOffset SentAt);

/// <summary>Who may order anything: both the chat and the user must be named.</summary>
/// <param name="Users">The users' ids.</param>
/// <param name="Chats">The chats' ids.</param>
public sealed record RemoteAllowList(IReadOnlySet<string> Users, IReadOnlySet<string> Chats)
{
    /// <summary>Whether this one may.</summary>
    internal bool Allows(RemoteSender sender) => Users.Contains(sender.User) && Chats.Contains(sender.Chat);
}
