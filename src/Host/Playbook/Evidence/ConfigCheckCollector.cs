using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>What OpenClaw itself thinks of the config, asked of a copy. A config that is no JSON5 is not asked about: that is known without.</summary>
internal sealed class ConfigCheckCollector : ICollector
{
    private const string Source = "openclaw config validate";

    /// <inheritdoc/>
    public string Name => "config check";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(45);

    /// <inheritdoc/>
    public bool IsSlow => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var path = patient.Gateway.ConfigPath;
        if (!File.Exists(path)) return [];
        var text = await File.ReadAllTextAsync(path, cancel);
        if (Json5Document.OrNull(text) is null) return [];
        var verdict = await patient.OpenClaw.Check(text, Path.GetDirectoryName(path)!, cancel);
        return verdict.Result switch
        {
            ConfigCheckResult.Valid => [],
            ConfigCheckResult.Unknown => [Found.Info(FindingIds.NotSeen, 1, $"OpenClaw could not be asked about the config: {verdict.Note}", Source, ("collector", Name))],
            _ => [.. Refused(verdict)],
        };
    }

    private static IEnumerable<Finding> Refused(ConfigVerdict verdict)
    {
        yield return Invalid(verdict.Issues, 1, Source);

        // Its doctor carries over what its own words send there.
        var legacy = verdict.Issues.Where(static issue => issue.Message.Contains("openclaw doctor", StringComparison.OrdinalIgnoreCase) || issue.Message.Contains("legacy", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (legacy.Length > 0)
            yield return Found.Warning(FindingIds.ConfigLegacy, 0.7, "the config has settings of an older OpenClaw that its doctor carries over", Source, ("paths", Paths(legacy))).Because(legacy.Select(Line));
    }

    /// <summary>The finding of what OpenClaw refuses.</summary>
    internal static Finding Invalid(IReadOnlyList<ConfigIssue> issues, double confidence, string source) => Found.Blocking(
        FindingIds.ConfigInvalid, confidence, $"OpenClaw refuses the config: {string.Join("; ", issues.Take(3).Select(Line))}{(issues.Count > 3 ? $" and {issues.Count - 3} more" : "")}", source,
        ("paths", Paths(issues)), ("messages", Found.List(issues.Select(static issue => issue.Message.Replace('\n', ' '))))).Because(issues.Take(10).Select(Line));

    private static string Paths(IReadOnlyList<ConfigIssue> issues) => Found.List(issues.Select(static issue => issue.Path.Length == 0 ? "<root>" : issue.Path));

    private static string Line(ConfigIssue issue) => $"{(issue.Path.Length == 0 ? "<root>" : issue.Path)}: {issue.Message}";
}
