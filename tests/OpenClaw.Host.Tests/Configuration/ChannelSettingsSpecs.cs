using Microsoft.Extensions.DependencyInjection;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Notifiers.Channels;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>Each channel is on as soon as its secret is there, says what it lacks, and its secret is masked whether it is on or not.</summary>
public sealed class ChannelSettingsSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    public static TheoryData<string, string, string> Channels => new()
    {
        { "slack", "SLACK_URL=https://hooks.slack.com/services/T0/B0/abcdefghijkl", "" },
        { "slack", "SLACK_TOKEN=xoxb-abcdefghijkl", "slack.channel = C0123456789" },
        { "telegram", "TELEGRAM_TOKEN=1234:abcdefghijkl", "telegram.chat = 42" },
        { "ntfy", "NTFY_URL=https://ntfy.sh/abcdefghijkl NTFY_TOKEN=tk_abcdefgh", "" },
        { "pushover", "PUSHOVER_TOKEN=abcdefghijkl PUSHOVER_USER=mnopqrstuvwx", "" },
        { "gotify", "GOTIFY_TOKEN=abcdefghijkl", "gotify.server = \"https://gotify.example.org\"" },
        { "pagerduty", "PAGERDUTY_KEY=abcdefghijkl", "" },
        { "teams", "TEAMS_URL=https://prod-1.example.org/workflows/abcdefghijkl", "" },
        { "matrix", "MATRIX_TOKEN=syt_abcdefghijkl", "matrix { server = \"https://matrix.org\", room = \"!a:matrix.org\" }" },
        { "webhook", "WEBHOOK_URL=https://example.org/hooks/abcdefghijkl WEBHOOK_SECRET=mnopqrstuvwx", "webhook.template = \"{\\\"text\\\": \\\"{title}\\\"}\"" },
        { "github", "GITHUB_TOKEN=github_pat_abcdefghijkl", "github.repo = \"you/alerts\"" },
        { "email", "EMAIL_PASSWORD=abcdefghijkl", "email { host = smtp.example.org, from = \"openclaw@example.org\", to = [\"you@example.org\"], user = openclaw }" },
        { "desktop", "", "desktop.enabled = on" },
    };

    /// <summary>All variables of these, and of the bot that listens at Discord.</summary>
    internal static IEnumerable<string> Variables => Channels.SelectMany(static row => Pairs(row.Data.Item2)).Select(static pair => pair.Name).Append("OPENCLAW_ACTORS_DISCORD_BOT_TOKEN");

    [Theory]
    [MemberData(nameof(Channels))]
    public void It_is_on_with_its_secrets_and_its_floor(string name, string variables, string settings)
    {
        Set(variables);
        var loaded = _bench.Owner($"openclaw.notify {{ {settings} }}\nopenclaw.notify.{name}.floor = critical\n").Load();
        using var services = new ServiceCollection().AddChannelClient().BuildServiceProvider();
        var channel = loaded.Notify.Channels.ShouldHaveSingleItem()(new ChannelTools(services.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromSeconds(1), TimeProvider.System));
        (channel.Name, channel.Floor).ShouldBe((name, Severity.Critical));
        foreach (var (_, value) in Pairs(variables)) loaded.Secrets.ShouldContain(s => s.Reveal() == value);
    }

    [Fact]
    public void A_gateway_that_the_daemon_starts_inherits_none_of_their_secrets() =>
        GatewayProcesses.Hidden.ShouldBe(
            [
                "DISCORD_WEBHOOK_URL", "OPENCLAW_ACTORS_CHAT_API_KEY", "OPENCLAW_ACTORS_COMPATIBLE_API_KEY", "OPENCLAW_ACTORS_HEARTBEAT_URL", "OPENCLAW_ACTORS_PAGE_TOKEN", "OTEL_EXPORTER_OTLP_HEADERS",
                .. Variables,
            ], ignoreOrder: true);

    [Theory]
    [InlineData("quiet = \"22:00-07:00\"", "22:00", "07:00")]
    [InlineData("quiet = \"22:00-07:00\", slack.quiet = \"1:30-2:00\"", "01:30", "02:00")]
    [InlineData("quiet = \"22:00-07:00\", slack.quiet = none", null, null)]
    [InlineData("slack.floor = info", null, null)]
    public void Quiet_hours_are_all_channels_or_its_own_and_the_log_has_none(string settings, string? from, string? to)
    {
        Set("SLACK_URL=https://hooks.slack.com/services/T0/B0/abcdefghijkl");
        var notify = _bench.Owner($"openclaw.notify {{ {settings} }}\n").Load().Notify;
        using var services = new ServiceCollection().AddChannelClient().BuildServiceProvider();
        var manners = notify.Manners(notify.Channels.ShouldHaveSingleItem()(new ChannelTools(services.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromSeconds(1), TimeProvider.System)));
        manners.Hold.ShouldBe(TimeSpan.FromSeconds(60));
        (manners.Quiet?.From, manners.Quiet?.To).ShouldBe((from is null ? null : TimeOnly.Parse(from, null), to is null ? null : TimeOnly.Parse(to, null)));
        var log = notify.Manners(new LogNotifier(Microsoft.Extensions.Logging.Abstractions.NullLogger<LogNotifier>.Instance, Severity.Info));
        (log.Hold, log.Quiet).ShouldBe((TimeSpan.Zero, null));
    }

    [Theory]
    [InlineData("nights")]
    [InlineData("22:00")]
    [InlineData("22:00-24:00")]
    [InlineData("7:00-7:00")]
    public void Hours_that_are_none_are_refused_in_one_line(string hours) =>
        _bench.Owner($"openclaw.notify.ntfy.quiet = \"{hours}\"\n").Refusal().ShouldContain("expected two times of the day");

    [Fact]
    public void Without_any_secret_there_is_none() => _bench.Load().Notify.Channels.ShouldBeEmpty();

    [Theory]
    [InlineData("TELEGRAM_TOKEN=1234:abcdefghijkl", "", "it needs openclaw.notify.telegram.chat")]
    [InlineData("SLACK_TOKEN=abcdefghijkl", "", "it needs openclaw.notify.slack.channel")]
    [InlineData("SLACK_TOKEN=abcdefghijkl SLACK_URL=https://hooks.slack.com/services/T0/B0/abcdefghijkl", "", "it needs openclaw.notify.slack.channel")]
    [InlineData("SLACK_TOKEN=abcdefghijkl", "openclaw.notify.slack { channel = C0123456789, api = \"http://example.org\" }", "http is allowed to this machine only")]
    [InlineData("PUSHOVER_TOKEN=abcdefghijkl", "", "it needs OPENCLAW_ACTORS_PUSHOVER_USER beside it")]
    [InlineData("MATRIX_TOKEN=abcdefghijkl", "", "it needs openclaw.notify.matrix.server")]
    [InlineData("GOTIFY_TOKEN=abcdefghijkl", "", "it needs openclaw.notify.gotify.server")]
    [InlineData("GOTIFY_TOKEN=abcdefghijkl", "openclaw.notify.gotify.server = \"http://192.168.1.7\"", "http is allowed to this machine only")]
    [InlineData("NTFY_URL=https://ntfy.sh/", "", "it names no topic")]
    [InlineData("SLACK_URL=http://hooks.slack.com/services/abcdefghijkl", "", "http is allowed to this machine only")]
    [InlineData("WEBHOOK_URL=https://example.org/abcdefghijkl", "openclaw.notify.webhook.template = \"{title\"", "it is no JSON")]
    [InlineData("WEBHOOK_URL=https://example.org/abcdefghijkl", "openclaw.notify.webhook.floor = loud", "openclaw.notify.webhook.floor")]
    [InlineData("GITHUB_TOKEN=abcdefghijkl", "", "it needs openclaw.notify.github.repo")]
    [InlineData("GITHUB_TOKEN=abcdefghijkl", "openclaw.notify.github.repo = \"you/alerts/issues\"", "it is no repository")]
    [InlineData("GITHUB_TOKEN=abcdefghijkl", "openclaw.notify.github.repo = \"you/..\"", "it is no repository")]
    [InlineData("", "openclaw.notify.email.host = smtp.example.org", "it needs openclaw.notify.email.from")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\" }", "it needs openclaw.notify.email.to")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = openclaw, to = \"a@example.org\" }", "openclaw.notify.email.from is \"openclaw\": it holds what is no address")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\", to = [\"a@example.org, b@example.org\"] }", "openclaw.notify.email.to (value not shown): it holds what is no address")]
    [InlineData("", "openclaw.notify.email { host = \"smtp.example.org:587\", from = \"a@example.org\", to = \"a@example.org\" }", "it is no name of a host")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\", to = \"a@example.org\", tls = none }", "without encryption")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\", to = \"a@example.org\", tls = ssl }", "expected one of starttls, tls, none")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\", to = \"a@example.org\", user = a }", "it needs OPENCLAW_ACTORS_EMAIL_PASSWORD")]
    [InlineData("EMAIL_PASSWORD=abcdefghijkl", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\", to = \"a@example.org\" }", "it needs openclaw.notify.email.user")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\", to = \"a@example.org\", ca-file = \"/no/such.pem\" }", "no certificates can be read")]
    [InlineData("", "openclaw.notify.email { host = smtp.example.org, from = \"a@example.org\", to = \"a@example.org\", port = 0 }", "expected a whole number from 1 to 65535")]
    [InlineData("", "openclaw.notify.desktop.enabled = maybe", "expected on or off")]
    public void What_it_lacks_is_one_line_without_the_secret(string variables, string settings, string words)
    {
        Set(variables);
        var line = _bench.Owner(settings + "\n").Refusal();
        line.ShouldContain(words);
        line.ShouldNotContain("abcdefghijkl");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("\"::1\"")]
    public void Mail_to_a_relay_on_this_machine_needs_neither_tls_nor_a_password(string host) => _bench
        .Owner($"openclaw.notify.email {{ host = {host}, port = 25, tls = none, from = \"a@example.org\", to = \"a@example.org\" }}\n").Load().Notify.Channels.ShouldHaveSingleItem();

    [Fact]
    public void Of_a_token_and_a_webhook_of_slack_s_the_token_wins_and_both_are_masked()
    {
        Set("SLACK_TOKEN=xoxb-abcdefghijkl SLACK_URL=https://hooks.slack.com/services/T0/B0/mnopqrstuvwx");
        var loaded = _bench.Owner("openclaw.notify.slack.channel = C0123456789\n").Load();
        using var services = new ServiceCollection().AddChannelClient().BuildServiceProvider();
        loaded.Notify.Channels.ShouldHaveSingleItem()(new ChannelTools(services.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromSeconds(1), TimeProvider.System)).ShouldBeOfType<SlackBotNotifier>();
        loaded.Secrets.ShouldContain(static s => s.Reveal() == "xoxb-abcdefghijkl");
        loaded.Secrets.ShouldContain(static s => s.Reveal() == "mnopqrstuvwx");
    }

    [Fact]
    public void A_secret_in_a_file_is_refused() =>
        _bench.Owner("openclaw.notify.slack.url = \"https://hooks.slack.com/services/T0/B0/abcdefghijkl\"\n").Refusal().ShouldContain("OPENCLAW_ACTORS_SLACK_URL");

    public void Dispose() => _bench.Dispose();

    private static IEnumerable<(string Name, string Value)> Pairs(string variables) =>
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2)).Select(static pair => ($"OPENCLAW_ACTORS_{pair[0]}", pair[1]));

    private void Set(string variables)
    {
        foreach (var (name, value) in Pairs(variables)) _bench.Environment(name, value);
    }
}
