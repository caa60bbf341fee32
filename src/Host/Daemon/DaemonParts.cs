using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Doctors.Cases;
using OpenClaw.Host.Doctors.Chat;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Memory;
using OpenClaw.Host.Playbook.Records;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Probes;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Daemon;

/// <summary>Puts the adapters together as the settings say. A new doctor or notifier is one line here.</summary>
public sealed class DaemonParts(
    HealerSettings settings, OwnerEnvironment owner, GatewayProcesses processes, PatientFactory patients, IHttpClientFactory clients, TimeProvider time, ILoggerFactory loggers)
    : IDisposable
{
    // OpenClaw itself waits five minutes for a moment without work.
    private static readonly TimeSpan IdleWait = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(15);

    private readonly Book _book = new(settings.Home, time, loggers.CreateLogger<Book>());
    private TreatmentBook? _treatments;
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<ServedWatch> _served = [];

    /// <summary>Which emergency logs are ours.</summary>
    internal OwnRecoveryLogs RecoveryLogs { get; } = new(Path.Combine(settings.Home, "recovery-logs"));

    private TreatmentBook Treatments => _treatments ??= new TreatmentBook(_book, loggers.CreateLogger<TreatmentBook>());

    /// <summary>Who looks with what each gateway serves; there after <see cref="Build"/>.</summary>
    internal IReadOnlyList<ServedWatch> Served => _served;

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
            _served.Add(new ServedWatch(
                gateway.Id,
                new ServedFilesKeeper(served, gateway.ConfigPath, kept.Job, time, loggers.CreateLogger<ServedFilesKeeper>()),
                new ConfigForesight(gateway.Id, gateway.ConfigPath, kept.Job, patient.OpenClaw, time),
                async looked => (await kept.Hand.Look(looked)).StartedAt)
            {
                Memory = OperatingSystem.IsLinux() ? Memory(gateway, patient) : null,
                Process = async looked => (await kept.Hand.Look(looked)).Process,
            });
            gateways.Add(new GatewayParts(gateway.Id, kept.Hand, probe, Doctors(gateway, patient), gateway.ToPolicy()) { Causes = kept.Causes, StandingPause = await StandingPause(gateway.Id, cancel) });
        }

        // Not waited for: healing never waits for the book.
        _ = MemoryFolderRetention.KeepTidy(settings.MemoryDirectory, time, loggers.CreateLogger<DaemonParts>(), _stopped.Token);
        _ = BookRetention.KeepLater(_book, time, loggers.CreateLogger<DaemonParts>(), _stopped.Token);
        return new HealerParts(gateways, Notifiers(), new SqliteIncidentJournal(_book, loggers.CreateLogger<SqliteIncidentJournal>()))
        {
            Ledgers = new SqliteRestartLedgerStore(_book, settings.Home, time, loggers.CreateLogger<SqliteRestartLedgerStore>()),
            Outbox = new SqliteOutboxStore(_book, loggers.CreateLogger<SqliteOutboxStore>()),
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

    private List<IDoctor> Doctors(GatewaySettings gateway, Patient patient) =>
        [.. settings.Doctor.Chain.Select(name => Doctor(name, gateway, patient)).OfType<IDoctor>()];

    /// <summary>The doctors with sessions that are off now: one that was switched off since may have left a session.</summary>
    internal IReadOnlyList<(GatewayId, ClaudeCodeDoctor)> RetiredDoctors() =>
    [
        .. from gateway in settings.Gateways
           from retired in new (string Name, IAgentCli Cli, bool IsOn)[]
           {
               (ClaudeCli.Instance.Name, ClaudeCli.Instance, settings.Doctor.Claude.Enabled && settings.Doctor.Chain.Contains(DoctorNames.Claude)),
               (DoctorNames.Compatible, ClaudeCli.Instance, settings.Doctor.Compatible is not null),
               (CodexCli.Instance.Name, CodexCli.Instance, settings.Doctor.Codex is not null),
               (GeminiCli.Instance.Name, GeminiCli.Instance, settings.Doctor.Gemini is not null),
           }
           where !retired.IsOn
           select (gateway.Id, new ClaudeCodeDoctor(Common(gateway) with { Name = retired.Name, Cli = retired.Cli, IsPriced = retired.Name == ClaudeCli.Instance.Name }, time, loggers.CreateLogger<ClaudeCodeDoctor>())),
    ];

    private IDoctor? Doctor(string name, GatewaySettings gateway, Patient patient) => (name, settings.Doctor) switch
    {
        (DoctorNames.Playbook, { Playbook.Enabled: true }) => Playbook(patient),
        (DoctorNames.Claude, { Claude.Enabled: true }) => Session(Claude(gateway), gateway, patient),
        (DoctorNames.Compatible, { Compatible: { } compatible }) => Session(Compatible(gateway, compatible), gateway, patient),
        (DoctorNames.Codex, { Codex: { } codex }) => Session(Agent(gateway, codex, CodexCli.Instance), gateway, patient),
        (DoctorNames.Chat, { Chat: { } chat }) => WithinBudget(Chat(gateway, chat, patient)),
        (DoctorNames.Gemini, { Gemini: { } gemini }) => Session(Agent(gateway, gemini, GeminiCli.Instance), gateway, patient),
        _ => null,
    };

    private BudgetedDoctor Session(ClaudeCodeOptions options, GatewaySettings gateway, Patient patient) => WithinBudget(
        new ClaudeCodeDoctor(options with { OpenClaw = patient.OpenClaw, Material = Material(gateway, patient).For }, time, loggers.CreateLogger<ClaudeCodeDoctor>()));

    private CaseMaterial Material(GatewaySettings gateway, Patient patient) =>
        new(gateway.ConfigPath, [Path.Combine(gateway.StateDirectory, "logs"), "/tmp/openclaw"], patient.Served, Treatments);

    private BudgetedDoctor WithinBudget(IDoctor doctor) => new(doctor, settings.Doctor.Budget, Treatments, time) { HealAskedAt = HealAskedAt };

    private async Task<DateTimeOffset?> HealAskedAt(CaseFile file, CancellationToken cancel)
    {
        try
        {
            return (await new OwnerWordFile(settings.Home, file.Gateway).Read(cancel)).HealAskedAt;
        }
        catch (IOException unreadable)
        {
            loggers.CreateLogger<DaemonParts>().LogWarning("The owner's word about {Gateway} cannot be read: {Why}", file.Gateway, unreadable.Message);
            return null;
        }
    }

    private PlaybookDoctor Playbook(Patient patient) => new(Remedies(patient), PlaybookOptions, time, loggers.CreateLogger<PlaybookDoctor>());

    private ChatDoctor Chat(GatewaySettings gateway, ChatSettings chat, Patient patient) => new(
        new ChatOptions { Settings = chat, Book = Treatments, Material = Material(gateway, patient).For }, Remedies(patient), PlaybookOptions, clients, time, loggers.CreateLogger<ChatDoctor>());

    private PlaybookOptions PlaybookOptions => new() { Home = settings.Home, MemoryFolder = settings.MemoryDirectory };

    private PlaybookParts Remedies(Patient patient)
    {
        var diagnostician = new Diagnostician(Diagnostician.Collectors(), time);
        return new PlaybookParts(
            (whole, cancel) => diagnostician.Look(patient, whole, cancel), Catalogue.Shipped(), AllRemedies.Make(), new RemedyRecord(_book, loggers.CreateLogger<RemedyRecord>()), settings.Doctor.Playbook, patient);
    }

    private MemoryForesight Memory(GatewaySettings gateway, Patient patient)
    {
        // OpenClaw restarts itself through its manager; one that we keep ourselves has none.
        var mayRestart = gateway.Watchdog.IdleRestart && patient.Manager != ManagerKind.Direct;
        return new MemoryForesight(gateway.Id, new MemoryWitness().Read, mayRestart ? cancel => patient.OpenClaw.Run(["gateway", "restart", "--safe"], IdleWait, cancel) : null, time);
    }

    private List<INotifier> Notifiers()
    {
        var notifiers = new List<INotifier>
        {
            new LogNotifier(loggers.CreateLogger<LogNotifier>(), settings.Notify.LogFloor),
            new RecoveryLogNotifier(settings.MemoryDirectory, RecoveryLogs, time.LocalTimeZone),
        };
        var tools = new ChannelTools(clients, DeliveryTimeout, time);
        if (settings.Notify.DiscordWebhook is { } webhook) notifiers.Add(new DiscordNotifier(tools, webhook, settings.Notify.DiscordFloor));
        notifiers.AddRange(settings.Notify.Channels.Select(make => make(tools)));
        return notifiers;
    }

    /// <summary>What is the same for every session, whoever's command line it is.</summary>
    private ClaudeCodeOptions Common(GatewaySettings gateway) => new()
    {
        SelfCommand = SelfCommand.Find(),
        UserHome = owner.Home,
        OpenClawConfig = gateway.ConfigPath,
        OpenClawState = gateway.StateDirectory,
        Home = settings.Home,
        MemoryFolder = settings.MemoryDirectory,
        SearchPath = owner.SearchPath,
        Tmux = settings.Doctor.Claude.Tmux == TmuxUse.Off ? null : "tmux",
        Book = Treatments,
        TrustTimeout = settings.Doctor.TrustTimeout,
    };

    private ClaudeCodeOptions Claude(GatewaySettings gateway)
    {
        var claude = settings.Doctor.Claude;
        return Common(gateway) with
        {
            Command = claude.Command,
            ClaudeConfigFolder = claude.ConfigDirectory,
            Model = claude.Model,
            FallbackModel = claude.FallbackModel,
            MaxTurns = claude.MaxTurns,
            MaxBudgetUsd = claude.MaxBudgetUsd,
            ApiKey = claude.ApiKey?.Reveal(),
            BaseUrl = claude.BaseUrl,
        };
    }

    private ClaudeCodeOptions Compatible(GatewaySettings gateway, CompatibleSettings compatible) => Common(gateway) with
    {
        Name = DoctorNames.Compatible,
        Command = settings.Doctor.Claude.Command,
        Model = compatible.Model,
        MaxTurns = settings.Doctor.Claude.MaxTurns,
        // Without a key of ours the CLI would show the owner's login to whoever answers there.
        ApiKey = compatible.ApiKey?.Reveal() ?? "none",
        BaseUrl = compatible.BaseUrl,
        RequestTimeout = compatible.RequestTimeout,
        StallTimeout = compatible.RequestTimeout * 1.5,
        IsPriced = false,
    };

    private ClaudeCodeOptions Agent(GatewaySettings gateway, AgentSettings agent, IAgentCli cli) => Common(gateway) with
    {
        Name = cli.Name,
        Cli = cli,
        Command = agent.Command,
        Model = agent.Model,
        ApiKey = agent.ApiKey?.Reveal(),
        BaseUrl = agent.BaseUrl,
        IsPriced = false,
    };
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
