using System.Text.Json.Serialization;

namespace OpenClaw.Host.Playbook.Transactions;

/// <summary>One change as <c>change.json</c> keeps it: written before the deed, and all that an undo needs, also by another daemon.</summary>
internal sealed record ChangeRecord
{
    /// <summary>Which change of the incident, 1 and up.</summary>
    public required int Number { get; init; }

    /// <summary>The remedy.</summary>
    public required string Remedy { get; init; }

    /// <summary>The catalogue's entry that called for it.</summary>
    public required string Signature { get; init; }

    /// <summary>The findings that the entry matched: while one of them is still there, the change has not helped.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>What was to be done, one line for people.</summary>
    public required string Summary { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How far it has come.</summary>
    public ChangeState State { get; init; }

    /// <summary>What the remedy, or the undo, said at its end.</summary>
    public string Note { get; init; } = "";

    /// <summary>Its finding was gone after it and the next trouble came to light: it stays while the treatment goes on.</summary>
    public bool IsProgress { get; init; }

    /// <summary>What may change, as it was.</summary>
    public IReadOnlyList<KeptPath> Before { get; init; } = [];

    /// <summary>The same as the remedy left it; null while it is at work.</summary>
    public IReadOnlyList<KeptPath>? After { get; init; }

    /// <summary>The paths that were declared: what is new below them is the remedy's.</summary>
    public IReadOnlyList<string> Touches { get; init; } = [];

    /// <summary>What was moved aside.</summary>
    public IReadOnlyList<KeptMove> Moves { get; init; } = [];

    /// <summary>What was deleted for good, by its own leave.</summary>
    public IReadOnlyList<string> Spends { get; init; } = [];
}

/// <summary>How far a change has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeState>))]
internal enum ChangeState
{
    /// <summary>Everything is kept; what is to be moved aside may be on its way.</summary>
    Prepared,

    /// <summary>The remedy is at work: whatever differs is its doing.</summary>
    Acting,

    /// <summary>The remedy has ended.</summary>
    Acted,

    /// <summary>Everything is as it was, but for what somebody else has changed since.</summary>
    Undone,

    /// <summary>The gateway was proven healthy with it.</summary>
    Kept,
}

/// <summary>One path at one moment.</summary>
internal sealed record KeptPath
{
    /// <summary>The path, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>What is there.</summary>
    public required KeptKind Kind { get; init; }

    /// <summary>Its mode bits.</summary>
    public int Mode { get; init; }

    /// <summary>Its owner's user id.</summary>
    public uint Uid { get; init; }

    /// <summary>Its owner's group id.</summary>
    public uint Gid { get; init; }

    /// <summary>When it was written last, in ticks of UTC.</summary>
    public long Written { get; init; }

    /// <summary>Where a link leads.</summary>
    public string? Link { get; init; }

    /// <summary>SHA-256 of a file; null where the content is not looked at.</summary>
    public string? Hash { get; init; }

    /// <summary>The name of the copy in the change's folder; null where the content is not kept.</summary>
    public string? Copy { get; init; }

    /// <summary>The same thing there, whenever it was written. What was not looked at differs in nothing.</summary>
    public bool IsSame(KeptPath other) =>
        Kind == other.Kind && (Kind is KeptKind.Absent or KeptKind.Link || Mode == other.Mode) && Link == other.Link && (Hash is null || other.Hash is null || Hash == other.Hash);
}

/// <summary>What is at a path.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KeptKind>))]
internal enum KeptKind
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>A file.</summary>
    File,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A folder.</summary>
    Folder,
}

/// <summary>Something that was moved aside.</summary>
/// <param name="From">Where it was.</param>
/// <param name="To">Where it is.</param>
/// <param name="Left">What marks the thing that the remedy has put in its place: names, sizes and times; null while it is at work or when nothing is there.</param>
internal sealed record KeptMove(string From, string To, string? Left);

[JsonSerializable(typeof(ChangeRecord))]
[JsonSerializable(typeof(PlaybookCase))]
[JsonSerializable(typeof(HealConsent))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class PlaybookJson : JsonSerializerContext;
