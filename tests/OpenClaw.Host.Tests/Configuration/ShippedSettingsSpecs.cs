using Akka.Actor;
using Akka.Configuration;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

public sealed class ShippedSettingsSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_shipped_files_alone_are_a_whole_configuration()
    {
        var settings = _bench.Load();
        settings.Home.ShouldBe(Path.Combine(_bench.Home, ".openclaw-actors"));
        settings.MemoryDirectory.ShouldBe(Path.Combine(_bench.Home, "openclaw", "memory"));
        settings.Doctor.ShouldBe(new DoctorSettings(
            TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(10), 8, new ClaudeSettings(true, "claude", null, null, 60, 5m, TmuxUse.Auto, null, null, null))
        { Playbook = settings.Doctor.Playbook, Budget = new DoctorBudget(10, 20, 12, TimeSpan.FromMinutes(30)), Chain = settings.Doctor.Chain });
        settings.Doctor.Chain.ShouldBe(DoctorNames.All);
        settings.Doctor.Playbook.Enabled.ShouldBeTrue();
        settings.Doctor.Playbook.Remedies.Keys.ShouldBe(RemedyNames.All, ignoreOrder: true);
        settings.Doctor.Playbook.Remedies.Where(static r => r.Value != RemedySwitch.Auto).Select(static r => (r.Key, r.Value)).ShouldBe([("database-restore", RemedySwitch.Ask), ("stale-gateway", RemedySwitch.Ask)], ignoreOrder: true, "what may lose data or end a process asks");
        RemedyNames.All.ShouldAllBe(name => settings.Doctor.Playbook.Of(name) == RemedyPolicy.Shipped.Of(name), "the shipped file and the program say the same");
        var none = settings.Notify.Channels;
        none.ShouldBeEmpty();
        (settings.Notify with { Channels = none }).ShouldBe(new NotifySettings(TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), null, Severity.Warning, Severity.Info)
        {
            Channels = none,
            Hold = TimeSpan.FromSeconds(60),
            FailingAfter = TimeSpan.FromMinutes(5),
            Quiet = settings.Notify.Quiet,
        });
        settings.Notify.Quiet.ShouldBeEmpty();
        settings.Logging.ShouldBe(new LoggingSettings(Microsoft.Extensions.Logging.LogLevel.Information, ConsoleFormat.Plain, 14));
        settings.Watchdog.StopBudget.ShouldBe(TimeSpan.FromSeconds(330));
        settings.Watchdog.ForcedStopWait.ShouldBe(TimeSpan.FromSeconds(5));
        settings.Secrets.ShouldBeEmpty();
    }

    [Fact]
    public void The_shipped_gateway_is_main_on_its_usual_port()
    {
        var gateway = _bench.Load().Gateways.ShouldHaveSingleItem();
        gateway.Id.Value.ShouldBe("main");
        gateway.Url.ShouldBe(new Uri("http://localhost:18789/"));
        gateway.Manager.ShouldBe(ManagerSetting.Auto);
        gateway.Command.ShouldBe(["openclaw", "gateway", "run"]);
        gateway.Home.ShouldBe(_bench.Home);
        gateway.StateDirectory.ShouldBe(Path.Combine(_bench.Home, ".openclaw"));
        gateway.ConfigPath.ShouldBe(Path.Combine(_bench.Home, ".openclaw", "openclaw.json"));
        gateway.Unit.ShouldBe("openclaw-gateway.service");
        gateway.Label.ShouldBe("ai.openclaw.gateway");
        gateway.OnDaemonStop.ShouldBe(OnDaemonStop.Leave);
    }

    [Fact]
    public void The_shipped_budgets_are_the_policy_s_own_defaults()
    {
        var policy = _bench.Load().Gateways[0].ToPolicy();
        var defaults = new GatewayPolicy();
        policy.Backoff.ShouldBe(defaults.Backoff);
        (policy with { Backoff = defaults.Backoff }).ShouldBe(defaults);
    }

    [Fact]
    public void Every_budget_of_the_policy_can_be_set()
    {
        _bench.Owner("""
            openclaw.gateways.main {
              probe { interval = 11s, interval-suspicious = 6s, timeout = 30s, suspicion-threshold = 4, refused-grace = 91s, max-retries = 4
                retry-delay = 31s, escalation-wait = 301s, stability-window = 11s, startup-budget = 11m
                startup-floor = 121s, progress-patience = 61s, flap-window = 91s, flap-threshold = 4, late-tolerance = 6s, wake-grace = 121s }
              watchdog { interval = 181s, interval-suspicious = 6s, interval-stopped = 16s, backoff = [1s], backoff-jitter = 50, manager-grace = 21s, restart-deadline = 8m, flap-memory = 3m }
              doctor { timeout = 1801s, autonomy = ask, max-follow-ups = 6, probation = 61s, failed-boots = 4 }
              budget { unclean-window = 6m, unclean-boots = 3, young-boot = 6m, young-kill-memory = 2h, boot-recorded = 3s, restart-window = 11m, restarts = 3
                manager-window = 301s, manager-starts = 10, kicks = 3, starts-per-minute = 9, starts-per-hour = 13 }
              notify { reminder = 7h, suppressed-after = 3m, blind-after = 31m, update-after = 2h }
            }
            """);
        var policy = _bench.Load().Gateways[0].ToPolicy();
        var defaults = new GatewayPolicy();
        foreach (var budget in typeof(GatewayPolicy).GetProperties())
            budget.GetValue(policy).ShouldNotBe(budget.GetValue(defaults), budget.Name);
        foreach (var part in typeof(RestartBudget).GetProperties())
            part.GetValue(policy.Budget).ShouldNotBe(part.GetValue(defaults.Budget), part.Name);
    }

    [Fact]
    public void Every_key_of_the_schema_has_an_origin_and_every_shipped_one_names_its_file_and_line()
    {
        var origins = _bench.Load().Origins;
        foreach (var key in SettingsSchema.General)
            origins.ShouldContain(o => o.Key == (key.VariableOnly ? key.Variable : "openclaw." + key.Key), key.Key);
        foreach (var key in SettingsSchema.OfGateway)
            origins.ShouldContain(o => o.Key == "openclaw.gateways.main." + key.Key, key.Key);
        foreach (var origin in origins.Where(o => o.From != "default"))
            origin.From.ShouldMatch(@"hocon/(openclaw|gateways)\.conf:\d+$", origin.Key);
        origins.Single(o => o.Key == "openclaw.probe.interval").Value.ShouldBe("10s");
        origins.Single(o => o.Key == "DISCORD_WEBHOOK_URL").ShouldBe(new SettingOrigin("DISCORD_WEBHOOK_URL", "(none)", "default"));
    }

    [Fact]
    public void The_line_an_origin_names_is_where_the_key_stands()
    {
        var origin = _bench.Load().Origins.Single(o => o.Key == "openclaw.notify.log.floor");
        var parts = origin.From.Split(':');
        File.ReadAllLines(parts[0])[int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) - 1].ShouldContain("log { floor = info }");
    }

    [Fact]
    public async Task An_actor_system_takes_the_shipped_akka_settings()
    {
        // The clock is the one part that is named here and made elsewhere.
        var clock = ConfigurationFactory.ParseString("akka.scheduler.implementation = \"Akka.Actor.HashedWheelTimerScheduler, Akka\"");
        var config = _bench.Load().Akka;
        config.GetString("akka.scheduler.implementation").ShouldBe("OpenClaw.Actors.Hosting.TimeProviderScheduler, OpenClaw.Actors");
        using var system = ActorSystem.Create("shipped", clock.WithFallback(config));
        system.Settings.SupervisorStrategyClass.ShouldBe("Akka.Actor.StoppingSupervisorStrategy");
        system.Settings.LogDeadLetters.ShouldBe(0);
        system.Settings.Config.GetBoolean("akka.coordinated-shutdown.exit-clr").ShouldBeFalse();
        system.Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook").ShouldBeFalse();
        await system.Terminate();
    }
}
