using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;

namespace OpenClaw.Host.Configuration;

/// <summary>Makes the gateways' settings. What a block leaves out follows OpenClaw's own naming of profiles.</summary>
internal static class GatewaysBuilder
{
    private static readonly Dictionary<string, ManagerSetting> Managers = new()
    {
        ["auto"] = ManagerSetting.Auto,
        ["direct"] = ManagerSetting.Direct,
        ["systemd"] = ManagerSetting.Systemd,
        ["launchd"] = ManagerSetting.Launchd,
    };

    private static readonly Dictionary<string, OnDaemonStop> Endings = new()
    {
        ["leave"] = OnDaemonStop.Leave,
        ["stop"] = OnDaemonStop.Stop,
    };

    private static readonly Dictionary<string, Autonomy> Autonomies = new()
    {
        ["auto"] = Autonomy.Auto,
        ["ask"] = Autonomy.Ask,
        ["advise"] = Autonomy.Advise,
        ["off"] = Autonomy.Off,
    };

    public static IReadOnlyList<GatewaySettings> Build(SettingsLayers layers, SettingsReader read)
    {
        var names = layers.Values.Keys.Select(SettingsSchema.Split).OfType<(string Gateway, string Key)>().Select(static k => k.Gateway).Distinct().Order(StringComparer.Ordinal);
        var gateways = names.Where(n => read.Find(Key(n, "enabled")) is null || read.Switch(Key(n, "enabled"))).Select(n => One(n, layers, read)).ToArray();
        if (gateways.Length == 0)
            throw new ConfigurationException("No gateway is enabled, so there is nothing to look after. Set openclaw.gateways.main.enabled = on, or name another gateway.");
        RequireDistinct(gateways, static g => $"{g.Url.IdnHost}:{g.Url.Port}", "url");
        RequireDistinct(gateways, static g => g.StateDirectory, "state-dir");
        RequireDistinct(gateways, static g => g.Unit, "unit");
        RequireDistinct(gateways, static g => g.Label, "label");
        return gateways;
    }

    private static GatewaySettings One(string name, SettingsLayers layers, SettingsReader read)
    {
        string? Text(string key) => read.Find(Key(name, key))?.Text;
        var any = layers.Values.Values.First(v => SettingsSchema.Split(v.Key) is var (gateway, _) && gateway == name);
        var main = name == SettingsSchema.MainGateway;
        var url = read.Find(Key(name, "url")) ?? throw new ConfigurationException($"{any.From}: the gateway {Logging.UntrustedText.OneLine(name, 60)} has no url. Add openclaw.gateways.{Logging.UntrustedText.OneLine(name, 60)}.url = \"http://localhost:PORT/\".");
        var home = read.Folder(Key(name, "home")) ?? layers.HomeDirectory;
        var state = read.Folder(Key(name, "state-dir")) ?? Path.Combine(home, main ? ".openclaw" : $".openclaw-{name}");
        return new GatewaySettings
        {
            Id = Id(name, any),
            Url = SettingsUrls.Gateway(url),
            Manager = Text("manager") is null ? ManagerSetting.Auto : read.OneOf(Key(name, "manager"), Managers),
            Command = Command(name, main, read),
            Home = home,
            StateDirectory = state,
            ConfigPath = read.Folder(Key(name, "config-path")) ?? Path.Combine(state, "openclaw.json"),
            Unit = Job(read.Find(Key(name, "unit"))) ?? (main ? "openclaw-gateway.service" : $"openclaw-gateway-{name}.service"),
            Label = Job(read.Find(Key(name, "label"))) ?? (main ? "ai.openclaw.gateway" : $"ai.openclaw.{name}"),
            OnDaemonStop = Text("on-daemon-stop") is null ? OnDaemonStop.Leave : read.OneOf(Key(name, "on-daemon-stop"), Endings),
            Probe = SettingsBuilder.Probe(read, name),
            Watchdog = SettingsBuilder.Watchdog(read, name),
            DoctorAutonomy = read.OneOf("doctor.autonomy", Autonomies, name),
            DoctorTimeout = read.Period("doctor.timeout", name),
            DoctorMaxFollowUps = read.Count("doctor.max-follow-ups", 0, 100, name),
            DoctorProbation = read.Period("doctor.probation", name),
            DoctorFailedBoots = read.Count("doctor.failed-boots", 0, 100, name),
            Reminder = read.Period("notify.reminder", name),
            Budget = SettingsBuilder.Budget(read, name),
            SuppressedNotice = read.Period("notify.suppressed-after", name),
            BlindNotice = read.Period("notify.blind-after", name),
            UpdateNotice = read.Period("notify.update-after", name),
        };
    }

    private static GatewayId Id(string name, Given any)
    {
        try
        {
            return new GatewayId(name);
        }
        catch (ArgumentException)
        {
            throw new ConfigurationException($"{any.From}: \"{Logging.UntrustedText.OneLine(name, 60)}\" is not a gateway name. Use a-z, 0-9, '-' and '_'.");
        }
    }

    private static IReadOnlyList<string> Command(string name, bool main, SettingsReader read)
    {
        if (read.Find(Key(name, "command")) is not { } given)
            return main ? ["openclaw", "gateway", "run"] : ["openclaw", "--profile", name, "gateway", "run"];
        return given.Items is { Count: > 0 } items && items.All(static i => i.Length > 0)
            ? items
            : throw SettingsReader.Wrong(given, "expected a list of the program and its arguments", "Write for example [\"openclaw\", \"gateway\", \"run\"]");
    }

    // It becomes an argument of systemctl or launchctl, so it must not look like an option or a path.
    private static string? Job(Given? given) =>
        given is null || (given.Text[0] != '-' && given.Text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or ':' or '\\'))
            ? given?.Text
            : throw SettingsReader.Wrong(given, "this is not a job's name", "Use letters, digits, '.', '-', '_' and '@'");

    private static void RequireDistinct(GatewaySettings[] gateways, Func<GatewaySettings, string> part, string key)
    {
        if (gateways.GroupBy(part).FirstOrDefault(static g => g.Count() > 1) is { } same)
            throw new ConfigurationException(
                $"The gateways {string.Join(" and ", same.Select(static g => g.Id.Value))} have the same {key}, so one would be healed with the other's hands. Give each its own openclaw.gateways.NAME.{key}, or take one out with enabled = off.");
    }

    private static string Key(string name, string key) => SettingsSchema.Gateways + name + "." + key;
}
