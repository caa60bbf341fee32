namespace OpenClaw.Host.Doctors.Records;

/// <summary>What doctors with costs (sessions, models) have done on this host. Bookkeeping never blocks healing: an implementation that cannot write says so in the log and goes on.</summary>
public interface ITreatmentBook
{
    /// <summary>A treatment has begun, has gone on or has ended. Told again, the last word counts: (incident, doctor, started at) names it.</summary>
    Task Note(TreatmentEntry entry, CancellationToken cancel);

    /// <summary>All that were begun at that time or later, oldest first. Empty when the book cannot be read.</summary>
    Task<IReadOnlyList<TreatmentEntry>> Since(DateTimeOffset start, CancellationToken cancel);

    /// <summary>The last ones of this signature, newest first. Empty when the book cannot be read.</summary>
    Task<IReadOnlyList<TreatmentEntry>> Of(string gateway, string signature, int most, CancellationToken cancel);
}

/// <summary>One treatment by one doctor.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Doctor">The doctor's name.</param>
/// <param name="Signature">What kind of outage: the same words for the same kind.</param>
/// <param name="StartedAt">When its session was begun.</param>
public sealed record TreatmentEntry(string Gateway, string Incident, string Doctor, string Signature, DateTimeOffset StartedAt)
{
    /// <summary>When the case was closed; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The session's id, as its CLI or API names it; null when it never began.</summary>
    public string? Session { get; init; }

    /// <summary>US dollars, by the CLI's own price list; 0 when nobody knows.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Model turns.</summary>
    public int Turns { get; init; }

    /// <summary>Tool calls, those that were refused included.</summary>
    public int ToolCalls { get; init; }

    /// <summary>Tool calls that the cage refused.</summary>
    public int Denials { get; init; }

    /// <summary>Whether our own probes found the gateway healthy with it; null while the case is open or was called off.</summary>
    public bool? Healed { get; init; }

    /// <summary>What it did that took effect, one line each, redacted: commands that were not refused, files that were edited.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>What it changed, as a redacted unified diff; empty for nothing.</summary>
    public string Diff { get; init; } = "";
}
