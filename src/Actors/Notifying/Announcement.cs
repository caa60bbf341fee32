using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Notifying;

/// <summary>One piece of news for people. Made from a transition of an incident, never from a cycle.</summary>
/// <param name="Key">The same news has the same key, over restarts of the healer too, so that it is told once: the idempotency key of every channel.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Incident">The incident, null for news about the healer itself.</param>
/// <param name="Severity">How urgent.</param>
/// <param name="Title">One line.</param>
/// <param name="Body">A few plain sentences: what broke, since when, what was done.</param>
/// <param name="Evidence">Why we think so, a line each. May hold text from processes and logs: untrusted, to be escaped by the channel.</param>
/// <param name="YourTurn">What the reader must do now, with the exact command; null when nothing.</param>
/// <param name="At">When it became news.</param>
public sealed record Announcement(
    string Key,
    GatewayId Gateway,
    IncidentId? Incident,
    Severity Severity,
    string Title,
    string Body,
    IReadOnlyList<string> Evidence,
    string? YourTurn,
    DateTimeOffset At)
{
    /// <summary>An earlier try may have reached the other side without our hearing of it: better twice than never, and the reader is told so.</summary>
    public bool MayBeRepeat { get; init; }

    /// <summary>
    /// It must be noticed, so it is a message of its own: an edit of an older one rings no telephone. False: where the channel can edit, the incident's earlier message
    /// (<see cref="Earlier"/>) is brought up to date instead.
    /// </summary>
    public bool Rings { get; init; } = true;

    /// <summary>It says that something began: what is over within a channel's hold is recorded and not told (<see cref="ChannelManners.Hold"/>).</summary>
    public bool IsBeginning { get; init; }

    /// <summary>Its owner has asked for it (a digest, a test): no floor holds it back.</summary>
    public bool PassesFloor { get; init; }

    /// <summary>The channels it is for; null: all of them.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>The channel that it is about, and that cannot tell it; null: none.</summary>
    public string? NotOn { get; init; }

    /// <summary>What kind of trouble it is, the same for the same trouble of the same gateway at another time; null for what is no outage.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// The handle of this incident's last message on this very channel, as the channel gave it back (<see cref="Delivery.Delivered.Handle"/>): to be edited, or answered in its
    /// thread. Null: there is none, or the channel gives none. Set while the news is handed out, never kept with it.
    /// </summary>
    public string? Earlier { get; init; }

    /// <summary>How many older pieces of news this channel has lost, as too many waited: the reader is told with the next one. Set while the news is handed out.</summary>
    public int Missed { get; init; }

    /// <summary>How many older pieces of news of the same incident this one stands for, as they could not be told in their time. Set while the news is handed out.</summary>
    public int Folded { get; init; }

    /// <summary>Whether it is for this channel at all.</summary>
    public bool IsFor(string channel) => NotOn != channel && Only?.Contains(channel) != false;

    /// <summary>Its end is news to those only who were told of its beginning, however long it has lasted.</summary>
    public bool IsMootUntold { get; init; }

    /// <summary>What it is about: its incident, or the failure of a channel; null for what has no beginning and end.</summary>
    internal string? About => Incident?.Value ?? (Key.StartsWith(ChannelTale, StringComparison.Ordinal) ? Key[..Key.LastIndexOf('/')] : null);

    /// <summary>It belongs to the tale of that, which has one beginning and one end; a notice that came while an incident was open does not.</summary>
    internal bool IsOfTale => About is { } about && Key.StartsWith($"{about}/", StringComparison.Ordinal);

    /// <summary>How the keys of a channel's failure and its end begin.</summary>
    internal const string ChannelTale = "channel/";
}

/// <summary>How urgent an announcement is.</summary>
public enum Severity
{
    /// <summary>For the log.</summary>
    Info,

    /// <summary>It is over.</summary>
    Resolved,

    /// <summary>Something is wrong and is being worked on.</summary>
    Warning,

    /// <summary>A person is needed.</summary>
    Critical,
}
