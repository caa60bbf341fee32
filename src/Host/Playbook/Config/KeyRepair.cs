using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>
/// The smallest change of keys with which OpenClaw takes a config again. What is refused goes back to what it was when the gateway last served; where it was not there it is taken out.
/// Everything else of the owner's stays.
/// </summary>
/// <param name="served">The version that served last; null when none is known.</param>
/// <param name="legacy">Keys that OpenClaw's doctor knows how to carry over: they are never taken out.</param>
internal sealed class KeyRepair(Json5Document? served, IReadOnlyList<KeyPath> legacy)
{
    private const int MostRounds = 8;

    /// <summary>A config that OpenClaw takes, and what was changed; null when it cannot be had without a guess.</summary>
    public async Task<KeysMended?> Mend(Json5Document broken, CheckBudget checks, CancellationToken cancel)
    {
        var (now, issues) = (broken, new List<KeyPath>());
        for (var round = 0; round < MostRounds; round++)
        {
            var verdict = await checks.Check(now, cancel);
            if (verdict.Result == ConfigCheckResult.Valid) return Ready(broken, now);
            if (verdict.Result == ConfigCheckResult.Unknown) return null;
            var offending = verdict.Issues.SelectMany(issue => IssuePaths.Of(issue, now)).DistinctBy(static o => o.Path).ToArray();
            issues.AddRange(offending.Select(static o => o.Path));
            var next = offending.Aggregate(now, Fix);
            if (next.Text == now.Text) break;
            now = next;
        }

        // What was taken out on the way is put back first: the search starts from the owner's own text.
        return served is not null && await new ConfigBisection(served, checks).Mend(broken, issues, cancel) is { } mended ? Ready(broken, mended) : null;
    }

    private Json5Document Fix(Json5Document now, OffendingPath offending)
    {
        var path = offending.Path;
        // Of a block only a part is wrong: which one is found by halving.
        if (served?.Find(path) is { } before)
            return before is Json5Object && now.Find(path) is Json5Object || Json5Value.Same(before, now.Find(path)) ? now : now.Revert(served, path);
        if (now.Slot(path) is not { Name: var name } || legacy.Any(path.Touches)) return now;
        if (offending.IsUnknownKey && name is not null && Meant(now, path) is { } meant) return now.Rename(path, meant);
        if (name is null) return now;
        if (!Access.Guards(path)) return now.Remove(path);
        // Without it strangers may get in. What served did without it: so all goes that came with it.
        return served is null ? now : now.Remove(Newest(served, path));
    }

    // A key that served is gone and one is there that nearly has its name: it was mistyped, and what stands behind it is the owner's.
    private string? Meant(Json5Document now, KeyPath path)
    {
        if (served?.Find(path.Parent!) is not Json5Object before || now.Find(path.Parent!) is not Json5Object after) return null;
        var gone = before.Members.Where(member => after.Find(member.Name!) is null).ToArray();
        return NearestName.Of(path.Last, gone.Select(static member => member.Name!)) is { } meant && gone.First(member => member.Name == meant) is var slot
            ? served.Text[slot.Start..slot.NameEnd]
            : null;
    }

    // The outermost of what holds it that was not there when the gateway served.
    private static KeyPath Newest(Json5Document served, KeyPath path)
    {
        while (path.Parent is { Depth: > 0 } parent && served.Find(parent) is null) path = parent;
        return path;
    }

    private KeysMended? Ready(Json5Document broken, Json5Document mended)
    {
        // OpenClaw's check does not miss it, its start does.
        var mode = KeyPath.Of("gateway", "mode");
        if (mended.Find(mode) is null && served?.Find(mode) is not null) mended = mended.Revert(served, mode);
        return mended.Text == broken.Text || !ConfigOnDisk.HasMode(mended) ? null : new(mended, ConfigDiff.Of(broken, mended));
    }
}

/// <summary>A config whose keys were mended.</summary>
/// <param name="Document">The whole of it.</param>
/// <param name="Changed">What differs from the owner's.</param>
internal sealed record KeysMended(Json5Document Document, IReadOnlyList<KeyPath> Changed);
