using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Remote;
using OpenClaw.Host.SelfTest;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Configuration;

/// <summary>What a variable's whole number counts.</summary>
internal enum VariableUnit
{
    /// <summary>It is a text or a count.</summary>
    None,
    Seconds,
    Minutes,
}

/// <summary>One key the daemon knows. Names are without the leading <c>openclaw.</c>.</summary>
/// <param name="Key">The HOCON key.</param>
/// <param name="Variable">The environment variable that sets it, or null.</param>
/// <param name="Unit">The unit of that variable's number.</param>
/// <param name="VariableOnly">Neither files nor the command line may set it.</param>
/// <param name="Secret">Its value is never shown.</param>
/// <param name="PerGateway">A gateway's block may carry its own.</param>
internal sealed record KnownKey(
    string Key, string? Variable = null, VariableUnit Unit = VariableUnit.None, bool VariableOnly = false, bool Secret = false, bool PerGateway = false);

/// <summary>All keys, their variables, and the nearest one to a typo.</summary>
internal static class SettingsSchema
{
    public const string Root = "openclaw";
    public const string Gateways = "gateways.";
    public const string MainGateway = "main";
    public const string Remedies = "doctor.playbook.remedies.";

    public static IReadOnlyList<KnownKey> General { get; } =
    [
        new("home", "OPENCLAW_ACTORS_HOME"),
        new("memory-dir", "OPENCLAW_MEMORY_DIR"),
        new("probe.interval", PerGateway: true),
        new("probe.interval-suspicious", PerGateway: true),
        new("probe.timeout", "HEALTH_CHECK_HTTP_TIMEOUT", VariableUnit.Seconds, PerGateway: true),
        new("probe.suspicion-threshold", PerGateway: true),
        new("probe.refused-grace", PerGateway: true),
        new("probe.max-retries", "HEALTH_CHECK_MAX_RETRIES", PerGateway: true),
        new("probe.retry-delay", "HEALTH_CHECK_RETRY_DELAY", VariableUnit.Seconds, PerGateway: true),
        new("probe.escalation-wait", "HEALTH_CHECK_ESCALATION_WAIT", VariableUnit.Seconds, PerGateway: true),
        new("probe.stability-window", PerGateway: true),
        new("probe.startup-budget", PerGateway: true),
        new("probe.startup-floor", PerGateway: true),
        new("probe.progress-patience", PerGateway: true),
        new("probe.flap-window", PerGateway: true),
        new("probe.flap-threshold", PerGateway: true),
        new("probe.late-tolerance", PerGateway: true),
        new("probe.wake-grace", PerGateway: true),
        new("watchdog.interval", PerGateway: true),
        new("watchdog.interval-suspicious", PerGateway: true),
        new("watchdog.interval-stopped", PerGateway: true),
        new("watchdog.look-timeout", PerGateway: true),
        new("watchdog.backoff", PerGateway: true),
        new("watchdog.backoff-jitter", PerGateway: true),
        new("watchdog.manager-grace", PerGateway: true),
        new("watchdog.restart-deadline", PerGateway: true),
        new("watchdog.stop-budget", PerGateway: true),
        new("watchdog.forced-stop-wait", PerGateway: true),
        new("watchdog.flap-memory", PerGateway: true),
        new("watchdog.idle-restart", PerGateway: true),
        new("budget.unclean-window", PerGateway: true),
        new("budget.unclean-boots", PerGateway: true),
        new("budget.young-boot", PerGateway: true),
        new("budget.young-kill-memory", PerGateway: true),
        new("budget.boot-recorded", PerGateway: true),
        new("budget.restart-window", PerGateway: true),
        new("budget.restarts", PerGateway: true),
        new("budget.manager-window", PerGateway: true),
        new("budget.manager-starts", PerGateway: true),
        new("budget.kicks", PerGateway: true),
        new("budget.starts-per-minute", PerGateway: true),
        new("budget.starts-per-hour", PerGateway: true),
        new("doctor.timeout", "EMERGENCY_RECOVERY_TIMEOUT", VariableUnit.Seconds, PerGateway: true),
        new("doctor.trust-timeout", "CLAUDE_WORKSPACE_TRUST_TIMEOUT", VariableUnit.Seconds),
        new("doctor.autonomy", PerGateway: true),
        new("doctor.max-follow-ups", PerGateway: true),
        new("doctor.probation", PerGateway: true),
        new("doctor.failed-boots", PerGateway: true),
        new("doctor.playbook.enabled"),
        .. RemedyNames.All.Select(static name => new KnownKey(Remedies + name)),
        new("doctor.budget.cost-per-incident-usd"),
        new("doctor.budget.cost-per-day-usd"),
        new("doctor.budget.sessions-per-day"),
        new("doctor.budget.cooldown-after-failure"),
        new("doctor.claude.enabled"),
        new("doctor.claude.command"),
        new("doctor.claude.model"),
        new("doctor.claude.fallback-model"),
        new("doctor.claude.max-turns"),
        new("doctor.claude.max-budget-usd"),
        new("doctor.claude.tmux"),
        new("doctor.claude.api-key", "ANTHROPIC_API_KEY", VariableOnly: true, Secret: true),
        new("doctor.claude.base-url", "ANTHROPIC_BASE_URL", VariableOnly: true),
        new("doctor.claude.config-dir", "CLAUDE_CONFIG_DIR", VariableOnly: true),
        new("doctor.chain"),
        new("doctor.compatible.enabled"),
        new("doctor.compatible.base-url"),
        new("doctor.compatible.model"),
        new("doctor.compatible.request-timeout"),
        new("doctor.compatible.api-key", "OPENCLAW_ACTORS_COMPATIBLE_API_KEY", VariableOnly: true, Secret: true),
        new("doctor.codex.enabled"),
        new("doctor.codex.command"),
        new("doctor.codex.model"),
        new("doctor.codex.base-url"),
        new("doctor.codex.api-key", "CODEX_API_KEY", VariableOnly: true, Secret: true),
        new("doctor.gemini.enabled"),
        new("doctor.gemini.command"),
        new("doctor.gemini.model"),
        new("doctor.gemini.base-url"),
        new("doctor.gemini.api-key", "GEMINI_API_KEY", VariableOnly: true, Secret: true),
        new("doctor.chat.enabled"),
        new("doctor.chat.base-url"),
        new("doctor.chat.model"),
        new("doctor.chat.request-timeout"),
        new("doctor.chat.max-rounds"),
        new("doctor.chat.input-usd-per-million"),
        new("doctor.chat.output-usd-per-million"),
        new("doctor.chat.api-key", "OPENCLAW_ACTORS_CHAT_API_KEY", VariableOnly: true, Secret: true),
        new("notify.reminder", PerGateway: true),
        new("notify.suppressed-after", PerGateway: true),
        new("notify.blind-after", PerGateway: true),
        new("notify.update-after", PerGateway: true),
        new("notify.alert-window", "EMERGENCY_ALERT_WINDOW", VariableUnit.Minutes),
        new("notify.digest.schedule"),
        new("notify.digest.channels"),
        new("notify.discord.url", "DISCORD_WEBHOOK_URL", VariableOnly: true, Secret: true),
        new("notify.hold"),
        new("notify.failing-after"),
        new("notify.quiet"),
        new("notify.discord.floor"),
        new("notify.discord.quiet"),
        new("notify.log.floor"),
        .. RemoteSettings.Keys,
        .. AllChannels.Kinds.SelectMany(static kind => kind.AllKeys),
        .. HeartbeatSettings.Keys,
        .. TelemetrySettings.Keys,
        new(SelfTestRegistration.Key),
        .. PageSettings.Keys,
        new("logging.level"),
        new("logging.console"),
        new("logging.retention-days"),
        new("logging.max-file-size"),
        new("logging.max-total-size"),
        new("logging.healthcheck.enabled"),
        new("logging.healthcheck.interval"),
    ];

