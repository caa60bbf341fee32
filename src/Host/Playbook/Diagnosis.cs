using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Playbook;

/// <summary>Everything that was found at one moment.</summary>
/// <param name="At">When the look began.</param>
/// <param name="OpenClaw">The version of OpenClaw on disk, null when it is not known.</param>
/// <param name="Findings">What was found, the worst first.</param>
/// <param name="IsWhole">The slow collectors were asked too.</param>
public sealed record Diagnosis(DateTimeOffset At, string? OpenClaw, IReadOnlyList<Finding> Findings, bool IsWhole)
{
    /// <summary>Whether something of this kind was found.</summary>
    public bool Has(string id) => Findings.Any(f => f.Id == id);

    /// <summary>The first finding of this kind; null when there is none.</summary>
    public Finding? Find(string id) => Findings.FirstOrDefault(f => f.Id == id);

    /// <summary>All findings of this kind.</summary>
    public IEnumerable<Finding> All(string id) => Findings.Where(f => f.Id == id);

    /// <summary>What was found, a line each, for people and models: cleaned and redacted.</summary>
    public IReadOnlyList<string> Lines() => [.. Findings.Select(static f => Redactor.Redact(PlainText.Line($"{f.Id} ({f.Severity.ToString().ToLowerInvariant()}): {f.Summary}", 1000)))];
}
