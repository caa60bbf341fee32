namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// One way to mend one kind of trouble. It never restarts the gateway, never ends a process that it has not proven to be this gateway's, and changes nothing
/// but what its plan declares: that is what can be taken back.
/// </summary>
public interface IRemedy
{
    /// <summary>Its name in the policy, the catalogue and the record, e.g. <c>config-keys</c>. Never changed once shipped.</summary>
    string Name { get; }

    /// <summary>What it does, one line for people.</summary>
    string Title { get; }

    /// <summary>What its owner would lose if it were the wrong one: the smaller is always tried first.</summary>
    Reach Reach { get; }

    /// <summary>How long it usually takes: among equals the cheaper is tried first.</summary>
    TimeSpan Cost { get; }

    /// <summary>
    /// How often it may be tried in one incident: more than once for one that has a larger step to offer when its smaller one did not help. Planned again on the
    /// same trouble it must offer another one, or null.
    /// </summary>
    int Steps => 1;

    /// <summary>
    /// What it would do now. Reads only, so that a dry run can show it.
    /// </summary>
    /// <returns>Null when it has nothing to do here: what it mends was not found, or it cannot mend it without guessing.</returns>
    Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel);
}

/// <summary>What a remedy can cost its owner, from least to most.</summary>
public enum Reach
{
    /// <summary>Nothing of the owner's changes: a manager's mark is reset, a file of ours or of OpenClaw's own making is put aside.</summary>
    Nothing,

    /// <summary>Modes, or single settings that are proven to be wrong.</summary>
    Setting,

    /// <summary>A whole file goes back to what it was.</summary>
    File,

    /// <summary>A tool of OpenClaw or of npm works on many files.</summary>
    Installation,
}

/// <summary>What a remedy would do.</summary>
/// <param name="Summary">One line for people: what will be changed, and why that mends it.</param>
/// <param name="Touches">Every file and folder that may change, absolute. Each is kept before <paramref name="Act"/>; what is not named here is not to be touched.</param>
/// <param name="Act">Does it, once.</param>
public sealed record RemedyPlan(string Summary, IReadOnlyList<string> Touches, Func<CancellationToken, Task<RemedyResult>> Act)
{
    /// <summary>To be done after the files were put back, e.g. to have the manager read its units again; null for nothing.</summary>
    public Func<CancellationToken, Task>? AfterUndo { get; init; }

    /// <summary>What would change in a config, as a unified diff with its secrets; empty where that cannot be told before it is done.</summary>
    public string Diff { get; init; } = "";

    /// <summary>Files and folders that are moved aside before <see cref="Act"/>, so that a large folder is kept and taken back by a rename. Not among the <see cref="Touches"/>.</summary>
    public IReadOnlyList<MovedAside> Moves { get; init; } = [];

    /// <summary>Files and folders of which only the mode changes: their content, which may be large or unreadable, is not kept. Not among the <see cref="Touches"/>.</summary>
    public IReadOnlyList<string> Modes { get; init; } = [];

    /// <summary>Files of no worth that are deleted or cut for good: what cannot be taken back, and is said so in the summary. Not among the <see cref="Touches"/>.</summary>
    public IReadOnlyList<string> Spends { get; init; } = [];
}

/// <summary>What a remedy came to. Not a claim of health.</summary>
/// <param name="Succeeded">It did what its plan said.</param>
/// <param name="Note">One line for people; untrusted parts cleaned and redacted.</param>
public sealed record RemedyResult(bool Succeeded, string Note);

/// <summary>Something that is moved aside.</summary>
/// <param name="From">Where it is; it may be missing, then whatever the remedy puts there is taken away by an undo.</param>
/// <param name="To">Where it is kept: on the same file system, in no place that anybody looks at.</param>
public sealed record MovedAside(string From, string To);
