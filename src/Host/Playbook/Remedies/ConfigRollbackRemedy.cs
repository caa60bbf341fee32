using OpenClaw.Host.Doctors;
using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// Puts back the whole config with which the gateway last served, byte for byte (OpenClaw itself takes back one that has lost its <c>meta</c>); where none is known, the newest of
/// OpenClaw's own backups that it takes. Also for a config that is gone, and for a file that the config includes.
/// </summary>
internal sealed class ConfigRollbackRemedy : IRemedy
{
    private static readonly string[] About =
    [
        FindingIds.ConfigMissing, FindingIds.ConfigSyntax, FindingIds.ConfigInvalid, FindingIds.ConfigRefused, FindingIds.ConfigClobbered, FindingIds.ConfigRedacted,
        FindingIds.ConfigNotAFile, FindingIds.ConfigChanged, FindingIds.ConfigNewer,
    ];

    /// <inheritdoc/>
    public string Name => "config-rollback";

    /// <inheritdoc/>
    public string Title => "puts back the whole configuration with which the gateway last served";

    /// <inheritdoc/>
    public Reach Reach => Reach.File;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        if (diagnosis.Find(FindingIds.ConfigInclude)?.Fact("path") is { } include && await Include(patient, include, cancel) is { } plan) return plan;
        if (!About.Any(diagnosis.Has)) return null;
        var config = patient.Gateway.ConfigPath;
        if (Directory.Exists(Path.GetDirectoryName(config)) is false) return null;
        var now = await ConfigOnDisk.Read(config, cancel);
        var checks = new CheckBudget(patient.OpenClaw, ConfigOnDisk.Folder(patient), patient.Time);
        if (await new ConfigOrigins(patient, checks).Best(now, cancel) is not { } origin) return null;

        // What is no file would swallow the write, or send it to where the owner does not expect it.
        var inTheWay = Directory.Exists(config) || new FileInfo(config).LinkTarget is not null && !File.Exists(PrivateFiles.RealPath(config));
        var aside = $"{config}.aside-{patient.Time.GetUtcNow():yyyyMMddHHmmss}";
        var summary = $"The configuration is {origin.From} again{Changes(now, origin.Text)}{(inTheWay ? $"; what was in its place is kept as {aside}" : "")}.";
        return new(summary, inTheWay ? [config, aside] : [config], async token =>
        {
            if (await ConfigOnDisk.Read(config, token) != now) return new(false, $"{config} was written by somebody else meanwhile and was left alone.");
            if (inTheWay) MoveAside(config, aside);
            await ConfigOnDisk.Write(config, origin.Text, token);
            return new(true, summary);
        })
        {
            Diff = UnifiedDiff.Of(now ?? "", origin.Text, Path.GetFileName(config)),
        };
    }

    private static async Task<RemedyPlan?> Include(Patient patient, string include, CancellationToken cancel)
    {
        if (!(await patient.Served.LastFiles(cancel)).Contains(include) || (await patient.Served.Served(include, cancel)) is not [var version, ..]) return null;
        var now = await ConfigOnDisk.Read(include, cancel);
        if (await ConfigOnDisk.Text(patient, version, cancel) is not { } text || text == now || ConfigOnDisk.IsRedacted(text)) return null;
        var summary = $"{PlainText.Line(include, 200)}, which the configuration includes, is the version with which the gateway last served again.";
        return new(summary, [include], async token =>
        {
            if (await ConfigOnDisk.Read(include, token) != now) return new(false, $"{PlainText.Line(include, 200)} was written by somebody else meanwhile and was left alone.");
            await ConfigOnDisk.Write(include, text, token);
            return new(true, summary);
        })
        {
            Diff = UnifiedDiff.Of(now ?? "", text, Path.GetFileName(include)),
        };
    }

    private static string Changes(string? now, string then) =>
        Json5Document.OrNull(now) is { } before && Json5Document.OrNull(then) is { } after ? $" (these settings change: {ConfigOnDisk.Names(ConfigDiff.Of(before, after))})" : "";

    private static void MoveAside(string config, string aside)
    {
        if (Directory.Exists(config) && new DirectoryInfo(config).LinkTarget is null) Directory.Move(config, aside);
        else File.Move(config, aside);
    }
}
