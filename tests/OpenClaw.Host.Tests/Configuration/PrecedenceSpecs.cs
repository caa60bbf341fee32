using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

public sealed class PrecedenceSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Each_source_wins_over_the_ones_below_it()
    {
        Delay().ShouldBe(30);
        _bench.Owner("openclaw.probe.retry-delay = 31s");
        Delay().ShouldBe(31);
        _bench.ConfigFile("openclaw { probe { retry-delay = 32s } }");
        Delay().ShouldBe(32);
        _bench.LesserDotEnv("HEALTH_CHECK_RETRY_DELAY=33");
        Delay().ShouldBe(33);
        _bench.DotEnv("HEALTH_CHECK_RETRY_DELAY=34");
        Delay().ShouldBe(34);
        _bench.Environment("HEALTH_CHECK_RETRY_DELAY", "35");
        Delay().ShouldBe(35);
        _bench.CommandLine("probe.retry-delay", "36s");
        Delay().ShouldBe(36);
    }

    [Fact]
    public void An_origin_names_the_source_that_won()
    {
        From().ShouldContain("hocon/openclaw.conf:");
        _bench.Owner("\nopenclaw.probe.retry-delay = 31s");
        From().ShouldBe(_bench.OwnersFile + ":2");
        _bench.DotEnv("\n\nHEALTH_CHECK_RETRY_DELAY=34");
        From().ShouldBe($"HEALTH_CHECK_RETRY_DELAY ({_bench.DotEnvFile}:3)");
        _bench.CommandLine("openclaw.probe.retry-delay", "36s");
        From().ShouldBe("command line");
    }

    [Fact]
    public void An_owner_s_file_changes_its_keys_only()
    {
        var settings = _bench.Owner("openclaw { notify { discord { floor = critical } } }\nakka.loglevel = DEBUG").Load();
        settings.Notify.DiscordFloor.ShouldBe(OpenClaw.Actors.Notifying.Severity.Critical);
        settings.Notify.LogFloor.ShouldBe(OpenClaw.Actors.Notifying.Severity.Info);
        settings.Akka.GetString("akka.loglevel").ShouldBe("DEBUG");
        settings.Akka.GetString("akka.log-dead-letters").ShouldBe("off");
    }

    [Fact]
    public void The_owner_s_file_is_looked_for_in_the_state_folder_that_was_named()
    {
        var elsewhere = Path.Combine(_bench.Home, "state");
        _bench.Write(Path.Combine(elsewhere, "openclaw.conf"), "openclaw.probe.retry-delay = 41s").Environment("OPENCLAW_ACTORS_HOME", elsewhere);
        Delay().ShouldBe(41);
    }

    [Fact]
    public void A_second_gateway_follows_openclaw_s_profile_names_and_may_have_its_own_budgets()
    {
        var gateways = _bench.Owner("openclaw.gateways.work { url = \"http://localhost:18790/\", probe.startup-budget = 20m }")
            .Environment("OPENCLAW_STATE_DIR", "/srv/main").Load().Gateways;
        gateways.Select(g => g.Id.Value).ShouldBe(["main", "work"]);
        var work = gateways[1];
        work.StateDirectory.ShouldBe(Path.Combine(_bench.Home, ".openclaw-work"));
        work.Unit.ShouldBe("openclaw-gateway-work.service");
        work.Label.ShouldBe("ai.openclaw.work");
        work.Command.ShouldBe(["openclaw", "--profile", "work", "gateway", "run"]);
        work.ToPolicy().StartupBudget.ShouldBe(TimeSpan.FromMinutes(20));
        gateways[0].ToPolicy().StartupBudget.ShouldBe(TimeSpan.FromMinutes(10));
        gateways[0].StateDirectory.ShouldBe("/srv/main");
    }

    [Fact]
    public void Main_can_be_taken_out()
    {
        _bench.Owner("openclaw.gateways.main.enabled = off\nopenclaw.gateways.work.url = \"http://localhost:18790/\"");
        _bench.Load().Gateways.ShouldHaveSingleItem().Id.Value.ShouldBe("work");
    }

    [Fact]
    public void Lists_can_be_given_on_the_command_line()
    {
        var settings = _bench.CommandLine("watchdog.backoff", "[1s, 2s]").CommandLine("gateways.main.command", "[\"/opt/openclaw\", gateway, run]").Load();
        settings.Watchdog.Backoff.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
        settings.Gateways[0].Command.ShouldBe(["/opt/openclaw", "gateway", "run"]);
    }

    [Fact]
    public void A_secret_shows_in_no_record_and_no_origin()
    {
        const string Token = "s3cr3t-token-of-the-hook";
        var settings = _bench.DotEnv($"DISCORD_WEBHOOK_URL='https://discord.com/api/webhooks/1/{Token}'\nANTHROPIC_API_KEY={Token}").Load();
        settings.Origins.Count(o => o.Value == "(secret)").ShouldBe(2);
        settings.Origins.ShouldAllBe(o => !o.ToString().Contains(Token));
        settings.Notify.ToString().ShouldNotContain(Token);
        settings.Doctor.ToString().ShouldNotContain(Token);
        settings.Secrets.Select(s => s.Reveal()).ShouldContain(Token);
    }

    private double Delay() => _bench.Load().Gateways[0].ToPolicy().RetryDelay.TotalSeconds;

    private string From() => _bench.Load().Origins.Single(o => o.Key == "openclaw.probe.retry-delay").From;
}
