namespace OpenClaw.Actors.Watchdog;

/// <summary>Work on OpenClaw's installation that was recognised from outside.</summary>
/// <param name="Kind">What is going on.</param>
/// <param name="Since">When it began, where that can be told.</param>
/// <param name="Evidence">What was seen, one line for people.</param>
public sealed record Upkeep(UpkeepKind Kind, DateTimeOffset? Since, string Evidence)
{
    /// <summary>Nothing is going on, or nothing can be seen of it.</summary>
    public static Upkeep None { get; } = new(UpkeepKind.None, null, "");

    /// <summary>Somebody is at work on the installation: hands off.</summary>
    public bool IsUnderWay => Kind is UpkeepKind.Updating or UpkeepKind.PackageSwap;
}

/// <summary>The kinds of upkeep.</summary>
public enum UpkeepKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>OpenClaw updates itself; the process that does it is alive.</summary>
    Updating,

    /// <summary>The package is being replaced on disk (npm and the like); the process that does it is alive.</summary>
    PackageSwap,

    /// <summary>An update was begun and its process is gone without a word of its end.</summary>
    UpdateDied,
}
