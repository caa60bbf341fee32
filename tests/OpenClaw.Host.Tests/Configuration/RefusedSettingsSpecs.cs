using OpenClaw.Host.Configuration;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>What is wrong stops the start with one line that says where, what and how to mend it.</summary>
public sealed class RefusedSettingsSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("openclaw.probe.intervall = 5s", "openclaw.probe.intervall is not a known key. Did you mean openclaw.probe.interval?")]
    [InlineData("openclaw.gateways.main.ulr = \"x\"", "openclaw.gateways.main.ulr is not a known key. Did you mean openclaw.gateways.main.url?")]
    [InlineData("openclaw { nonsense-of-mine { x = 1 } }", "openclaw.nonsense-of-mine.x is not a known key. Remove it;")]
    [InlineData("openclow.probe.interval = 5s", "openclow.probe.interval is not a known key. Did you mean openclaw.probe.interval?")]
    [InlineData("openclaw.doctor.playbook.remedies.config-key = off", "openclaw.doctor.playbook.remedies.config-key is not a known key. Did you mean openclaw.doctor.playbook.remedies.config-keys?")]
    [InlineData("openclaw.doctor.playbook.remedies.config-keys = sometimes", "openclaw.doctor.playbook.remedies.config-keys is \"sometimes\": expected one of auto, ask, off")]
    [InlineData("openclaw.probe = 5s", "openclaw.probe is not a known key.")]
    [InlineData("openclaw.probe.interval = 0s", "openclaw.probe.interval is \"0s\": a period must be longer than zero")]
    [InlineData("openclaw.probe.interval = -5s", "openclaw.probe.interval is \"-5s\": a period must be longer than zero")]
    [InlineData("openclaw.probe.interval = 10", "openclaw.probe.interval is \"10\": expected a period with its unit")]
    [InlineData("openclaw.probe.interval = soon", "openclaw.probe.interval is \"soon\": expected a period with its unit")]
    [InlineData("openclaw.probe.interval = 400d", "openclaw.probe.interval is \"400d\": a period must be longer than zero and at most 30 days")]
    [InlineData("openclaw.probe.max-retries = 2.5", "openclaw.probe.max-retries is \"2.5\": expected a whole number from 0 to 100")]
    [InlineData("openclaw.probe.suspicion-threshold = 0", "expected a whole number from 1 to 100")]
    [InlineData("openclaw.watchdog.backoff = 10s", "openclaw.watchdog.backoff is \"10s\": expected a list of periods")]
    [InlineData("openclaw.watchdog.backoff = [10s, 0s]", "openclaw.watchdog.backoff is \"0s\": a period must be longer than zero")]
    [InlineData("openclaw.watchdog.restart-deadline = 5m", "it must be longer than watchdog.stop-budget")]
    [InlineData("openclaw.doctor.claude.enabled = perhaps", "openclaw.doctor.claude.enabled is \"perhaps\": expected on or off")]
    [InlineData("openclaw.doctor.chain = [playbook, cluade]", "expected one of playbook, claude, compatible, codex, gemini")]
    [InlineData("openclaw.doctor.chain = [claude, claude]", "it is named twice")]
    [InlineData("openclaw.doctor.chain = []", "openclaw.doctor.chain is")]
    [InlineData("openclaw.doctor { chain = [playbook, claude], codex.enabled = on }", "it leaves out codex, and openclaw.doctor.codex.enabled is on")]
    [InlineData("openclaw.doctor.chat.enabled = on", "it needs openclaw.doctor.chat.model")]
    [InlineData("openclaw.doctor { chat { enabled = on, model = m, base-url = \"http://192.0.2.1/v1\" } }", "openclaw.doctor.chat.base-url")]
    [InlineData("openclaw.doctor { chat { enabled = on, model = m, input-usd-per-million = -1 } }", "expected a number, 0 or above")]
    [InlineData("openclaw.doctor { chain = [playbook, claude, compatible, codex, gemini], chat { enabled = on, model = m } }", "it leaves out chat")]
    [InlineData("openclaw.doctor.compatible.enabled = on", "it needs openclaw.doctor.compatible.model")]
    [InlineData("openclaw.doctor { compatible { enabled = on, model = m, base-url = \"http://192.0.2.1:11434\" } }", "openclaw.doctor.compatible.base-url")]
    [InlineData("openclaw.doctor.claude.max-budget-usd = free", "expected a number above 0")]
    [InlineData("openclaw.notify.discord.floor = warnin", "expected one of info, resolved, warning, critical. Did you mean warning?")]
    [InlineData("openclaw.logging.level = loud", "openclaw.logging.level is \"loud\": expected one of")]
    [InlineData("openclaw.logging.max-file-size = 20", "openclaw.logging.max-file-size is \"20\": expected a size with its unit (KB, MB, GB), from 100KB to 1GB. Write for example 20MB.")]
    [InlineData("openclaw.logging.max-file-size = 1KB", "expected a size with its unit")]
    [InlineData("openclaw.logging { max-file-size = 50MB, max-total-size = 100MB }", "openclaw.logging.max-total-size is \"100MB\": it must be at least three times logging.max-file-size")]
    [InlineData("openclaw.logging.healthcheck.interval = 0m", "a period must be longer than zero")]
    [InlineData("openclaw.memory-dir = memory", "openclaw.memory-dir is \"memory\": expected an absolute path. Begin it with / or ~/.")]
    [InlineData("openclaw.home = /elsewhere", "openclaw.home cannot be set in the file that lies in it. Set OPENCLAW_ACTORS_HOME")]
    [InlineData("openclaw.gateways.main.url = \"localhost:18789\"", "openclaw.gateways.main.url is \"localhost:18789\": expected an http or https address")]
    [InlineData("openclaw.gateways.main.url = \"\"", "the gateway main has no url")]
    [InlineData("openclaw.gateways.main.manager = upstart", "expected one of")]
    [InlineData("openclaw.gateways.main.command = \"openclaw gateway run\"", "expected a list of the program and its arguments")]
    [InlineData("openclaw.gateways.main.unit = \"--force\"", "this is not a job's name")]
    [InlineData("openclaw.gateways.main.enabled = off", "No gateway is enabled")]
    [InlineData("openclaw.gateways.Work.url = \"http://localhost:1/\"", "\"Work\" is not a gateway name")]
    [InlineData("openclaw.gateways.work.enabled = on", "the gateway work has no url")]
    [InlineData("openclaw.gateways.work.url = \"http://localhost:18789/\"", "The gateways main and work have the same url")]
    [InlineData("openclaw.notify.discord.url = \"https://discord.com/api/webhooks/1/t0k3n\"", "openclaw.notify.discord.url is taken from DISCORD_WEBHOOK_URL only, as a secret does not belong here")]
    [InlineData("openclaw.doctor.claude.base-url = \"https://x\"", "openclaw.doctor.claude.base-url is taken from ANTHROPIC_BASE_URL only")]
    public void A_wrong_value_or_key_in_a_file(string text, string expected)
    {
        var line = _bench.Owner("# mine\n" + text).Refusal();
        line.ShouldContain(expected);
        line.ShouldNotContain("t0k3n");
        if (!line.StartsWith("The gateways", StringComparison.Ordinal) && !line.StartsWith("No gateway", StringComparison.Ordinal) && !line.Contains("main has no url"))
            line.ShouldStartWith($"{_bench.OwnersFile}:2: ");
    }

    [Theory]
    [InlineData("openclaw {\n probe { interval = 5s\n}", 1, "a '{' is never closed")]
    [InlineData("openclaw.probe.interval = 5s }", 1, "a '}' closes nothing")]
    [InlineData("\nopenclaw.memory-dir = \"/x\n", 2, "a quote is never closed")]
    [InlineData("openclaw.watchdog.backoff = [1s,\n2s", 1, "a '[' is never closed")]
    [InlineData("\n\nopenclaw.memory-dir = ${HOME}/x", 3, "${...} is not supported")]
    [InlineData("include \"other.conf\"", 1, "include is not supported")]
    [InlineData("openclaw.probe.interval =\nopenclaw.probe.timeout = 1s", 1, "'openclaw.probe.interval' has no value")]
    [InlineData("openclaw.probe.interval\nopenclaw.probe.timeout = 1s", 1, "'openclaw.probe.interval' has no value")]
    [InlineData("openclaw.probe.interval = 5s openclaw.probe.timeout = 1s", 1, "a second '='")]
    [InlineData("openclaw.gateways.main.url = http://localhost:1/", 1, "Put a value that holds ':' or '=' in quotes")]
    [InlineData("openclaw.watchdog.backoff += 5s", 1, "'+=' is not supported")]
    [InlineData("openclaw.watchdog.backoff = [{a = 1}]", 1, "a list may hold plain values only")]
    public void What_the_hocon_parser_would_misread(string text, int line, string expected)
    {
        var refusal = _bench.Owner(text).Refusal();
        refusal.ShouldStartWith($"{_bench.OwnersFile}:{line}: ");
        refusal.ShouldContain(expected);
    }

    [Theory]
    [InlineData("// a comment with ${x}, { and \"\nopenclaw.probe.interval = 5s # ${y}")]
    [InlineData("openclaw { probe { interval = 5s }\n memory-dir = \"/with/${x} and include and { #\" }")]
    [InlineData("{ openclaw : { probe : { interval : \"5s\" } } }")]
    [InlineData("openclaw { probe\n{\ninterval = 5s\n} }")]
    [InlineData("openclaw.watchdog.backoff = [ # first\n 1s,\n 2s ]\nopenclaw.probe.interval=5s//x")]
    [InlineData("openclaw.memory-dir = \"\"\"/a/b\"\"\"\r\nopenclaw.probe.interval = 5s\r\n")]
    public void Plain_hocon_in_any_spelling_is_taken(string text) =>
        _bench.Owner(text).Load().Probe.Interval.ShouldBe(TimeSpan.FromSeconds(5));

    [Theory]
    [InlineData("HEALTH_CHECK_RETRY_DELAY", "30s", "HEALTH_CHECK_RETRY_DELAY is \"30s\": expected whole seconds. Write for example 30 (seconds).")]
    [InlineData("HEALTH_CHECK_RETRY_DELAY", "1.5", "expected whole seconds")]
    [InlineData("HEALTH_CHECK_RETRY_DELAY", "0", "a period must be longer than zero")]
    [InlineData("HEALTH_CHECK_ESCALATION_WAIT", "-1", "a period must be longer than zero")]
    [InlineData("EMERGENCY_ALERT_WINDOW", "half an hour", "expected whole minutes. Write for example 30 (minutes).")]
    [InlineData("EMERGENCY_RECOVERY_TIMEOUT", "99999999999999", "expected whole seconds")]
    [InlineData("HEALTH_CHECK_MAX_RETRIES", "three", "expected a whole number from 0 to 100")]
    [InlineData("OPENCLAW_GATEWAY_URL", "not a url", "expected an http or https address")]
    [InlineData("OPENCLAW_GATEWAY_URL", "ftp://localhost/", "expected an http or https address")]
    [InlineData("ANTHROPIC_BASE_URL", "http://proxy.example/", "http is allowed to this machine only")]
    [InlineData("OPENCLAW_MEMORY_DIR", "memory", "expected an absolute path")]
    [InlineData("OPENCLAW_ACTORS_HOME", "here", "expected an absolute path")]
    public void A_wrong_variable(string name, string value, string expected)
    {
        var refusal = _bench.Environment(name, value).Refusal();
        refusal.ShouldStartWith($"environment: {name}");
        refusal.ShouldContain(expected);
    }

    [Theory]
    [InlineData("http://discord.com/api/webhooks/1/t0k3n", "http is allowed to this machine only")]
    [InlineData("t0k3n", "expected an http or https address")]
    public void A_wrong_webhook_is_named_and_never_shown(string value, string expected)
    {
        var refusal = _bench.DotEnv($"\nDISCORD_WEBHOOK_URL={value}").Refusal();
        refusal.ShouldStartWith($"{_bench.DotEnvFile}:2: DISCORD_WEBHOOK_URL (value not shown): ");
        refusal.ShouldContain(expected);
        refusal.ShouldNotContain("t0k3n");
    }

    [Fact]
    public void An_address_with_a_password_is_refused_and_not_shown()
    {
        var refusal = _bench.Environment("OPENCLAW_GATEWAY_URL", "http://me:t0k3n@localhost:18789/").Refusal();
        refusal.ShouldContain("an address must not hold a user or a password");
        refusal.ShouldNotContain("t0k3n");
    }

    [Theory]
    [InlineData("HEALTH_CHECK_RETRY_DELAY 30", "HEALTH_CHECK_RETRY_DELAY is not followed by '='")]
    [InlineData("HEALTH_CHECK_RETRY_DELAY=\"30", "HEALTH_CHECK_RETRY_DELAY has a quote that is never closed")]
    [InlineData("HEALTH_CHECK_RETRY_DELAY='30' 31", "HEALTH_CHECK_RETRY_DELAY has text after its closing quote")]
    public void A_broken_line_of_ours_in_the_dot_env_file(string line, string expected) =>
        _bench.DotEnv("A=1\n" + line).Refusal().ShouldStartWith($"{_bench.DotEnvFile}:2: {expected}");

    [Fact]
    public void A_broken_line_of_openclaw_s_own_in_the_dot_env_file_is_not_ours_to_judge() =>
        _bench.DotEnv("JSON={\"x\":1}\nOPEN=\"never closed\n=\n$(rm -rf /)\nHEALTH_CHECK_RETRYS=9\nHEALTH_CHECK_MAX_RETRIES=4").Load().Probe.MaxRetries.ShouldBe(4);

    [Theory]
    [InlineData("EXPANDED=$HOME\nDISCORD_WEBHOOK_URL=https://localhost/a$HOME`id`", "https://localhost/a$HOME%60id%60")]
    [InlineData("DISCORD_WEBHOOK_URL='https://localhost/a#b'  # why", "https://localhost/a#b")]
    [InlineData("DISCORD_WEBHOOK_URL=https://localhost/a=b=c #why", "https://localhost/a=b=c")]
    [InlineData("\uFEFFexport   DISCORD_WEBHOOK_URL = \"https://localhost/a\\$b\"\r", "https://localhost/a$b")]
    public void The_dot_env_file_expands_and_executes_nothing(string text, string expected) =>
        _bench.DotEnv(text).Load().Notify.DiscordWebhook!.Reveal().ShouldBe(expected);

    [Fact]
    public void A_config_file_that_is_not_there()
    {
        var sources = new SettingsSources(AppContext.BaseDirectory, _bench.Home, new Dictionary<string, string>()) { ConfigFile = "/nowhere/my.conf" };
        Should.Throw<ConfigurationException>(() => HealerSettings.Load(sources)).Message.ShouldStartWith("/nowhere/my.conf: cannot be read");
    }

    [Fact]
    public void A_wrong_override_on_the_command_line()
    {
        _bench.CommandLine("probe.intervall", "5s").Refusal().ShouldBe("command line: probe.intervall is not a known key. Did you mean openclaw.probe.interval?");
    }

    [Fact]
    public void A_hostile_value_stays_one_short_line() =>
        _bench.Environment("OPENCLAW_ACTORS_MANAGER", "a\u001b[31m\nb" + new string('x', 5000)).Refusal().Length.ShouldBeLessThan(300);
}