    /// <summary>Keys of a gateway's block; the variables are about the gateway <c>main</c>.</summary>
    public static IReadOnlyList<KnownKey> OfGateway { get; } =
    [
        new("enabled"),
        new("url", "OPENCLAW_GATEWAY_URL"),
        new("manager", "OPENCLAW_ACTORS_MANAGER"),
        new("command"),
        new("home", "OPENCLAW_HOME"),
        new("state-dir", "OPENCLAW_STATE_DIR"),
        new("config-path", "OPENCLAW_CONFIG_PATH"),
        new("unit", "OPENCLAW_SYSTEMD_UNIT"),
        new("label", "OPENCLAW_LAUNCHD_LABEL"),
        new("on-daemon-stop"),
    ];

    /// <summary>Every key that a variable sets, with its full name.</summary>
    public static IReadOnlyList<KnownKey> WithVariable { get; } =
    [
        .. General.Where(static k => k.Variable is not null),
        .. OfGateway.Where(static k => k.Variable is not null).Select(static k => k with { Key = Gateways + MainGateway + "." + k.Key }),
    ];

    /// <summary>The key as known, or null.</summary>
    public static KnownKey? Find(string key) =>
        Split(key) is (_, var rest)
            ? OfGateway.Concat(General.Where(static k => k.PerGateway)).FirstOrDefault(k => k.Key == rest)
            : General.FirstOrDefault(k => k.Key == key);

    /// <summary>The gateway and the rest of a gateway's key; null when it is none.</summary>
    public static (string Gateway, string Key)? Split(string key)
    {
        if (!key.StartsWith(Gateways, StringComparison.Ordinal))
            return null;
        var dot = key.IndexOf('.', Gateways.Length);
        return dot < 0 ? null : (key[Gateways.Length..dot], key[(dot + 1)..]);
    }

    /// <summary>The known key that is nearest to a wrong one, or null when none is near.</summary>
    public static string? Nearest(string key)
    {
        if (Split(key) is not (var gateway, var rest))
            return NearestName.Of(key, General.Where(static k => !k.VariableOnly).Select(static k => k.Key));
        var near = NearestName.Of(rest, OfGateway.Concat(General.Where(static k => k.PerGateway)).Select(static k => k.Key));
        return near is null ? null : Gateways + gateway + "." + near;
    }
}
