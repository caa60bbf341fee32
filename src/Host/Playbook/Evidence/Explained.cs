namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>
/// What OpenClaw 2026.9.6 says that is true of the surface only, with the findings that show what is behind it: of a module that is missing, of a damaged database and of a living owner of the lock it
/// says that a migration is due, and of a config that cannot be read or parsed that <c>gateway.mode</c> is missing. What is explained so is kept for people and counts no more.
/// </summary>
internal static class Explained
{
    private const double Left = 0.2;

    private static readonly string[] NoWholeConfig = [FindingIds.ConfigSyntax, FindingIds.ConfigUnreadable, FindingIds.ConfigMissing, FindingIds.ConfigNotAFile, FindingIds.ConfigInclude];

    private static readonly (string Id, string[] By)[] Rules =
    [
        (FindingIds.DatabaseMigration,
        [
            FindingIds.LockOwned, FindingIds.PortDuplicate, FindingIds.ExitModule, FindingIds.PackageIncomplete, FindingIds.DatabaseCorrupt, FindingIds.DatabaseNewer, FindingIds.DiskFull, FindingIds.DiskInodes,
            FindingIds.StateReadOnly, FindingIds.StateOwner, FindingIds.StateMode, .. NoWholeConfig,
        ]),
        (FindingIds.ConfigRefused, NoWholeConfig),
        (FindingIds.ConfigInvalid, NoWholeConfig),
        // Of a config that it refuses the doctor says only that.
        (FindingIds.OpenClawDoctor, [FindingIds.ConfigInvalid, FindingIds.DatabaseCorrupt, .. NoWholeConfig]),
    ];

    /// <summary>The findings, with what others explain taken back to a remark.</summary>
    public static IEnumerable<Finding> Apply(IReadOnlyList<Finding> findings) => findings.Select(finding =>
        Rules.FirstOrDefault(rule => rule.Id == finding.Id).By is { } by && findings.FirstOrDefault(other => by.Contains(other.Id) && other.Confidence >= 0.5) is { } behind
            ? (finding with { Severity = FindingSeverity.Info, Confidence = Math.Min(finding.Confidence, Left) }).Because($"explained by: {behind.Summary}")
            : finding);
}
