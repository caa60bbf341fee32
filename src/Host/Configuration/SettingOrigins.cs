namespace OpenClaw.Host.Configuration;

/// <summary>Tells where every setting came from.</summary>
internal static class SettingOrigins
{
    public static IReadOnlyList<SettingOrigin> Of(SettingsLayers layers)
    {
        var unset = SettingsSchema.General.Where(k => !layers.Values.ContainsKey(k.Key)).Select(static k => new SettingOrigin(k.Variable ?? k.Key, "(none)", "default"));
        return [.. layers.Values.Values.Select(One).Concat(unset).OrderBy(static o => o.Key, StringComparer.Ordinal)];
    }

    private static SettingOrigin One(Given given)
    {
        var known = SettingsSchema.Find(given.Key);
        var name = known is { VariableOnly: true } ? known.Variable! : SettingsSchema.Root + "." + given.Key;
        var value = known is { Secret: true } ? "(secret)" : given.Text + given.Unit switch { VariableUnit.Seconds => "s", VariableUnit.Minutes => "m", _ => "" };
        return new SettingOrigin(name, value, given.FromVariable ? $"{given.Name} ({given.From})" : given.From);
    }
}
