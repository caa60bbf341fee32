namespace OpenClaw.Host.Playbook;

/// <summary>Where the playbook keeps and publishes things.</summary>
public sealed record PlaybookOptions
{
    /// <summary>Whose changes they are: the folder in the incident's, and the report's name.</summary>
    public string Name { get; init; } = "playbook";

    /// <summary>The number of the first change. Two doctors with remedies count apart, as (incident, number) names a trial in the record.</summary>
    public int FirstNumber { get; init; } = 1;

    /// <summary>The healer's own state folder; the incidents' folders are below it.</summary>
    public required string Home { get; init; }

    /// <summary>Where reports are published for people.</summary>
    public required string MemoryFolder { get; init; }

    /// <summary>How long taking a change back may take when the treatment itself was called off.</summary>
    public TimeSpan UndoLimit { get; init; } = TimeSpan.FromMinutes(2);
}
