using OpenClaw.Host.Doctors.Agents;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>How Claude Code is called as a doctor. Its text form shows no key.</summary>
public sealed record ClaudeCodeOptions
{
    /// <summary>Which agent it is.</summary>
    internal IAgentCli Cli { get; init; } = ClaudeCli.Instance;

    /// <summary>The doctor's name. Those that are not <c>claude-code</c> have a folder of their own name below the incident's: two may treat one incident, one after the other.</summary>
    public string Name { get; init; } = ClaudeCodeDoctor.DoctorName;

    /// <summary>How long a single request may take before the CLI tries again.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>False: its use costs nothing, so <see cref="MaxBudgetUsd"/> by somebody else's price list is no bound.</summary>
    public bool IsPriced { get; init; } = true;

    /// <summary>The program: a path, or a name that is looked up in <see cref="SearchPath"/>.</summary>
    public string Command { get; init; } = "claude";

    /// <summary>How this very program is started (path and leading arguments); <c>doctor-runner FOLDER</c> is appended.</summary>
    public required IReadOnlyList<string> SelfCommand { get; init; }

    /// <summary>HOME of the session: the owner's, so that his own login is found.</summary>
    public required string UserHome { get; init; }

    /// <summary>CLAUDE_CONFIG_DIR of the owner's login, where it is not under <see cref="UserHome"/>. Not used with an <see cref="ApiKey"/>.</summary>
    public string? ClaudeConfigFolder { get; init; }

    /// <summary>The gateway's configuration file.</summary>
    public required string OpenClawConfig { get; init; }

    /// <summary>The gateway's state folder, usually <c>~/.openclaw</c>.</summary>
    public required string OpenClawState { get; init; }

    /// <summary>Our own state folder; the incidents' folders are below it.</summary>
    public required string Home { get; init; }

    /// <summary>OPENCLAW_MEMORY_DIR: where reports and session logs are published for people.</summary>
    public required string MemoryFolder { get; init; }

    /// <summary>PATH of the session: must lead to <c>openclaw</c> and its Node.js.</summary>
    public required string SearchPath { get; init; }

    /// <summary>The tmux program, or null to do without: then nobody can look over the doctor's shoulder.</summary>
    public string? Tmux { get; init; } = "tmux";

    /// <summary>The model, or the CLI's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>Models to fall back on when the first is overloaded, separated by commas.</summary>
    public string? FallbackModel { get; init; }

    /// <summary>Model turns for each message of ours.</summary>
    public int MaxTurns { get; init; } = 60;

    /// <summary>US dollars for the whole session, by the CLI's own price list.</summary>
    public decimal MaxBudgetUsd { get; init; } = 5;

    /// <summary>OpenClaw's own command line: what is only proposed is checked with it. Null: it is not.</summary>
    public Playbook.IOpenClawTool? OpenClaw { get; init; }

    /// <summary>An API key, or null for the owner's own login. It reaches the CLI through a helper script, never through arguments or environment.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Another address of the API; null for Anthropic's.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>
    /// CLAUDE_WORKSPACE_TRUST_TIMEOUT: how long a session may take to prove its cage (its start hook has run, so our settings were read)
    /// before a warning is logged; after six times that it is ended as unsafe. The trust prompt that gave the setting its name does not
    /// exist in a session without a terminal.
    /// </summary>
    public TimeSpan TrustTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long before the deadline the doctor is interrupted and told to write its report.</summary>
    public TimeSpan ReportLead { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before the deadline the session is ended.</summary>
    public TimeSpan EndLead { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Silence after which a session counts as stalled. Must exceed the longest single command and request (120 s each).</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session whose input was closed may take to leave before SIGTERM.</summary>
    public TimeSpan LeaveGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a session may take after SIGTERM before SIGKILL.</summary>
    public TimeSpan TerminateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the session's stream is looked at.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a call of tmux may take.</summary>
    public TimeSpan TmuxTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Collects what a session is told beside the case; null: nothing.</summary>
    public Func<OpenClaw.Actors.Doctoring.CaseFile, CancellationToken, Task<IReadOnlyList<OpenClaw.Actors.Doctoring.CaseSection>>>? Material { get; init; }

    /// <summary>Where treatments are written down; null: nowhere.</summary>
    public Records.ITreatmentBook? Book { get; init; }

    /// <summary>This doctor's folder in an incident's.</summary>
    internal IncidentFolder FolderIn(string incident) => new(Name == ClaudeCli.Instance.Name ? incident : Path.Combine(incident, Name));

    /// <inheritdoc/>
    public override string ToString() => $"{Name} (command {Command}, model {Model ?? "default"}, {(ApiKey is null ? "own login" : "API key")})";
}
