using OpenClaw.Host.Configuration;
using OpenClaw.Host.Surface;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>Each variable of the original's README does what it says there, from the environment and from <c>.env</c>.</summary>
public sealed class VariableSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string, string> Variables => new()
    {
        { "DISCORD_WEBHOOK_URL", "https://discord.com/api/webhooks/1/abcdefghij", "https://discord.com/api/webhooks/1/abcdefghij" },
        { "OPENCLAW_GATEWAY_URL", "http://127.0.0.1:19001/ui", "http://127.0.0.1:19001/ui" },
        { "HEALTH_CHECK_MAX_RETRIES", "7", "7" },
        { "HEALTH_CHECK_RETRY_DELAY", "45", "00:00:45" },
        { "HEALTH_CHECK_ESCALATION_WAIT", "600", "00:10:00" },
        { "HEALTH_CHECK_HTTP_TIMEOUT", "4", "00:00:04" },
        { "EMERGENCY_RECOVERY_TIMEOUT", "900", "00:15:00" },
        { "CLAUDE_WORKSPACE_TRUST_TIMEOUT", "25", "00:00:25" },
        { "EMERGENCY_ALERT_WINDOW", "45", "00:45:00" },
        { "OPENCLAW_MEMORY_DIR", "~/elsewhere", "HOME/elsewhere" },
        { "OPENCLAW_ACTORS_HOME", "/var/lib/healer/", "/var/lib/healer" },
        { "OPENCLAW_ACTORS_MANAGER", "Systemd", "Systemd" },
        { "OPENCLAW_HOME", "~/oc", "HOME/oc" },
        { "OPENCLAW_STATE_DIR", "/srv/state", "/srv/state" },
        { "OPENCLAW_CONFIG_PATH", "/srv/oc.json", "/srv/oc.json" },
        { "OPENCLAW_SYSTEMD_UNIT", "mine.service", "mine.service" },
        { "OPENCLAW_LAUNCHD_LABEL", "org.me.gateway", "org.me.gateway" },
        { "ANTHROPIC_API_KEY", "sk-ant-xyz", "sk-ant-xyz" },
        { "ANTHROPIC_BASE_URL", "http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1" },
        { "OPENCLAW_ACTORS_COMPATIBLE_API_KEY", "compatible-key-1", "compatible-key-1" },
        { "OPENCLAW_ACTORS_CHAT_API_KEY", "chat-key-1", "chat-key-1" },
        { "CODEX_API_KEY", "codex-key-1", "codex-key-1" },
        { "GEMINI_API_KEY", "gemini-key-1", "gemini-key-1" },
        { "CLAUDE_CONFIG_DIR", "~/.claude-healer", "HOME/.claude-healer" },
    };

    [Theory]
    [MemberData(nameof(Variables))]
    public void A_variable_is_effective_from_the_environment(string name, string value, string expected) =>
        Effect(name, _bench.Environment(name, value).Load()).ShouldBe(expected.Replace("HOME", _bench.Home, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Variables))]
    public void A_variable_is_effective_from_the_dot_env_file(string name, string value, string expected) =>
        Effect(name, _bench.DotEnv($"# ours\nexport {name}=\"{value}\" # why\n").Load()).ShouldBe(expected.Replace("HOME", _bench.Home, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Variables))]
    public void An_empty_variable_counts_as_none(string name, string value, string expected)
    {
        var plain = Effect(name, _bench.Load());
        Effect(name, _bench.Environment(name, "").Load()).ShouldBe(plain);
        plain.ShouldNotBe(expected, value);
    }

    [Fact]
    public void Every_variable_of_the_schema_is_among_these_or_a_channels_own() =>
        SettingsSchema.WithVariable.Select(k => k.Variable!).Order().ShouldBe(Variables.Select(v => v.Data.Item1).Concat(ChannelSettingsSpecs.Variables)
            // With specs of their own: the dead man's switch, and the page's token.
            .Append("OPENCLAW_ACTORS_HEARTBEAT_URL").Append(PageSettings.TokenVariable).Order());

    [Fact]
    public void A_web_socket_address_is_the_same_port_over_http() =>
        _bench.Environment("OPENCLAW_GATEWAY_URL", "ws://127.0.0.1:18789").Load().Gateways[0].Url.ShouldBe(new Uri("http://127.0.0.1:18789/"));

    [Fact]
    public void A_longer_http_timeout_widens_the_look_that_holds_it() =>
        _bench.Environment("HEALTH_CHECK_HTTP_TIMEOUT", "60").Load().Gateways[0].ToPolicy().LookTimeout.ShouldBe(TimeSpan.FromSeconds(125));

    private static string? Effect(string name, HealerSettings settings)
    {
        var main = settings.Gateways[0];
        return name switch
        {
            "DISCORD_WEBHOOK_URL" => settings.Notify.DiscordWebhook?.Reveal(),
            "OPENCLAW_GATEWAY_URL" => main.Url.ToString(),
            "HEALTH_CHECK_MAX_RETRIES" => $"{main.ToPolicy().MaxRetries}",
            "HEALTH_CHECK_RETRY_DELAY" => $"{main.ToPolicy().RetryDelay}",
            "HEALTH_CHECK_ESCALATION_WAIT" => $"{main.ToPolicy().EscalationWait}",
            "HEALTH_CHECK_HTTP_TIMEOUT" => $"{main.Probe.Timeout}",
            "EMERGENCY_RECOVERY_TIMEOUT" => $"{main.ToPolicy().DoctorTimeout}",
            "CLAUDE_WORKSPACE_TRUST_TIMEOUT" => $"{settings.Doctor.TrustTimeout}",
            "EMERGENCY_ALERT_WINDOW" => $"{settings.Notify.AlertWindow}",
            "OPENCLAW_MEMORY_DIR" => settings.MemoryDirectory,
            "OPENCLAW_ACTORS_HOME" => settings.Home,
            "OPENCLAW_ACTORS_MANAGER" => $"{main.Manager}",
            "OPENCLAW_HOME" => main.Home,
            "OPENCLAW_STATE_DIR" => main.StateDirectory,
            "OPENCLAW_CONFIG_PATH" => main.ConfigPath,
            "OPENCLAW_SYSTEMD_UNIT" => main.Unit,
            "OPENCLAW_LAUNCHD_LABEL" => main.Label,
            "ANTHROPIC_API_KEY" => settings.Doctor.Claude.ApiKey?.Reveal(),
            "ANTHROPIC_BASE_URL" => settings.Doctor.Claude.BaseUrl?.ToString(),
            "CLAUDE_CONFIG_DIR" => settings.Doctor.Claude.ConfigDirectory,
            // Their doctors are off, as shipped: the keys are kept out of sight all the same.
            "OPENCLAW_ACTORS_COMPATIBLE_API_KEY" or "OPENCLAW_ACTORS_CHAT_API_KEY" or "CODEX_API_KEY" or "GEMINI_API_KEY" => settings.Secrets.SingleOrDefault()?.Reveal(),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such variable"),
        };
    }
}
