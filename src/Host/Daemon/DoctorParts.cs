using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Doctors.Cases;
using OpenClaw.Host.Doctors.Chat;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.Records;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Daemon;

/// <summary>Puts the doctors together as the settings say. A new one is a line in <see cref="Doctor"/>.</summary>
internal sealed class DoctorParts(HealerSettings settings, OwnerEnvironment owner, Book book, HealerMetrics metrics, IHttpClientFactory clients, TimeProvider time, ILoggerFactory loggers)
{
    private readonly MeasuredTreatments _treatments = new(new TreatmentBook(book, loggers.CreateLogger<TreatmentBook>()), metrics, time);

    /// <summary>The doctors of a gateway, in the order of their owner's chain.</summary>
    public IReadOnlyList<IDoctor> Of(GatewaySettings gateway, Patient patient) =>
        [.. settings.Doctor.Chain.Select(name => Doctor(name, gateway, patient)).OfType<IDoctor>()];

    /// <summary>The doctors with sessions that are off now: one that was switched off since may have left a session.</summary>
    public IReadOnlyList<(GatewayId, ClaudeCodeDoctor)> Retired() =>
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
        new(gateway.ConfigPath, [Path.Combine(gateway.StateDirectory, "logs"), "/tmp/openclaw"], patient.Served, _treatments);

    private BudgetedDoctor WithinBudget(IDoctor doctor) => new(doctor, settings.Doctor.Budget, _treatments, time) { HealAskedAt = HealAskedAt };

    private async Task<DateTimeOffset?> HealAskedAt(CaseFile file, CancellationToken cancel)
    {
        try
        {
            return (await new OwnerWordFile(settings.Home, file.Gateway).Read(cancel)).HealAskedAt;
        }
        catch (IOException unreadable)
        {
            loggers.CreateLogger<DoctorParts>().LogWarning("The owner's word about {Gateway} cannot be read: {Why}", file.Gateway, unreadable.Message);
            return null;
        }
    }

    private PlaybookDoctor Playbook(Patient patient) => new(Remedies(patient), PlaybookOptions, time, loggers.CreateLogger<PlaybookDoctor>());

    private ChatDoctor Chat(GatewaySettings gateway, ChatSettings chat, Patient patient) => new(
        new ChatOptions { Settings = chat, Book = _treatments, Material = Material(gateway, patient).For }, Remedies(patient), PlaybookOptions, clients, time, loggers.CreateLogger<ChatDoctor>());

    private PlaybookOptions PlaybookOptions => new() { Home = settings.Home, MemoryFolder = settings.MemoryDirectory };

    private PlaybookParts Remedies(Patient patient)
    {
        var diagnostician = new Diagnostician(Diagnostician.Collectors(), time);
        return new PlaybookParts(
            (whole, cancel) => diagnostician.Look(patient, whole, cancel), Catalogue.Shipped(), AllRemedies.Make(), new RemedyRecord(book, loggers.CreateLogger<RemedyRecord>()), settings.Doctor.Playbook, patient);
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
        Book = _treatments,
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
