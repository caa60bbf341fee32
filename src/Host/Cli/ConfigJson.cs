using System.Text.Json.Serialization;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>One setting in <c>config show --json</c>. Names stay; new ones may come.</summary>
/// <param name="Key">The key as a conf file names it, or its variable where only that can set it.</param>
/// <param name="Value">The value in effect; <c>(secret)</c> for a secret, <c>(none)</c> where there is none.</param>
/// <param name="From">Where it came from: a variable, a file and its line, the command line, <c>default</c>, or <c>derived</c> from other settings.</param>
/// <param name="Changed">It is not as shipped.</param>
internal sealed record SettingJson(string Key, string Value, string From, bool Changed);

/// <summary><c>config show --json</c>, by key.</summary>
/// <param name="Home">The state folder.</param>
/// <param name="Gateways">The gateways that are enabled.</param>
/// <param name="Settings">The settings.</param>
internal sealed record ConfigJson(string Home, IReadOnlyList<string> Gateways, IReadOnlyList<SettingJson> Settings)
{
    private const string Default = "default";
    private const string Derived = "derived";

    /// <summary>Of the settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="shipped">The folder of the shipped files: what comes from there is a default.</param>
    /// <param name="changedOnly">Leave the defaults out.</param>
    public static ConfigJson Of(HealerSettings settings, string shipped, bool changedOnly)
    {
        var given = settings.Origins.Select(o => o.From == Default || o.From.StartsWith(shipped, StringComparison.Ordinal) ? new SettingJson(o.Key, o.Value, Default, false) : new SettingJson(o.Key, o.Value, o.From, true)).ToArray();
        var known = given.Where(static s => s.Value.Length > 0).Select(static s => s.Key).ToHashSet(StringComparer.Ordinal);
        // What a gateway's block leaves out has a value all the same.
        var derived = settings.Gateways.SelectMany(Effective).Where(s => !known.Contains(s.Key));
        var all = given.Where(g => known.Contains(g.Key) || g.Changed).Concat(derived).Where(s => !changedOnly || s.Changed).OrderBy(static s => s.Key, StringComparer.Ordinal);
        return new ConfigJson(settings.Home, [.. settings.Gateways.Select(static g => g.Id.Value)], [.. all]);
    }

    private static IEnumerable<SettingJson> Effective(GatewaySettings gateway)
    {
        SettingJson Of(string key, string value) => new($"{SettingsSchema.Root}.{SettingsSchema.Gateways}{gateway.Id.Value}.{key}", value, Derived, false);
        return
        [
            Of("manager", gateway.Manager.ToString().ToLowerInvariant()), Of("command", $"[{string.Join(", ", gateway.Command)}]"), Of("home", gateway.Home), Of("state-dir", gateway.StateDirectory),
            Of("config-path", gateway.ConfigPath), Of("unit", gateway.Unit), Of("label", gateway.Label), Of("on-daemon-stop", gateway.OnDaemonStop.ToString().ToLowerInvariant()),
        ];
    }
}

/// <summary>Source-generated JSON of <c>config show</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConfigJson))]
internal sealed partial class ConfigJsonContext : JsonSerializerContext;
