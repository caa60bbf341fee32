namespace OpenClaw.Host.Playbook.Config;

/// <summary>Puts back what OpenClaw's doctor changed in a config although nobody had complained about it.</summary>
internal sealed class DoctorGuard(string config, CheckBudget checks)
{
    /// <summary>Puts it back where OpenClaw takes the config with it. Returns what was done, for people; empty when there was nothing to do.</summary>
    /// <param name="before">The config before the doctor.</param>
    /// <param name="complaints">What OpenClaw had refused in it.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<string> PutBack(Json5Document before, ConfigVerdict complaints, CancellationToken cancel)
    {
        if (Json5Document.OrNull(await ConfigOnDisk.Read(config, cancel)) is not { } after) return "";
        var complained = complaints.Issues.SelectMany(issue => IssuePaths.Of(issue, before)).Select(static offending => offending.Path).ToArray();
        // What it added is no loss, and a secret in the place of a placeholder is a gain.
        var lost = ConfigDiff.Of(before, after).Where(path => path.Depth > 0 && before.Find(path) is { } was && !ConfigOnDisk.IsRedacted(before.Raw(was)) && !complained.Any(path.Touches)).ToList();
        if (lost.Count == 0) return "";
        var back = await Back(after, before, lost, cancel);
        if (back.Count == 0) return $" It changed {ConfigOnDisk.Names(lost)}.";
        await ConfigOnDisk.Write(config, With(after, before, back).Text, cancel);
        var rest = lost.Except(back).ToArray();
        return $" It had changed without need, and this was put back: {ConfigOnDisk.Names(back)}.{(rest.Length > 0 ? $" It changed {ConfigOnDisk.Names(rest)}." : "")}";
    }

    // All at once if OpenClaw takes that, else one after the other as long as there is time.
    private async Task<List<KeyPath>> Back(Json5Document after, Json5Document before, List<KeyPath> lost, CancellationToken cancel)
    {
        if (await checks.IsValid(With(after, before, lost), cancel)) return lost;
        List<KeyPath> back = [];
        foreach (var path in lost)
        {
            if (await checks.IsValid(With(after, before, [.. back, path]), cancel)) back.Add(path);
        }

        return back;
    }

    private static Json5Document With(Json5Document after, Json5Document before, IEnumerable<KeyPath> paths) => paths.Aggregate(after, (document, path) => document.Revert(before, path));
}
