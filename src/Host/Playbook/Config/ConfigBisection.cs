namespace OpenClaw.Host.Playbook.Config;

/// <summary>Finds a small set of the owner's changes whose taking back makes OpenClaw take the config: for issues that name a place where nothing is wrong.</summary>
internal sealed class ConfigBisection(Json5Document served, CheckBudget checks)
{
    /// <summary>The config with these changes taken back; null when none was found in time.</summary>
    /// <param name="broken">The owner's config.</param>
    /// <param name="issues">The places that OpenClaw named: changes near to them are suspected first.</param>
    /// <param name="cancel">Ends the search.</param>
    public async Task<Json5Document?> Mend(Json5Document broken, IReadOnlyList<KeyPath> issues, CancellationToken cancel)
    {
        var all = ConfigDiff.Of(broken, served);
        if (all.Any(static path => path.Depth == 0)) return null;
        var near = all.Where(path => issues.Any(path.Touches)).ToArray();
        foreach (var suspects in new[] { near, [.. all] })
        {
            if (suspects.Length == 0 || !await IsValid(broken, suspects, cancel)) continue;
            return Without(broken, await Smaller(broken, [.. suspects], cancel));
        }

        return null;
    }

    // Delta debugging: parts of the set are given back to the owner as long as OpenClaw goes on taking the config.
    private async Task<List<KeyPath>> Smaller(Json5Document broken, List<KeyPath> needed, CancellationToken cancel)
    {
        for (var parts = 2; needed.Count > 1 && !checks.IsSpent;)
        {
            var isSmaller = false;
            foreach (var part in needed.Chunk((needed.Count + parts - 1) / parts).ToArray())
            {
                var rest = needed.Except(part).ToList();
                if (rest.Count == 0 || !await IsValid(broken, rest, cancel)) continue;
                (needed, isSmaller) = (rest, true);
            }

            if (isSmaller) parts = 2;
            else if (parts >= needed.Count) break;
            else parts = Math.Min(needed.Count, parts * 2);
        }

        return needed;
    }

    private Task<bool> IsValid(Json5Document broken, IEnumerable<KeyPath> paths, CancellationToken cancel) => checks.IsValid(Without(broken, paths), cancel);

    private Json5Document Without(Json5Document broken, IEnumerable<KeyPath> paths) => paths.Aggregate(broken, (document, path) => document.Revert(served, path));
}
