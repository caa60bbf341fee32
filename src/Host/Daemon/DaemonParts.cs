using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Memory;
using OpenClaw.Host.Probes;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Remote;

namespace OpenClaw.Host.Daemon;

/// <summary>Puts the adapters together as the settings say. A new notifier is one line in <see cref="ConfiguredChannels"/> or <see cref="AllChannels"/>, a new doctor one in <see cref="DoctorParts"/>.</summary>
public sealed class DaemonParts(
    HealerSettings settings, OwnerEnvironment owner, GatewayProcesses processes, PatientFactory patients, HealerMetrics metrics, IHttpClientFactory clients, TimeProvider time, ILoggerFactory loggers)
    : IDisposable
{
    // OpenClaw itself waits five minutes for a moment without work.
    private static readonly TimeSpan IdleWait = TimeSpan.FromMinutes(7);
    private static readonly string[] IdleRestart = ["gateway", "restart", "--safe"];

    private readonly Book _book = new(settings.Home, time, loggers.CreateLogger<Book>());
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<ServedWatch> _served = [];
    private readonly List<RestartHand> _restarts = [];

    /// <summary>The daemon's own book.</summary>
    internal Book Book => _book;

    /// <summary>Which emergency logs are ours.</summary>
    internal OwnRecoveryLogs RecoveryLogs { get; } = new(Path.Combine(settings.Home, "recovery-logs"));

    /// <summary>Who is called when restarts were not enough.</summary>
    internal DoctorParts Doctors => field ??= new DoctorParts(settings, owner, _book, metrics, clients, time, loggers);

    /// <summary>Who looks with what each gateway serves; there after <see cref="Build"/>.</summary>
    internal IReadOnlyList<ServedWatch> Served => _served;

    /// <summary>Who listens for commands from chats; there after <see cref="Build"/>.</summary>
    internal RemoteParts Remote => field ??= new RemoteParts(
        settings, new RemoteDesk(settings, new SqliteIncidentHistory(settings.Home, loggers.CreateLogger<SqliteIncidentHistory>()), _restarts, time),
        new RemoteBook(_book, loggers.CreateLogger<RemoteBook>()), clients, time);

    /// <summary>Builds everything the healer works with.</summary>
    /// <exception cref="ConfigurationException">Something that was set cannot work on this machine.</exception>
    public async Task<HealerParts> Build(CancellationToken cancel)
    {
        var gateways = new List<GatewayParts>(settings.Gateways.Count);
        foreach (var gateway in settings.Gateways)
        {
            var probe = new HttpHealthProbe(clients, gateway.Url, gateway.Probe.Timeout, time);
            var kept = await processes.For(gateway, cancel);
            var served = new ServedFiles(_book, settings.Home, gateway.Id);
            var patient = patients.Of(gateway, kept, served);
            _restarts.Add(new RestartHand(
                gateway.Id, kept.Manager, idle => patient.OpenClaw.Run(IdleRestart, IdleWait, idle), async looked => (await kept.Hand.Look(looked)).Process));
            _served.Add(new ServedWatch(
                gateway.Id,
                new ServedFilesKeeper(served, gateway.ConfigPath, kept.Job, time, loggers.CreateLogger<ServedFilesKeeper>()),
                new ConfigForesight(gateway.Id, gateway.ConfigPath, kept.Job, patient.OpenClaw, time),
                async looked => (await kept.Hand.Look(looked)).StartedAt)
            {
                Memory = OperatingSystem.IsLinux() ? Memory(gateway, patient) : null,
                Process = async looked => (await kept.Hand.Look(looked)).Process,
            });
            gateways.Add(new GatewayParts(gateway.Id, kept.Hand, probe, Doctors.Of(gateway, patient), gateway.ToPolicy()) { Causes = kept.Causes, StandingPause = await StandingPause(gateway.Id, cancel) });
        }

        // Not waited for: healing never waits for the book.
        _ = MemoryFolderRetention.KeepTidy(settings.MemoryDirectory, time, loggers.CreateLogger<DaemonParts>(), _stopped.Token);
        _ = BookRetention.KeepLater(_book, time, loggers.CreateLogger<DaemonParts>(), _stopped.Token);
        return new HealerParts(gateways, ConfiguredChannels.Make(settings, clients, RecoveryLogs, time, loggers), new SqliteIncidentJournal(_book, loggers.CreateLogger<SqliteIncidentJournal>()))
        {
            Ledgers = new SqliteRestartLedgerStore(_book, settings.Home, time, loggers.CreateLogger<SqliteRestartLedgerStore>()),
            Outbox = new SqliteOutboxStore(_book, loggers.CreateLogger<SqliteOutboxStore>()),
            Manners = settings.Notify.Manners,
            ChannelPatience = settings.Notify.FailingAfter,
        };
    }

    /// <summary>Closes the book, with everything in it that is on its way there.</summary>
    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        _book.Dispose();
    }

    /// <summary>Read before anything is looked at: the first decision must know of it. A word that cannot be read is reported by whoever reads it again.</summary>
    private async Task<OperatorSaid?> StandingPause(GatewayId gateway, CancellationToken cancel)
    {
        try
        {
            var word = await new OwnerWordFile(settings.Home, gateway).Read(cancel);
            return word.IsPausedAt(time.GetUtcNow())
                ? new OperatorSaid(gateway, word.PausedSince!.Value, OperatorCommand.Pause, word.PausedUntil, word.PlainReason)
                : null;
        }
        catch (IOException unreadable)
        {
            loggers.CreateLogger<DaemonParts>().LogWarning("The owner's word about {Gateway} cannot be read: {Why}", gateway, unreadable.Message);
            return null;
        }
    }

    private MemoryForesight Memory(GatewaySettings gateway, Patient patient)
    {
        // OpenClaw restarts itself through its manager; one that we keep ourselves has none.
        var mayRestart = gateway.Watchdog.IdleRestart && patient.Manager != ManagerKind.Direct;
        return new MemoryForesight(gateway.Id, new MemoryWitness().Read, mayRestart ? cancel => patient.OpenClaw.Run(IdleRestart, IdleWait, cancel) : null, time);
    }
}

/// <summary>Who looks with what one gateway serves.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Keeper">Keeps it.</param>
/// <param name="Foresight">Sees a config that breaks while it runs.</param>
/// <param name="ProcessStart">Tells when its process was started.</param>
internal sealed record ServedWatch(GatewayId Gateway, ServedFilesKeeper Keeper, ConfigForesight Foresight, Func<CancellationToken, Task<DateTimeOffset?>> ProcessStart)
{
    /// <summary>Sees it run out of memory; null where that cannot be seen.</summary>
    public MemoryForesight? Memory { get; init; }

    /// <summary>Tells which process serves.</summary>
    public required Func<CancellationToken, Task<ProcessIdentity?>> Process { get; init; }
}

/// <summary>What of the owner's environment reaches the parts.</summary>
/// <param name="Home">The owner's home.</param>
/// <param name="SearchPath">The owner's PATH.</param>
public sealed record OwnerEnvironment(string Home, string SearchPath);
