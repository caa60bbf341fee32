using Akka.Configuration;

namespace OpenClaw.Host.Configuration;

/// <summary>One value as given.</summary>
/// <param name="Key">The known key, without <c>openclaw.</c>.</param>
/// <param name="Name">What it is called where it was given: the HOCON key or the variable.</param>
/// <param name="Text">The value.</param>
/// <param name="Items">Its items when it was given as a list.</param>
/// <param name="From">Where it was given.</param>
/// <param name="Unit">The unit of the number when it came from a variable.</param>
/// <param name="FromVariable">It came from a variable, where a period is a plain number.</param>
internal sealed record Given(
    string Key, string Name, string Text, IReadOnlyList<string>? Items, string From, VariableUnit Unit = VariableUnit.None, bool FromVariable = false);

/// <summary>All sources laid over each other, the strongest on top; keys are checked, values not yet.</summary>
internal sealed record SettingsLayers(string HomeDirectory, IReadOnlyDictionary<string, Given> Values, Config Akka)
{
    /// <exception cref="ConfigurationException">A file cannot be read, or a key is not known.</exception>
    public static SettingsLayers Collect(SettingsSources sources)
    {
        var values = new Dictionary<string, Given>(StringComparer.Ordinal);
        var akka = ConfigurationFactory.Empty;
        void Lay(HoconFile file)
        {
            foreach (var given in file.Entries.Select(Known).OfType<Given>())
                values[given.Key] = given;
            akka = akka.IsEmpty ? file.Config : file.Config.WithFallback(akka);
        }

        foreach (var name in (string[])["openclaw.conf", "gateways.conf", "akka.conf"])
            Lay(HoconFile.Read(Path.Combine(sources.BaseDirectory, "hocon", name)));

        var given = sources.ConfigFile is { } path ? HoconFile.Read(path) : null;
        List<Given> strong = [.. Variables(sources), .. sources.CommandLine.Select(static p => FromCommandLine(p.Key, p.Value))];
        if (OwnersFile(sources, values, given, strong) is { } owners)
            Lay(owners);
        if (given is not null)
            Lay(given);
        foreach (var value in strong)
            values[value.Key] = value;
        return new SettingsLayers(sources.HomeDirectory, values, akka);
    }

    // The state folder says where the owner's file is, so it must be known before that file is read.
    private static HoconFile? OwnersFile(SettingsSources sources, Dictionary<string, Given> shipped, HoconFile? given, List<Given> strong)
    {
        var home = strong.LastOrDefault(static g => g.Key == "home")
            ?? given?.Entries.Select(Known).OfType<Given>().LastOrDefault(static g => g.Key == "home")
            ?? shipped["home"];
        var path = Path.Combine(SettingsReader.AbsolutePath(home, sources.HomeDirectory), "openclaw.conf");
        if (!File.Exists(path))
            return null;
        var file = HoconFile.Read(path);
        return file.Entries.FirstOrDefault(static e => e.Key == SettingsSchema.Root + ".home") is { } circular
            ? throw new ConfigurationException($"{circular.From}: openclaw.home cannot be set in the file that lies in it. Set OPENCLAW_ACTORS_HOME, or name this file with --config.")
            : file;
    }

    private static Given? Known(HoconEntry entry)
    {
        if (entry.Key.StartsWith("akka.", StringComparison.Ordinal))
            return null;
        var key = entry.Key.StartsWith(SettingsSchema.Root + ".", StringComparison.Ordinal) ? entry.Key[(SettingsSchema.Root.Length + 1)..] : null;
        RequireKnown(key, entry.Key, entry.From);
        return new Given(key!, entry.Key, entry.Text, entry.Items, entry.From);
    }

    private static Given FromCommandLine(string name, string value)
    {
        var key = name.StartsWith(SettingsSchema.Root + ".", StringComparison.Ordinal) ? name[(SettingsSchema.Root.Length + 1)..] : name;
        RequireKnown(key, name, "command line");
        var trimmed = value.Trim();
        var list = trimmed.StartsWith('[') && trimmed.EndsWith(']')
            ? trimmed[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static i => i.Trim('"')).ToArray()
            : null;
        return new Given(key, SettingsSchema.Root + "." + key, trimmed, list, "command line");
    }

    private static void RequireKnown(string? key, string name, string from)
    {
        var shown = UntrustedKey(name);
        if (key is null)
        {
            var meant = NearestName.Of(name, SettingsSchema.General.Select(static k => SettingsSchema.Root + "." + k.Key));
            throw new ConfigurationException($"{from}: {shown} is not a known key. {(meant is null ? "Keys begin with openclaw. or akka." : $"Did you mean {meant}?")}");
        }
        switch (SettingsSchema.Find(key))
        {
            case { VariableOnly: true } only:
                throw new ConfigurationException(
                    $"{from}: {shown} is taken from {only.Variable} only{(only.Secret ? ", as a secret does not belong here" : "")}. Set {only.Variable} in the environment or in ~/.openclaw/.env and remove it here.");
            case not null:
                return;
            default:
                throw new ConfigurationException(
                    $"{from}: {shown} is not a known key. {(SettingsSchema.Nearest(key) is { } near ? $"Did you mean {SettingsSchema.Root}.{near}?" : "Remove it; the shipped hocon/openclaw.conf and hocon/gateways.conf show all keys.")}");
        }
    }

    private static IEnumerable<Given> Variables(SettingsSources sources)
    {
        var ours = SettingsSchema.WithVariable.Select(static k => k.Variable!).ToHashSet(StringComparer.Ordinal);
        IReadOnlyDictionary<string, (string Value, string From)>[] files =
        [
            DotEnv.Read(Path.Combine(sources.HomeDirectory, ".openclaw", ".env"), ours),
            DotEnv.Read(Path.Combine(sources.HomeDirectory, "openclaw", ".env"), ours),
        ];
        foreach (var key in SettingsSchema.WithVariable)
        {
            // An empty variable counts as none, as it did in the original's ${NAME:-default}.
            if (sources.Environment.GetValueOrDefault(key.Variable!) is { } value && !string.IsNullOrWhiteSpace(value))
                yield return Of(key, value, "environment");
            else if (files.Select(f => f.GetValueOrDefault(key.Variable!)).FirstOrDefault(static v => !string.IsNullOrWhiteSpace(v.Value)) is { Value: not null } line)
                yield return Of(key, line.Value, line.From);
        }
    }

    private static Given Of(KnownKey key, string value, string from) => new(key.Key, key.Variable!, value.Trim(), null, from, key.Unit, FromVariable: true);

    private static string UntrustedKey(string name) => Logging.UntrustedText.OneLine(name, 100);
}
