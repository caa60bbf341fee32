using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook.Evidence;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>The settings, which could be read, and who else may read their files.</summary>
/// <param name="settings">The settings.</param>
/// <param name="sources">Where they came from.</param>
internal sealed class ConfigurationCheck(HealerSettings settings, SettingsSources sources) : ICheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <inheritdoc/>
    public string Area => "configuration";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        var changed = ConfigJson.Of(settings, Path.Combine(sources.BaseDirectory, "hocon"), changedOnly: true).Settings;
        List<CheckLine> found = [this.Ok($"valid, {changed.Count} settings are not as shipped; gateways: {string.Join(", ", settings.Gateways.Select(static g => g.Id.Value))}")];
        foreach (var (file, mayBeRead) in new[] { (Path.Combine(sources.HomeDirectory, ".openclaw", ".env"), false), (Path.Combine(sources.HomeDirectory, "openclaw", ".env"), false), (Path.Combine(settings.Home, "openclaw.conf"), true) })
        {
            if (!File.Exists(file)) continue;
            var mode = File.GetUnixFileMode(file);
            if (!mayBeRead && (mode & Others) != 0) found.Add(this.Warning($"{file} holds secrets and others may read it (mode {Owners.Octal(mode)})", $"chmod 600 {file}"));
            if ((mode & OthersWrite) != 0) found.Add(this.Fault($"{file} can be written by others (mode {Owners.Octal(mode)}): whoever does decides what the daemon runs", $"chmod 600 {file}"));
        }

        return Task.FromResult<IReadOnlyList<CheckLine>>(found);
    }
}
