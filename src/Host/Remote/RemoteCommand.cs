using System.Globalization;

namespace OpenClaw.Host.Remote;

/// <summary>What a message asks for.</summary>
internal abstract record RemoteCommand
{
    private RemoteCommand() { }

    /// <summary>It in our own words, as it is kept: nothing of the message but names and lengths that were understood.</summary>
    public abstract string Words { get; }

    /// <summary>What can be typed.</summary>
    public sealed record Help : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => "help";
    }

    /// <summary>How the gateways stand.</summary>
    public sealed record Status : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => "status";
    }

    /// <summary>The newest incidents.</summary>
    public sealed record Incidents : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => "incidents";
    }

    /// <summary>An incident was seen.</summary>
    /// <param name="Named">The incident or its gateway; null when only one can be meant.</param>
    public sealed record Ack(string? Named) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => Joined("ack", Named);
    }

    /// <summary>Hands off for a while. One without an end is for the command line: whoever loses the telephone must not lose the healer.</summary>
    /// <param name="Gateway">The gateway; null when there is only one.</param>
    /// <param name="Length">How long.</param>
    /// <param name="Reason">Why, one clean line; null for none.</param>
    public sealed record Pause(string? Gateway, TimeSpan Length, string? Reason) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => Joined("pause", Gateway, string.Create(CultureInfo.InvariantCulture, $"{Length.TotalSeconds:0}s"), Reason);
    }

    /// <summary>The end of a pause.</summary>
    /// <param name="Gateway">The gateway; null when there is only one.</param>
    public sealed record Resume(string? Gateway) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => Joined("resume", Gateway);
    }

    /// <summary>A yes to what is proposed.</summary>
    /// <param name="Named">The incident or its gateway; null when only one can be meant.</param>
    public sealed record Approve(string? Named) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => Joined("approve", Named);
    }

    /// <summary>The last change of an incident is to be taken back.</summary>
    /// <param name="Incident">The incident; null for the newest one with a change that is in effect.</param>
    public sealed record Undo(string? Incident) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => Joined("undo", Incident);
    }

    /// <summary>The gateway is to be started anew.</summary>
    /// <param name="Gateway">The gateway; null when there is only one.</param>
    public sealed record Restart(string? Gateway) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => Joined("restart", Gateway);
    }

    /// <summary>A yes to what was offered, by its code.</summary>
    /// <param name="Code">What was typed as the code; it may be none.</param>
    public sealed record Confirm(string Code) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => "confirm";
    }

    /// <summary>It cannot be understood.</summary>
    /// <param name="Why">Why, one line; nothing of the message is in it.</param>
    public sealed record Unclear(string Why) : RemoteCommand
    {
        /// <inheritdoc/>
        public override string Words => "(not understood)";
    }

    private static string Joined(params ReadOnlySpan<string?> parts)
    {
        var words = new List<string>();
        foreach (var part in parts)
            if (part is not null) words.Add(part);
        return string.Join(' ', words);
    }
}
