using System.Text.RegularExpressions;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The newest bundle that OpenClaw wrote when it ended badly (<c>logs/stability/openclaw-stability-TIME-PID-REASON.json</c>): its name says why.</summary>
public sealed partial class BundleCollector : ICollector
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "bundles";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var folder = new DirectoryInfo(Path.Combine(patient.Gateway.StateDirectory, "logs", "stability"));
        var newest = folder.Exists ? folder.EnumerateFiles("openclaw-stability-*.json").MaxBy(static f => f.LastWriteTimeUtc) : null;
        if (newest is null || patient.Time.GetUtcNow() - newest.LastWriteTimeUtc > Fresh) return Task.FromResult<IReadOnlyList<Finding>>([]);
        var reason = Reason().Match(newest.Name) is { Success: true } match ? match.Groups[1].Value : "unknown";
        return Task.FromResult<IReadOnlyList<Finding>>(
        [
            new Finding(FindingIds.ExitBundle, FindingSeverity.Info, $"OpenClaw has written down a bad end: {reason}.", [newest.FullName], 0.7, [newest.FullName])
            {
                Facts = new Dictionary<string, string> { ["path"] = newest.FullName, ["reason"] = reason },
            },
        ]);
    }

    [GeneratedRegex(@"-\d{1,10}-([A-Za-z_.]{1,60})\.json$")]
    private static partial Regex Reason();
}
