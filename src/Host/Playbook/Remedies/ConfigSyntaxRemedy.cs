using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Mends a config that is no JSON5 where only one reading is possible; keys that OpenClaw refuses besides are mended with it.</summary>
internal sealed class ConfigSyntaxRemedy : IRemedy
{
    /// <inheritdoc/>
    public string Name => "config-syntax";

    /// <inheritdoc/>
    public string Title => "mends a mistyped configuration file where only one thing can be meant";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        if (!diagnosis.Has(FindingIds.ConfigSyntax) || await ConfigOnDisk.Read(patient.Gateway.ConfigPath, cancel) is not { } text) return null;
        var served = await ConfigOnDisk.Served(patient, cancel);
        if (SyntaxRepair.Mend(text, served) is not { } mended) return null;
        var done = string.Join(", ", mended.Done);
        var checks = new CheckBudget(patient.OpenClaw, ConfigOnDisk.Folder(patient), patient.Time);
        if (await checks.IsValid(mended.Document, cancel) && (ConfigOnDisk.HasMode(mended.Document) || served is null))
            return ConfigEdit.Plan(patient, $"The configuration was mistyped: {done}.", text, mended.Document.Text);
        return await new KeyRepair(served, ConfigKeysRemedy.Legacy(diagnosis, mended.Document)).Mend(mended.Document, checks, cancel) is { } keys
            ? ConfigEdit.Plan(patient, $"The configuration was mistyped: {done}; refused keys were mended: {ConfigOnDisk.Names(keys.Changed)}.", text, keys.Document.Text)
            : null;
    }
}
