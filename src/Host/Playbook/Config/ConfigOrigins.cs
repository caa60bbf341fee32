namespace OpenClaw.Host.Playbook.Config;

/// <summary>Where a whole config may be had from, the most trustworthy first.</summary>
internal sealed class ConfigOrigins(Patient patient, CheckBudget checks)
{
    private const int MostServed = 3;

    private string Config => patient.Gateway.ConfigPath;

    /// <summary>The best one that differs from what is there and that OpenClaw takes; null when there is none.</summary>
    public async Task<ConfigOrigin?> Best(string? now, CancellationToken cancel)
    {
        foreach (var version in (await patient.Served.Served(Config, cancel)).Take(MostServed))
        {
            // It has served: when OpenClaw cannot be asked, that is proof enough.
            if (await ConfigOnDisk.Text(patient, version, cancel) is { } text && await IsGood(text, now, ConfigCheckResult.Unknown, cancel))
                return new(text, $"the version with which the gateway last served ({version.LastServed:yyyy-MM-dd HH:mm} UTC)");
        }

        foreach (var backup in Backups())
        {
            if (await ConfigOnDisk.Read(backup.FullName, cancel) is { } text && await IsGood(text, now, ConfigCheckResult.Valid, cancel))
                return new(text, $"OpenClaw's own backup {backup.Name} ({backup.LastWriteTimeUtc:yyyy-MM-dd HH:mm} UTC)");
        }

        return null;
    }

    private async Task<bool> IsGood(string text, string? now, ConfigCheckResult enough, CancellationToken cancel)
    {
        if (text == now || ConfigOnDisk.IsRedacted(text) || Json5Document.OrNull(text) is not { Root: Json5Object } document || !ConfigOnDisk.HasMode(document)) return false;
        var verdict = await checks.Check(document, cancel);
        return verdict.Result == ConfigCheckResult.Valid || verdict.Result == enough;
    }

    // Only names that OpenClaw gives to what it took for good; .clobbered and .rejected are what it did not.
    private IEnumerable<FileInfo> Backups()
    {
        string[] names = [".last-good", ".bak", ".bak.1", ".bak.2", ".bak.3", ".bak.4"];
        return names.Select(name => new FileInfo(Config + name)).Where(static file => file.Exists && file.LinkTarget is null).OrderByDescending(static file => file.LastWriteTimeUtc);
    }
}

/// <summary>A whole config.</summary>
/// <param name="Text">Its text, byte for byte.</param>
/// <param name="From">Where it is from, for people.</param>
internal sealed record ConfigOrigin(string Text, string From);
