using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Causes;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;
using OpenClaw.Host.Processes.Launchd;
using OpenClaw.Host.Processes.Systemd;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Daemon;

/// <summary>Chooses the manager of each gateway and builds tier 1's hand on it.</summary>
public sealed class GatewayProcesses(HealerSettings settings, OwnerEnvironment owner, LocalProcesses local, TimeProvider time, ILoggerFactory loggers)
{
    // The healer's own secrets: the gateway is a child, and its tools would see what it inherits.
    internal static readonly IReadOnlyList<string> Hidden =
        ["DISCORD_WEBHOOK_URL", TelemetrySettings.HeadersVariable, .. SettingsSchema.General.Where(static k => k is { Secret: true, Variable: { } name } && name.StartsWith("OPENCLAW_ACTORS_", StringComparison.Ordinal)).Select(static k => k.Variable!)];

    private readonly ILogger _log = loggers.CreateLogger<GatewayProcesses>();

    /// <summary>Builds the hand for one gateway, and who tells when what kept it from starting may be gone.</summary>
    /// <exception cref="ConfigurationException">The manager that was set cannot work on this machine.</exception>
    public async Task<KeptGateway> For(GatewaySettings gateway, CancellationToken cancel)
    {
        var systemd = Systemd(gateway);
        var launchd = Launchd(gateway);
        var choice = await new ManagerDetection(systemd, launchd, time).Choose(gateway.Manager, cancel);
        if (choice is not ManagerChoice.Chosen chosen)
            throw new ConfigurationException($"openclaw.gateways.{gateway.Id}.manager: {((ManagerChoice.Impossible)choice).Reason}: set it to auto, or leave it out");
        _log.LogInformation("Gateway {Gateway} at {Url}, manager {Manager}", gateway.Id.Value, gateway.Url.AbsoluteUri, chosen.Reason);
        var job = GatewayJob.Of(gateway, chosen.Kind, owner.SearchPath);
        var programs = new InstallationFinder(job);
        var witness = new UpkeepWitness(local.Table, programs, gateway.StateDirectory, UpkeepWitness.TemporaryFolders, time);
        IGatewayProcess hand = chosen.Kind switch
        {
            ManagerKind.Systemd => new SystemdGatewayProcess(systemd, local, time),
            ManagerKind.Launchd => new LaunchdGatewayProcess(launchd, local, time, witness.LastUpdateFailed),
            _ => new DirectGatewayProcess(Direct(gateway), local, time, loggers.CreateLogger<DirectGatewayProcess>()),
        };
        var watched = new WatchesUpkeep(hand, witness, new ElsewhereWitness(job, local.Table, local.Ports, gateway.Url.Port));
        return new KeptGateway(watched, CauseWatch.For(gateway, job, programs, local, time), chosen.Kind, job, programs);
    }

    private DirectOptions Direct(GatewaySettings gateway)
    {
        var folder = Folder(gateway);
        return new DirectOptions
        {
            Port = gateway.Url.Port,
            StateFolder = folder,
            LogFile = Path.Combine(folder, "gateway.log"),
            OpenClawStateFolder = gateway.StateDirectory,
            ConfigFile = gateway.ConfigPath,
            WorkingFolder = gateway.Home,
            // A plain `gateway run` is told the port that is probed; any other command is the owner's word.
            Command = gateway.Command is [.., "gateway", "run"]
                ? [.. gateway.Command, "--port", gateway.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)]
                : gateway.Command,
            HiddenVariables = Hidden,
            StopBudget = gateway.Watchdog.StopBudget,
            ForcedWait = gateway.Watchdog.ForcedStopWait,
            EvidenceFolder = Evidence(gateway),
            OnDaemonStop = gateway.OnDaemonStop,
        };
    }

    private string Folder(GatewaySettings gateway) => Path.Combine(settings.Home, "gateways", gateway.Id.Value);

    private string Evidence(GatewaySettings gateway) => Path.Combine(Folder(gateway), "evidence");

    private SystemdOptions Systemd(GatewaySettings gateway) => new()
    {
        Unit = gateway.Unit,
        UnitFile = Path.Combine(gateway.Home, ".config", "systemd", "user", gateway.Unit),
        Port = gateway.Url.Port,
        OpenClawStateFolder = gateway.StateDirectory,
        ConfigFile = gateway.ConfigPath,
        ForcedWait = gateway.Watchdog.ForcedStopWait,
        EvidenceFolder = Evidence(gateway),
    };

    private LaunchdOptions Launchd(GatewaySettings gateway) => new()
    {
        Label = gateway.Label,
        PlistFile = Path.Combine(gateway.Home, "Library", "LaunchAgents", $"{gateway.Label}.plist"),
        Port = gateway.Url.Port,
        OpenClawStateFolder = gateway.StateDirectory,
        ConfigFile = gateway.ConfigPath,
        ForcedWait = gateway.Watchdog.ForcedStopWait,
        EvidenceFolder = Evidence(gateway),
        LogFile = Path.Combine(gateway.Home, "Library", "Logs", "openclaw", "gateway.log"),
        OpenClaw = gateway.Command is [.., "gateway", "run"] ? [.. gateway.Command.SkipLast(2)] : null,
        OpenClawVariables = Whereabouts(gateway),
    };

    // Only where they differ from what openclaw would find by itself.
    private static Dictionary<string, string> Whereabouts(GatewaySettings gateway)
    {
        var usual = Path.Combine(gateway.Home, ".openclaw");
        var variables = new Dictionary<string, string>();
        if (gateway.StateDirectory != usual)
            variables["OPENCLAW_STATE_DIR"] = gateway.StateDirectory;
        if (gateway.ConfigPath != Path.Combine(usual, "openclaw.json"))
            variables["OPENCLAW_CONFIG_PATH"] = gateway.ConfigPath;
        return variables;
    }
}

/// <summary>One gateway as its manager keeps it.</summary>
/// <param name="Hand">Tier 1's hand.</param>
/// <param name="Causes">Tells when what kept it from starting may be gone.</param>
/// <param name="Manager">Who keeps it.</param>
/// <param name="Job">Where it is written how it is started.</param>
/// <param name="Programs">Its runtime and package.</param>
public sealed record KeptGateway(IGatewayProcess Hand, ICauseWatch Causes, ManagerKind Manager, GatewayJob Job, InstallationFinder Programs);
