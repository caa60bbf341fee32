using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Remote;
using OpenClaw.Host.SelfTest;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Configuration;

/// <summary>Makes typed settings of checked keys.</summary>
internal static class SettingsBuilder
{
    private static readonly Dictionary<string, Severity> Floors = new()
    {
        ["info"] = Severity.Info,
        ["resolved"] = Severity.Resolved,
        ["warning"] = Severity.Warning,
        ["critical"] = Severity.Critical,
    };

    private static readonly Dictionary<string, LogLevel> Levels = new()
    {
        ["verbose"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    private static readonly Dictionary<string, ConsoleFormat> Consoles = new()
    {
        ["plain"] = ConsoleFormat.Plain,
        ["json"] = ConsoleFormat.Json,
    };

    private static readonly Dictionary<string, TmuxUse> TmuxUses = new()
    {
        ["auto"] = TmuxUse.Auto,
        ["on"] = TmuxUse.On,
        ["off"] = TmuxUse.Off,
    };

    private static readonly Dictionary<string, RemedySwitch> Switches = new()
    {
        ["auto"] = RemedySwitch.Auto,
        ["ask"] = RemedySwitch.Ask,
        ["off"] = RemedySwitch.Off,
    };

    public static HealerSettings Build(SettingsLayers layers)
    {
        var read = new SettingsReader(layers);
        var discord = read.Find("notify.discord.url");
        var doctor = Doctor(read);
        var webhook = discord is null ? null : SettingsUrls.Guarded(discord, "https://discord.com/api/webhooks/ID/TOKEN");
        var channels = AllChannels.Kinds.Select(kind => (Reader: new ChannelReader(read, kind, Floors), Kind: kind)).Select(static c => (c.Reader.Secrets, Make: c.Kind.Read(c.Reader))).ToArray();
        return new HealerSettings
        {
            Home = SettingsReader.AbsolutePath(read.Require("home"), layers.HomeDirectory),
            MemoryDirectory = SettingsReader.AbsolutePath(read.Require("memory-dir"), layers.HomeDirectory),
            Probe = Probe(read, null),
            Watchdog = Watchdog(read, null),
            Doctor = doctor,
            Notify = new NotifySettings(
                read.Period("notify.reminder"),
                read.Period("notify.alert-window"),
                webhook is null ? null : new SecretText(webhook.AbsoluteUri),
                read.OneOf("notify.discord.floor", Floors),
                read.OneOf("notify.log.floor", Floors))
            {
                Hold = read.Period("notify.hold"),
                FailingAfter = read.Period("notify.failing-after"),
                Quiet = AllChannels.Kinds.Select(static kind => kind.Name).Append("discord").Select(name => (name, Hours: QuietText.Of(read, name))).Where(static q => q.Hours is not null).ToDictionary(static q => q.name, static q => q.Hours!),
                Channels = [.. channels.Select(static c => c.Make).OfType<Func<ChannelTools, INotifier>>()],
                Heartbeat = HeartbeatSettings.Read(read),
                SelfTest = SelfTestRegistration.Read(read),
                TelegramCommands = RemoteSettings.Read(read, "telegram", "notify.telegram.token", "https://api.telegram.org"),
                DiscordCommands = RemoteSettings.Read(read, "discord", "notify.discord.bot-token", "https://discord.com/api/v10"),
                Digest = DigestSettings.Read(read),
            },
            Telemetry = TelemetrySettings.Read(read),
            Logging = LoggingSettings.Read(read, Levels, Consoles),
            Page = PageSettings.Read(read),
            Gateways = GatewaysBuilder.Build(layers, read),
            Akka = layers.Akka,
            Origins = SettingOrigins.Of(layers),
            Secrets =
            [
                .. webhook is null ? [] : SettingsUrls.SecretsOf(discord!, webhook),
                .. channels.SelectMany(static c => c.Secrets),
                .. HeartbeatSettings.Secrets(read),
                .. TelemetrySettings.Secrets(read),
                .. PageSettings.Secrets(read),
                .. read.Find("notify.discord.bot-token") is { } bot ? new[] { new SecretText(bot.Text) } : [],
                // A key is kept out of sight whether its doctor is on or not.
                .. new[] { doctor.Claude.ApiKey, Key(read, DoctorNames.Compatible), Key(read, DoctorNames.Codex), Key(read, DoctorNames.Gemini), Key(read, DoctorNames.Chat) }.OfType<SecretText>(),
            ],
        };
    }

    public static ProbeSettings Probe(SettingsReader read, string? gateway) => new(
        read.Period("probe.interval", gateway),
        read.Period("probe.interval-suspicious", gateway),
        read.Period("probe.timeout", gateway),
        read.Count("probe.suspicion-threshold", 1, 100, gateway),
        read.Period("probe.refused-grace", gateway),
        read.Count("probe.max-retries", 0, 100, gateway),
        read.Period("probe.retry-delay", gateway),
        read.Period("probe.escalation-wait", gateway),
        read.Period("probe.stability-window", gateway),
        read.Period("probe.startup-budget", gateway),
        read.Period("probe.startup-floor", gateway),
        read.Period("probe.progress-patience", gateway),
        read.Period("probe.flap-window", gateway),
        read.Count("probe.flap-threshold", 2, 8, gateway),
        read.Period("probe.late-tolerance", gateway),
        read.Period("probe.wake-grace", gateway));

    public static RestartBudget Budget(SettingsReader read, string? gateway) => new()
    {
        UncleanWindow = read.Period("budget.unclean-window", gateway),
        UncleanBoots = read.Count("budget.unclean-boots", 1, 1000, gateway),
        YoungBoot = read.Period("budget.young-boot", gateway),
        YoungKillMemory = read.Period("budget.young-kill-memory", gateway),
        BootRecorded = read.Period("budget.boot-recorded", gateway),
        RestartWindow = read.Period("budget.restart-window", gateway),
        Restarts = read.Count("budget.restarts", 0, 1000, gateway),
        ManagerWindow = read.Period("budget.manager-window", gateway),
        ManagerStarts = read.Count("budget.manager-starts", 1, 1000, gateway),
        Kicks = read.Count("budget.kicks", 0, 1000, gateway),
        StartsPerMinute = read.Count("budget.starts-per-minute", 1, 1000, gateway),
        StartsPerHour = read.Count("budget.starts-per-hour", 1, 1000, gateway),
    };

    public static WatchdogSettings Watchdog(SettingsReader read, string? gateway)
    {
        var settings = new WatchdogSettings(
            read.Period("watchdog.interval", gateway),
            read.Period("watchdog.interval-suspicious", gateway),
            read.Period("watchdog.interval-stopped", gateway),
            read.Period("watchdog.look-timeout", gateway),
            read.Periods("watchdog.backoff", gateway),
            read.Count("watchdog.backoff-jitter", 0, 100, gateway),
            read.Period("watchdog.manager-grace", gateway),
            read.Period("watchdog.restart-deadline", gateway),
            read.Period("watchdog.stop-budget", gateway),
            read.Period("watchdog.forced-stop-wait", gateway),
            read.Period("watchdog.flap-memory", gateway))
        {
            IdleRestart = read.Switch("watchdog.idle-restart", gateway),
        };
        // A deadline inside the stop budget would cut off a gateway that is allowed to finish its work.
        return settings.RestartDeadline > settings.StopBudget
            ? settings
            : throw SettingsReader.Wrong(read.Require("watchdog.restart-deadline", gateway), "it must be longer than watchdog.stop-budget", "Raise it, or lower the stop budget");
    }

    private static RemedyPolicy Playbook(SettingsReader read) => new(
        read.Switch("doctor.playbook.enabled"),
        RemedyNames.All.ToDictionary(static name => name, name => read.OneOf(SettingsSchema.Remedies + name, Switches), StringComparer.Ordinal));

    private static DoctorBudget Budget(SettingsReader read) => new(
        read.Amount("doctor.budget.cost-per-incident-usd"),
        read.Amount("doctor.budget.cost-per-day-usd"),
        read.Count("doctor.budget.sessions-per-day", 1, 1000),
        read.Period("doctor.budget.cooldown-after-failure"));

    private static DoctorSettings Doctor(SettingsReader read)
    {
        var settings = new DoctorSettings(read.Period("doctor.timeout"), read.Period("doctor.trust-timeout"), read.Count("doctor.max-follow-ups", 0, 100), Claude(read))
        {
            Playbook = Playbook(read),
            Budget = Budget(read),
            Chain = read.Names("doctor.chain", DoctorNames.All),
            Compatible = read.Switch("doctor.compatible.enabled") ? Compatible(read) : null,
            Codex = read.Switch("doctor.codex.enabled") ? Agent(read, DoctorNames.Codex, "https://api.openai.com/v1") : null,
            Gemini = read.Switch("doctor.gemini.enabled") ? Agent(read, DoctorNames.Gemini, "https://generativelanguage.googleapis.com") : null,
            Chat = read.Switch("doctor.chat.enabled") ? Chat(read) : null,
        };
        // Switched on by hand and never called: its owner would find that out in the night it is needed.
        (string Name, bool IsOn)[] further = [(DoctorNames.Compatible, settings.Compatible is not null), (DoctorNames.Codex, settings.Codex is not null), (DoctorNames.Gemini, settings.Gemini is not null), (DoctorNames.Chat, settings.Chat is not null)];
        foreach (var (name, _) in further.Where(d => d.IsOn && !settings.Chain.Contains(d.Name)))
            throw SettingsReader.Wrong(read.Require("doctor.chain"), $"it leaves out {name}, and openclaw.doctor.{name}.enabled is on", "Add it, or switch it off");
        return settings;
    }

    private static CompatibleSettings Compatible(SettingsReader read) => new(
        SettingsUrls.Guarded(read.Require("doctor.compatible.base-url"), "http://127.0.0.1:11434"),
        read.Find("doctor.compatible.model")?.Text
            ?? throw SettingsReader.Wrong(read.Require("doctor.compatible.enabled"), "it needs openclaw.doctor.compatible.model", "Set it to the name of a model at that address that can call tools"),
        read.Period("doctor.compatible.request-timeout"),
        Key(read, DoctorNames.Compatible));

    private static ChatSettings Chat(SettingsReader read) => new(
        SettingsUrls.Guarded(read.Require("doctor.chat.base-url"), "http://127.0.0.1:11434/v1"),
        read.Find("doctor.chat.model")?.Text
            ?? throw SettingsReader.Wrong(read.Require("doctor.chat.enabled"), "it needs openclaw.doctor.chat.model", "Set it to the name of a model at that address that can call tools"),
        read.Period("doctor.chat.request-timeout"),
        read.Count("doctor.chat.max-rounds", 1, 100),
        read.Amount("doctor.chat.input-usd-per-million", mayBeZero: true),
        read.Amount("doctor.chat.output-usd-per-million", mayBeZero: true),
        Key(read, DoctorNames.Chat));

    private static AgentSettings Agent(SettingsReader read, string name, string example) => new(
        read.Require($"doctor.{name}.command").Text,
        read.Find($"doctor.{name}.model")?.Text,
        read.Find($"doctor.{name}.base-url") is { } url ? SettingsUrls.Guarded(url, example) : null,
        Key(read, name));

    private static SecretText? Key(SettingsReader read, string name) => read.Find($"doctor.{name}.api-key") is { } key ? new SecretText(key.Text) : null;

    private static ClaudeSettings Claude(SettingsReader read) => new(
        read.Switch("doctor.claude.enabled"),
        read.Require("doctor.claude.command").Text,
        read.Find("doctor.claude.model")?.Text,
        read.Find("doctor.claude.fallback-model")?.Text,
        read.Count("doctor.claude.max-turns", 1, 10_000),
        read.Amount("doctor.claude.max-budget-usd"),
        read.OneOf("doctor.claude.tmux", TmuxUses),
        read.Find("doctor.claude.api-key") is { } key ? new SecretText(key.Text) : null,
        read.Find("doctor.claude.base-url") is { } url ? SettingsUrls.Guarded(url, "https://api.anthropic.com") : null,
        read.Folder("doctor.claude.config-dir"));
}
