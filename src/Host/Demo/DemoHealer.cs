using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Probes;

namespace OpenClaw.Host.Demo;

/// <summary>The healer as it ships, on the demo's cadence, with the stand-ins where the world would be.</summary>
internal static class DemoHealer
{
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Builds it. What it sees and decides goes into the log.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="process">Its process.</param>
    /// <param name="doctor">Tier 3.</param>
    /// <param name="webhook">Tier 4.</param>
    /// <param name="pace">The cadence.</param>
    /// <param name="log">Takes the news.</param>
    /// <param name="warnings">Takes the healer's own warnings.</param>
    /// <param name="onLost">Called when the healer itself breaks.</param>
    public static IHost Build(
        DemoGateway gateway, IGatewayProcess process, StandInDoctor doctor, Uri webhook, DemoPace pace, DemoLog log, WarningTail warnings, Action onLost)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(warnings);
        builder.Services.AddHealthProbe().AddChannelClient();
        builder.Services.AddAkka("openclaw-demo", (akka, services) =>
        {
            var clients = services.GetRequiredService<IHttpClientFactory>();
            var parts = new HealerParts(
                [new GatewayParts(new GatewayId("demo"), process, new HttpHealthProbe(clients, gateway.Url, pace.ProbeTimeout, TimeProvider.System), [doctor], pace.Policy)],
                [
                    new DiscordNotifier(new ChannelTools(clients, DeliveryTimeout, TimeProvider.System), new SecretText(webhook.AbsoluteUri), Severity.Warning),
                    new LogNotifier(services.GetRequiredService<ILogger<LogNotifier>>(), Severity.Info),
                ],
                new InMemoryIncidentJournal())
            {
                // As it is shipped: what is over in a moment is recorded and told nobody.
                Manners = static channel => new ChannelManners(channel.Floor) { Hold = channel is LogNotifier ? TimeSpan.Zero : TimeSpan.FromSeconds(60) },
            };
            akka.AddHocon(HoconFile.Read(Path.Combine(AppContext.BaseDirectory, "hocon", "akka.conf")).Config, HoconAddMode.Prepend)
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                })
                .WithActors((system, _) => system.ActorOf(Props.Create(() => new ListenerActor(log)), "audience"))
                .WithOpenClaw(parts, onLost);
        });
        return builder.Build();
    }

    /// <summary>Hears what the healer says about itself.</summary>
    private sealed class ListenerActor : ReceiveActor
    {
        private GatewayStatus? _last;

        public ListenerActor(DemoLog log)
        {
            Receive<IncidentNews>(news => log.Add(new DemoEvent.News(news.Event.At, news.Event)));
            Receive<GatewayStatus>(status =>
            {
                // The same phase with other evidence is no news for a viewer.
                var isNewPhase = _last?.Phase != status.Phase;
                if (!isNewPhase && _last?.Incident == status.Incident) return;
                _last = status;
                log.Add(new DemoEvent.Seen(status.At, status, isNewPhase));
            });
        }

        protected override void PreStart()
        {
            Context.System.EventStream.Subscribe(Self, typeof(IncidentNews));
            Context.System.EventStream.Subscribe(Self, typeof(GatewayStatus));
        }
    }
}
