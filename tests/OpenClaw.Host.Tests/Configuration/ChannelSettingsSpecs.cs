using Microsoft.Extensions.DependencyInjection;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Notifiers;
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
        { "telegram", "TELEGRAM_TOKEN=1234:abcdefghijkl", "telegram.chat = 42" },
        { "ntfy", "NTFY_URL=https://ntfy.sh/abcdefghijkl NTFY_TOKEN=tk_abcdefgh", "" },
        { "pushover", "PUSHOVER_TOKEN=abcdefghijkl PUSHOVER_USER=mnopqrstuvwx", "" },
        { "pagerduty", "PAGERDUTY_KEY=abcdefghijkl", "" },
        { "teams", "TEAMS_URL=https://prod-1.example.org/workflows/abcdefghijkl", "" },
        { "matrix", "MATRIX_TOKEN=syt_abcdefghijkl", "matrix { server = \"https://matrix.org\", room = \"!a:matrix.org\" }" },
        { "webhook", "WEBHOOK_URL=https://example.org/hooks/abcdefghijkl WEBHOOK_SECRET=mnopqrstuvwx", "webhook.template = \"{\\\"text\\\": \\\"{title}\\\"}\"" },
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
        GatewayProcesses.Hidden.ShouldBe(["DISCORD_WEBHOOK_URL", "OPENCLAW_ACTORS_CHAT_API_KEY", "OPENCLAW_ACTORS_COMPATIBLE_API_KEY", .. Variables], ignoreOrder: true);

    [Fact]
    public void Without_any_secret_there_is_none() => _bench.Load().Notify.Channels.ShouldBeEmpty();

    [Theory]
    [InlineData("TELEGRAM_TOKEN=1234:abcdefghijkl", "", "it needs openclaw.notify.telegram.chat")]
    [InlineData("PUSHOVER_TOKEN=abcdefghijkl", "", "it needs OPENCLAW_ACTORS_PUSHOVER_USER beside it")]
    [InlineData("MATRIX_TOKEN=abcdefghijkl", "", "it needs openclaw.notify.matrix.server")]
    [InlineData("NTFY_URL=https://ntfy.sh/", "", "it names no topic")]
    [InlineData("SLACK_URL=http://hooks.slack.com/services/abcdefghijkl", "", "http is allowed to this machine only")]
    [InlineData("WEBHOOK_URL=https://example.org/abcdefghijkl", "openclaw.notify.webhook.template = \"{title\"", "it is no JSON")]
    [InlineData("WEBHOOK_URL=https://example.org/abcdefghijkl", "openclaw.notify.webhook.floor = loud", "openclaw.notify.webhook.floor")]
    public void What_it_lacks_is_one_line_without_the_secret(string variables, string settings, string words)
    {
        Set(variables);
        var line = _bench.Owner(settings + "\n").Refusal();
        line.ShouldContain(words);
        line.ShouldNotContain("abcdefghijkl");
    }

    [Fact]
    public void A_secret_in_a_file_is_refused() =>
        _bench.Owner("openclaw.notify.slack.url = \"https://hooks.slack.com/services/T0/B0/abcdefghijkl\"\n").Refusal().ShouldContain("OPENCLAW_ACTORS_SLACK_URL");

    public void Dispose() => _bench.Dispose();

    private static IEnumerable<(string Name, string Value)> Pairs(string variables) =>
        variables.Split(' ').Select(static pair => pair.Split('=', 2)).Select(static pair => ($"OPENCLAW_ACTORS_{pair[0]}", pair[1]));

    private void Set(string variables)
    {
        foreach (var (name, value) in Pairs(variables)) _bench.Environment(name, value);
    }
}
