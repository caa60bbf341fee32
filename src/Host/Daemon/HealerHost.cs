using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Doctors.Chat;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Probes;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;
using OpenClaw.Host.Remote;
using OpenClaw.Host.SelfTest;
using OpenClaw.Host.Service;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Daemon;

/// <summary>Builds and runs the daemon: one host, one actor system.</summary>
public sealed class HealerHost(HealerSettings settings, OwnerEnvironment owner)
{
    private static readonly TimeSpan MarkerLook = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ServedLook = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MemoryLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OwnerWordLook = TimeSpan.FromSeconds(30);
    private volatile bool _healerLost;

    /// <summary>Changes the parts before they are used; for specs in a process of its own.</summary>
    internal Func<HealerParts, HealerParts> Adapt { get; init; } = static parts => parts;

    /// <summary>The way to the service manager that has started us; null for none.</summary>
    internal ServiceTalk? Talk { get; init; }

    /// <summary>Runs until the host is asked to stop. False when the healer lost itself and a new process should be started.</summary>
    /// <exception cref="ConfigurationException">Something that was set cannot work on this machine.</exception>
    public async Task<bool> Run(CancellationToken cancel)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddHealerLogging(settings).AddHealthProbe().AddChannelClient().AddChatClient().AddRemoteClient();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton(owner);
        builder.Services.AddSingleton(static s => LocalProcesses.ForThisSystem(s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton<GatewayProcesses>().AddSingleton<PatientFactory>().AddSingleton<DaemonParts>().AddSingleton<PartsInUse>();
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.AddHostedService(static s => new MemoryGivenBack(s.GetRequiredService<TimeProvider>()));
        builder.Services.AddHeartbeat(settings, () => _healerLost).AddSurface();
        builder.Services.AddTelemetry(settings);
        builder.Services.AddAkka("openclaw", (akka, services) => Wire(akka, services));

        using var host = builder.Build();
        var log = host.Services.GetRequiredService<ILogger<HealerHost>>();
        var parts = host.Services.Counted(Adapt(await host.Services.GetRequiredService<DaemonParts>().Build(cancel)));
        host.Services.GetRequiredService<PartsInUse>().Parts = parts;
        await Prepare(parts, host.Services.GetRequiredService<DaemonParts>().Doctors.Retired(), log, cancel);
        log.LogInformation("openclaw-actors {Version} watches {Gateways}; state in {Home}", ProductVersion.Text, string.Join(", ", parts.Gateways.Select(g => g.Id.Value)), settings.Home);
        await host.RunAsync(cancel);
        foreach (var direct in parts.Gateways.Select(g => g.Process is WatchesUpkeep { Hand: var hand } ? hand : g.Process).OfType<DirectGatewayProcess>()) await direct.Release(CancellationToken.None);
        return !_healerLost;
    }

    private void Wire(AkkaConfigurationBuilder akka, IServiceProvider services)
    {
        var parts = services.GetRequiredService<PartsInUse>().Parts!;
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        akka.AddHocon(settings.Akka, HoconAddMode.Prepend)
            .ConfigureLoggers(static loggers =>
            {
                loggers.LogLevel = Akka.Event.LogLevel.InfoLevel;
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithActors((system, _) =>
            {
                // Before the gateways, so that it hears their first word.
                var (file, feed, channels) = (new StatusFile(settings.Home), services.GetRequiredService<SurfaceFeed>(), parts.Notifiers.Select(static n => n.Name).ToArray());
                system.ActorOf(Props.Create(() => new StatusActor(file, feed, Environment.ProcessId, ProductVersion.Text, channels)), "status");
            })
            .WithSurface(settings, services)
            .WithHealthcheckLog(settings, services.GetRequiredService<TimeProvider>().LocalTimeZone)
            .WithHeartbeat(settings, parts, services)
            .WithServiceManager(Talk, parts, lifetime)
            .WithTelemetry(parts, services)
            .WithOpenClaw(parts, () => OnRootLost(lifetime))
            .WithSelfTest(settings, services.GetRequiredService<TimeProvider>().LocalTimeZone)
            .WithActors((system, registry) =>
            {
                var first = settings.Gateways[0].Id;
                var watch = new MarkerFileWatch(
                    settings.MemoryDirectory, Path.Combine(settings.Home, "marker-alerts.json"), settings.Notify.AlertWindow, first, services.GetRequiredService<DaemonParts>().RecoveryLogs.IsOurs,
                    services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<MarkerFileWatch>>());
                var notifier = system.ActorSelection($"/user/gateways/{first}");
                system.ActorOf(Props.Create(() => new MarkerWatchActor(watch, notifier, MarkerLook)), "marker-watch");
            })
            .WithActors((system, _) =>
            {
                foreach (var watch in services.GetRequiredService<DaemonParts>().Served)
                {
                    var supervisor = system.ActorSelection($"/user/gateways/{watch.Gateway}");
                    system.ActorOf(Props.Create(() => new ServedFilesActor(watch.Gateway, watch.Keeper, watch.Foresight, watch.ProcessStart, supervisor, ServedLook)), $"served-{watch.Gateway}");
                    if (watch.Memory is { } memory)
                        system.ActorOf(Props.Create(() => new MemoryWatchActor(watch.Gateway, memory.Look, watch.Process, supervisor, MemoryLook)), $"memory-{watch.Gateway}");
                }
            })
            .WithActors((system, _) =>
            {
                if (settings.Notify.Digest.Schedule is not { } schedule) return;
                var (gateways, time) = (settings.Gateways.Select(static g => g.Id).ToArray(), services.GetRequiredService<TimeProvider>());
                var builder = new DigestBuilder(new BookReader(settings.Home), time);
                var channels = DigestChannels.Of(settings.Notify.Digest.Channels, parts.Notifiers.Select(static n => n.Name));
                Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<Announcement>> build = async (from, to, cancel) => DigestNews.Of(await builder.Build(from, to, null, gateways, cancel), gateways[0], channels);
                var supervisor = system.ActorSelection($"/user/gateways/{gateways[0]}");
                system.ActorOf(TierSupervision.Aside(Props.Create(() => new DigestActor(schedule, time.LocalTimeZone, build, supervisor))), "digest");
            })
            .WithActors((system, _) =>
            {
                foreach (var id in settings.Gateways.Select(static g => g.Id))
                {
                    var file = new OwnerWordFile(settings.Home, id);
                    var brain = system.ActorSelection($"/user/gateways/{id}");
                    system.ActorOf(Props.Create(() => new OwnerWordActor(id, file, brain, OwnerWordLook)), $"owner-word-{id}");
                }
            })
            .WithActors((system, _) => services.GetRequiredService<DaemonParts>().Remote.Start(system));
    }

    private void OnRootLost(IHostApplicationLifetime lifetime)
    {
        // The root also ends while the host stops in order; that is no loss.
        if (lifetime.ApplicationStopping.IsCancellationRequested) return;
        _healerLost = true;
        lifetime.StopApplication();
    }

    /// <summary>A session that a killed daemon left behind is ended before anything new begins.</summary>
    private static async Task Prepare(HealerParts parts, IReadOnlyList<(GatewayId, ClaudeCodeDoctor)> retired, ILogger log, CancellationToken cancel)
    {
        var doctors = parts.Gateways.SelectMany(static g => g.Doctors.Select(static d => d is BudgetedDoctor budgeted ? budgeted.Inner : d).OfType<ClaudeCodeDoctor>().Select(d => (g.Id, d))).ToArray();
        foreach (var line in await Leftovers.Settle(doctors, retired, parts.Journal, log, cancel)) log.LogWarning("{Leftover}", line);
    }

    /// <summary>The parts, built before the actor system starts.</summary>
    private sealed class PartsInUse
    {
        public HealerParts? Parts { get; set; }
    }
}
