namespace OpenClaw.Host.Cli.Checks;

/// <summary>One look of <c>check</c>. It changes nothing and sends nothing to anybody. One that throws or is late is told as a warning and stops no other.</summary>
internal interface ICheck
{
    /// <summary>What is looked at: <see cref="CheckLine.Area"/> of what it finds.</summary>
    string Area { get; }

    /// <summary>How long it may take.</summary>
    TimeSpan Limit => TimeSpan.FromSeconds(10);

    /// <summary>Looks.</summary>
    Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel);
}

/// <summary>The ways to say what was found.</summary>
internal static class CheckLines
{
    /// <summary>All is well.</summary>
    public static CheckLine Ok(this ICheck check, string text, string? about = null) => new(check.Area, about, CheckLevel.Ok, text, null);

    /// <summary>It could be better.</summary>
    public static CheckLine Warning(this ICheck check, string text, string mend, string? about = null) => new(check.Area, about, CheckLevel.Warning, text, mend);

    /// <summary>It must be mended.</summary>
    public static CheckLine Fault(this ICheck check, string text, string mend, string? about = null) => new(check.Area, about, CheckLevel.Fault, text, mend);
}
