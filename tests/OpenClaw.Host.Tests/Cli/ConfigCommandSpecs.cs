using System.Text.Json;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>config: what is in effect, and where it came from.</summary>
public sealed class ConfigCommandSpecs : IDisposable
{
    private const string Webhook = "https://discord.com/api/webhooks/1/a-secret-of-the-owner";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("config-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly Dictionary<string, string> _environment = [];

    private string Home => Directory.CreateDirectory(Path.Combine(_root.FullName, ".openclaw-actors")).FullName;

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Each_value_says_where_it_came_from_and_secrets_are_not_shown()
    {
        Conf("openclaw {\n  probe.interval = 5s\n  gateways.work.url = \"http://localhost:18790/\"\n}");
        _environment["HEALTH_CHECK_MAX_RETRIES"] = "2";
        _environment["DISCORD_WEBHOOK_URL"] = Webhook;

        (await Command.Show(json: false, changedOnly: false)).ShouldBe(ExitCodes.Ok);

        var conf = Path.Combine(Home, "openclaw.conf");
        Lines.ShouldContain($"openclaw.probe.interval = 5s  # {conf}:2");
        Lines.ShouldContain("openclaw.probe.max-retries = 2  # HEALTH_CHECK_MAX_RETRIES (environment)");
        Lines.ShouldContain("openclaw.probe.timeout = 10s  # default");
        Lines.ShouldContain("DISCORD_WEBHOOK_URL = (secret)  # DISCORD_WEBHOOK_URL (environment)");
        Lines.ShouldContain($"openclaw.gateways.work.state-dir = {Path.Combine(_root.FullName, ".openclaw-work")}  # derived");
        Lines.ShouldContain("openclaw.gateways.work.unit = openclaw-gateway-work.service  # derived");
        _output.ToString().ShouldNotContain("of-the-owner");
    }

    [Fact]
    public async Task Only_what_is_not_as_shipped_can_be_asked_for()
    {
        (await Command.Show(json: false, changedOnly: true)).ShouldBe(ExitCodes.Ok);
        Lines.ShouldBe(["everything is as shipped"]);
        _output.GetStringBuilder().Clear();
        Conf("openclaw.probe.interval = 5s");
        (await Command.Show(json: true, changedOnly: true)).ShouldBe(ExitCodes.Ok);

        var json = JsonDocument.Parse(_output.ToString()).RootElement;
        json.GetProperty("home").GetString().ShouldBe(Home);
        json.GetProperty("gateways").EnumerateArray().Select(static g => g.GetString()).ShouldBe(["main"]);
        var setting = json.GetProperty("settings").EnumerateArray().ShouldHaveSingleItem();
        setting.GetProperty("key").GetString().ShouldBe("openclaw.probe.interval");
        setting.GetProperty("changed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task No_key_is_there_twice_and_every_key_has_a_value()
    {
        Conf("openclaw.gateways.main.state-dir = \"/srv/openclaw\"");
        (await Command.Show(json: true, changedOnly: false)).ShouldBe(ExitCodes.Ok);

        var settings = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("settings").EnumerateArray().ToArray();
        settings.Select(static s => s.GetProperty("key").GetString()).ShouldBeUnique();
        settings.Single(static s => s.GetProperty("key").GetString() == "openclaw.gateways.main.state-dir").GetProperty("value").GetString().ShouldBe("/srv/openclaw");
        settings.Single(static s => s.GetProperty("key").GetString() == "openclaw.gateways.main.config-path").GetProperty("value").GetString().ShouldBe("/srv/openclaw/openclaw.json");
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_used_is_2_and_the_line_that_says_why()
    {
        Conf("openclaw.probe.intervall = 5s");

        (await Command.Check()).ShouldBe(ExitCodes.Usage);
        (await Command.Show(json: true, changedOnly: false)).ShouldBe(ExitCodes.Usage);

        _output.ToString().ShouldBeEmpty();
        _errors.ToString().ShouldContain("openclaw.conf:1: openclaw.probe.intervall is not a known key. Did you mean openclaw.probe.interval?");
    }

    [Fact]
    public async Task A_configuration_that_can_be_used_says_from_where_it_is()
    {
        Conf("openclaw.probe.interval = 5s");
        _environment["HEALTH_CHECK_MAX_RETRIES"] = "2";

        (await Command.Check()).ShouldBe(ExitCodes.Ok);

        Lines.ShouldBe([$"the configuration is valid: 2 settings are not as shipped ({Path.Combine(Home, "openclaw.conf")}, environment)"]);
    }

    private ConfigCommand Command => new(new SettingsSources(AppContext.BaseDirectory, _root.FullName, _environment), _output, _errors);

    private void Conf(string text) => File.WriteAllText(Path.Combine(Home, "openclaw.conf"), text + "\n");
}
