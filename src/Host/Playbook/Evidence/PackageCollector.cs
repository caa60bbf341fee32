using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>OpenClaw's package on disk: is it there, is it whole, what has an install left beside it.</summary>
public sealed class PackageCollector : ICollector
{
    private const int MostMissing = 20;

    /// <inheritdoc/>
    public string Name => "package";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel) => Task.Run<IReadOnlyList<Finding>>(() => [.. Look(patient, cancel)], cancel);

    private static IEnumerable<Finding> Look(Patient patient, CancellationToken cancel)
    {
        if (patient.Programs.Find().Package is not { } package) yield break;
        if (!Directory.Exists(package))
        {
            yield return new Finding(FindingIds.PackageMissing, FindingSeverity.Blocking, "OpenClaw's package is not there.", [$"there is no folder {package}"], 1, [package])
            {
                Facts = new Dictionary<string, string> { ["package"] = package },
            };
        }
        else
        {
            var manifest = PackageManifest.Read(package);
            if (PackageCheck.Missing(package, manifest, MostMissing, cancel) is { Count: > 0 } missing)
                yield return Incomplete(package, manifest?.Version, missing);
        }

        if (Leftovers(package) is { Length: > 0 } left)
        {
            yield return new Finding(
                FindingIds.PackageLeftovers, FindingSeverity.Warning, "An install or update has left folders beside OpenClaw's package.", [.. left.Select(static f => $"left: {f}")], 1, [Path.GetDirectoryName(package)!])
            {
                Facts = new Dictionary<string, string> { ["folders"] = string.Join('\n', left) },
            };
        }
    }

    private static Finding Incomplete(string package, string? version, IReadOnlyList<string> missing)
    {
        var facts = new Dictionary<string, string> { ["package"] = package, ["missing"] = string.Join('\n', missing) };
        if (version is not null) facts["version"] = version;
        var more = missing.Count >= MostMissing ? " and more" : "";
        return new Finding(
            FindingIds.PackageIncomplete, FindingSeverity.Blocking, $"OpenClaw's package is not complete: {UntrustedText.OneLine(missing[0], 120)}{(missing.Count > 1 ? $" and {missing.Count - 1} more" : "")} missing.",
            [$"missing in {package}: {UntrustedText.OneLine(string.Join(", ", missing.Take(8)), 400)}{more}"], 1, [package])
        { Facts = facts };
    }

    private static string[] Leftovers(string package) =>
        Path.GetDirectoryName(package) is { } folder && Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder, $".{Path.GetFileName(package)}*").Where(static path => path.EndsWith("-aside", StringComparison.Ordinal) is false).Order(StringComparer.Ordinal)]
            : [];
}
