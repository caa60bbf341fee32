using System.Collections.Concurrent;
using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// Changes only the keys that OpenClaw refuses, back to what they were when the gateway last served or out of the file. Asked again for the same broken config soon after it acted, it
/// comes with the next larger change, as the one before has not helped.
/// </summary>
internal sealed class ConfigKeysRemedy : IRemedy
{
    // Longer than any treatment; a config that breaks in the same way another day gets the smallest change again.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Before, string After), DateTimeOffset> _acted = new();

    /// <inheritdoc/>
    public string Name => "config-keys";

    /// <inheritdoc/>
    public string Title => "takes back only the settings that OpenClaw refuses";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public int Steps => 3;

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        string[] about = [FindingIds.ConfigInvalid, FindingIds.ConfigRefused, FindingIds.ConfigClobbered, FindingIds.ConfigRedacted];
        if (!about.Any(diagnosis.Has) || await ConfigOnDisk.Read(patient.Gateway.ConfigPath, cancel) is not { } text || Json5Document.OrNull(text) is not { Root: Json5Object } now) return null;
        var served = await ConfigOnDisk.Served(patient, cancel);
        if (served is not null && IsMostlyGone(now, served)) return null;

        var checks = new CheckBudget(patient.OpenClaw, ConfigOnDisk.Folder(patient), patient.Time);
        foreach (var mended in await Candidates(diagnosis, now, served, checks, cancel))
        {
            if (mended.Document.Text == text || IsTried(patient, text, mended.Document.Text) || !await checks.IsValid(mended.Document, cancel)) continue;
            var summary = $"These settings were refused and are {(served is null ? "taken out" : "as they were when the gateway last served")}: {ConfigOnDisk.Names(mended.Changed)}.";
            return ConfigEdit.Plan(patient, summary, text, mended.Document.Text, () => _acted[(text, mended.Document.Text)] = patient.Time.GetUtcNow());
        }

        return null;
    }

    /// <summary>The keys of an older OpenClaw: its doctor carries them over, nobody else takes them out.</summary>
    public static IReadOnlyList<KeyPath> Legacy(Diagnosis diagnosis, Json5Document now) => Paths(diagnosis, FindingIds.ConfigLegacy, now);

    private static async Task<IReadOnlyList<KeysMended>> Candidates(Diagnosis diagnosis, Json5Document now, Json5Document? served, CheckBudget checks, CancellationToken cancel)
    {
        var candidates = new List<KeysMended>();
        if (served is not null && Paths(diagnosis, FindingIds.ConfigRedacted, now) is { Count: > 0 } redacted)
        {
            var known = redacted.Where(path => served.Find(path) is not null).ToArray();
            candidates.Add(new(known.Aggregate(now, (document, path) => document.Revert(served, path)), known));
        }

        if (await new KeyRepair(served, Legacy(diagnosis, now)).Mend(now, checks, cancel) is { } mended) candidates.Add(mended);
        if (served is not null && diagnosis.Find(FindingIds.ConfigRefused) is { } refused)
            candidates.AddRange(RefusedRepair.Candidates(now, served, refused.Fact("message") ?? refused.Summary, Paths(diagnosis, FindingIds.ConfigRefused, now)));
        return candidates;
    }

    private static IReadOnlyList<KeyPath> Paths(Diagnosis diagnosis, string id, Json5Document now) =>
        [.. diagnosis.All(id).SelectMany(static finding => finding.FactList("paths")).Select(path => IssuePaths.Resolve(now, path))];

    // Something wrote over the whole file: the keys that are left are no edit of the owner's.
    private static bool IsMostlyGone(Json5Document now, Json5Document served)
    {
        var before = ((Json5Object)served.Root).Names.Where(static name => name != "meta").ToArray();
        return before.Length > 2 && before.Count(name => ((Json5Object)now.Root).Find(name) is null) * 2 > before.Length;
    }

    private bool IsTried(Patient patient, string before, string after) => _acted.TryGetValue((before, after), out var at) && patient.Time.GetUtcNow() - at < Memory;
}
