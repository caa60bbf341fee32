using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Playbook;

namespace OpenClaw.Host.Configuration;

/// <summary>Tier 2, <c>openclaw.probe</c>.</summary>
/// <param name="Interval"><c>interval</c>: pause between looks while all is well.</param>
/// <param name="IntervalSuspicious"><c>interval-suspicious</c>: pause between looks while something is odd.</param>
/// <param name="Timeout"><c>timeout</c> (HEALTH_CHECK_HTTP_TIMEOUT, seconds): of one request.</param>
/// <param name="SuspicionThreshold"><c>suspicion-threshold</c>: bad looks in a row before an outage is believed.</param>
/// <param name="RefusedGrace"><c>refused-grace</c>: how long a live process may refuse connections.</param>
/// <param name="MaxRetries"><c>max-retries</c> (HEALTH_CHECK_MAX_RETRIES): restarts before the doctor is called; may be 0.</param>
/// <param name="RetryDelay"><c>retry-delay</c> (HEALTH_CHECK_RETRY_DELAY, seconds): pause between restarts.</param>
/// <param name="EscalationWait"><c>escalation-wait</c> (HEALTH_CHECK_ESCALATION_WAIT, seconds): between the last restart and the doctor.</param>
/// <param name="StabilityWindow"><c>stability-window</c>: how long it must look well before an outage is over.</param>
/// <param name="StartupBudget"><c>startup-budget</c>: how long a boot may take, while none has been seen.</param>
/// <param name="StartupFloor"><c>startup-floor</c>: the least that a learned budget can be.</param>
/// <param name="ProgressPatience"><c>progress-patience</c>: how long a boot over its budget may show no sign of work.</param>
/// <param name="FlapWindow"><c>flap-window</c>: within it, turns from good to bad are counted.</param>
/// <param name="FlapThreshold"><c>flap-threshold</c>: so many of them are an outage; 2 to 8.</param>
/// <param name="LateTolerance"><c>late-tolerance</c>: a timer that rings later was held up.</param>
/// <param name="WakeGrace"><c>wake-grace</c>: how long a gateway is given after the host slept.</param>
public sealed record ProbeSettings(
    TimeSpan Interval,
    TimeSpan IntervalSuspicious,
    TimeSpan Timeout,
    int SuspicionThreshold,
    TimeSpan RefusedGrace,
    int MaxRetries,
    TimeSpan RetryDelay,
    TimeSpan EscalationWait,
    TimeSpan StabilityWindow,
    TimeSpan StartupBudget,
    TimeSpan StartupFloor,
    TimeSpan ProgressPatience,
    TimeSpan FlapWindow,
    int FlapThreshold,
    TimeSpan LateTolerance,
    TimeSpan WakeGrace);

/// <summary>Tier 1, <c>openclaw.watchdog</c>.</summary>
/// <param name="Interval"><c>interval</c>: pause between looks while all is well.</param>
/// <param name="IntervalSuspicious"><c>interval-suspicious</c>: pause between looks while something is odd.</param>
/// <param name="IntervalStopped"><c>interval-stopped</c>: pause between looks while its owner has stopped it.</param>
/// <param name="LookTimeout"><c>look-timeout</c>: a look that takes longer counts as no news.</param>
/// <param name="Backoff"><c>backoff</c>: pauses between starts of a gateway that dies; the last one repeats. Never empty.</param>
/// <param name="BackoffJitter"><c>backoff-jitter</c>: percent of a pause that are left to chance, 0 to 100.</param>
/// <param name="ManagerGrace"><c>manager-grace</c>: how long the manager's own restart is waited for.</param>
/// <param name="RestartDeadline"><c>restart-deadline</c>: of one restart, longer than <paramref name="StopBudget"/>.</param>
/// <param name="StopBudget"><c>stop-budget</c>: how long a gateway that was asked to stop may take.</param>
/// <param name="ForcedStopWait"><c>forced-stop-wait</c>: between SIGTERM and SIGKILL to one that hangs.</param>
/// <param name="FlapMemory"><c>flap-memory</c>: an outage this soon after the last is the same trouble.</param>
public sealed record WatchdogSettings(
    TimeSpan Interval,
    TimeSpan IntervalSuspicious,
    TimeSpan IntervalStopped,
    TimeSpan LookTimeout,
    IReadOnlyList<TimeSpan> Backoff,
    int BackoffJitter,
    TimeSpan ManagerGrace,
    TimeSpan RestartDeadline,
    TimeSpan StopBudget,
    TimeSpan ForcedStopWait,
    TimeSpan FlapMemory)
{
    /// <summary><c>idle-restart</c>: a gateway whose memory is nearly used up is restarted by OpenClaw itself when it is idle; otherwise its owner is told.</summary>
    public bool IdleRestart { get; init; }
}

/// <summary>Tier 3, <c>openclaw.doctor</c>.</summary>
/// <param name="Timeout"><c>timeout</c> (EMERGENCY_RECOVERY_TIMEOUT, seconds): the whole time the doctors have.</param>
/// <param name="TrustTimeout"><c>trust-timeout</c> (CLAUDE_WORKSPACE_TRUST_TIMEOUT, seconds): how long a session may take to prove its cage before that is reported; six times as long ends it.</param>
/// <param name="MaxFollowUps"><c>max-follow-ups</c>: may be 0.</param>
/// <param name="Claude"><c>claude</c>.</param>
public sealed record DoctorSettings(TimeSpan Timeout, TimeSpan TrustTimeout, int MaxFollowUps, ClaudeSettings Claude)
{
    /// <summary><c>playbook</c>: what the owner allows the remedies that need no AI.</summary>
    public RemedyPolicy Playbook { get; init; } = RemedyPolicy.Shipped;

    /// <summary><c>budget</c>: what doctors with costs may spend.</summary>
    public required DoctorBudget Budget { get; init; }

    /// <summary><c>chain</c>: who is called, in this order (<see cref="DoctorNames"/>).</summary>
    public IReadOnlyList<string> Chain { get; init; } = DoctorNames.All;

    /// <summary><c>compatible</c>: Claude Code with another model behind it; null when it is off.</summary>
    public CompatibleSettings? Compatible { get; init; }

    /// <summary><c>codex</c>; null when it is off.</summary>
    public AgentSettings? Codex { get; init; }

    /// <summary><c>gemini</c>; null when it is off.</summary>
    public AgentSettings? Gemini { get; init; }

    /// <summary><c>chat</c>; null when it is off.</summary>
    public ChatSettings? Chat { get; init; }
}

/// <summary>Claude Code with another model behind it, <c>openclaw.doctor.compatible</c>.</summary>
/// <param name="BaseUrl"><c>base-url</c>: what speaks Anthropic's API; https or loopback.</param>
/// <param name="Model"><c>model</c>.</param>
/// <param name="RequestTimeout"><c>request-timeout</c>: of one answer.</param>
/// <param name="ApiKey">OPENCLAW_ACTORS_COMPATIBLE_API_KEY; null: none is needed there.</param>
public sealed record CompatibleSettings(Uri BaseUrl, string Model, TimeSpan RequestTimeout, SecretText? ApiKey);

/// <summary>A model that may choose among the playbook's remedies and do nothing else, <c>openclaw.doctor.chat</c>.</summary>
/// <param name="BaseUrl"><c>base-url</c>: before <c>/chat/completions</c>; https or loopback.</param>
/// <param name="Model"><c>model</c>.</param>
/// <param name="RequestTimeout"><c>request-timeout</c>: of one answer.</param>
/// <param name="MaxRounds"><c>max-rounds</c>: answers of one treatment.</param>
/// <param name="InputPrice"><c>input-usd-per-million</c> tokens; 0: not known.</param>
/// <param name="OutputPrice"><c>output-usd-per-million</c> tokens; 0: not known.</param>
/// <param name="ApiKey">OPENCLAW_ACTORS_CHAT_API_KEY; null: none is needed there.</param>
public sealed record ChatSettings(Uri BaseUrl, string Model, TimeSpan RequestTimeout, int MaxRounds, decimal InputPrice, decimal OutputPrice, SecretText? ApiKey);

/// <summary>Another agent's command line as a doctor, <c>openclaw.doctor.codex</c> and <c>.gemini</c>.</summary>
/// <param name="Command"><c>command</c>: a name on PATH or an absolute path.</param>
/// <param name="Model"><c>model</c>; null leaves the choice to the CLI.</param>
/// <param name="BaseUrl"><c>base-url</c>, https or loopback; null: the CLI's own.</param>
/// <param name="ApiKey">CODEX_API_KEY or GEMINI_API_KEY, from the environment or <c>.env</c> only; null: the CLI's own login, where it can use that.</param>
public sealed record AgentSettings(string Command, string? Model, Uri? BaseUrl, SecretText? ApiKey);

/// <summary>The doctors, as the settings call them.</summary>
public static class DoctorNames
{
    /// <summary>The remedies that need no AI.</summary>
    public const string Playbook = "playbook";

    /// <summary>Claude Code.</summary>
    public const string Claude = "claude";

    /// <summary>Claude Code with another model behind it.</summary>
    public const string Compatible = "compatible";

    /// <summary>OpenAI's Codex CLI.</summary>
    public const string Codex = "codex";

    /// <summary>Google's Gemini CLI.</summary>
    public const string Gemini = "gemini";

    /// <summary>A model that chooses among the playbook's remedies.</summary>
    public const string Chat = "chat";

    /// <summary>All of them, in the order in which they are called unless their owner says otherwise.</summary>
    public static IReadOnlyList<string> All { get; } = [Playbook, Claude, Compatible, Codex, Gemini, Chat];
}

/// <summary>Claude Code as a doctor, <c>openclaw.doctor.claude</c>.</summary>
/// <param name="Enabled"><c>enabled</c>.</param>
/// <param name="Command"><c>command</c>: a name on PATH or an absolute path.</param>
/// <param name="Model"><c>model</c>; null leaves the choice to the CLI.</param>
/// <param name="FallbackModel"><c>fallback-model</c>; null for none.</param>
/// <param name="MaxTurns"><c>max-turns</c>.</param>
/// <param name="MaxBudgetUsd"><c>max-budget-usd</c>, US dollars.</param>
/// <param name="Tmux"><c>tmux</c>.</param>
/// <param name="ApiKey">ANTHROPIC_API_KEY, from the environment or <c>.env</c> only; null: the CLI's own login.</param>
/// <param name="BaseUrl">ANTHROPIC_BASE_URL, https or loopback; null: the CLI's own.</param>
/// <param name="ConfigDirectory">CLAUDE_CONFIG_DIR, absolute; null: the CLI's own.</param>
public sealed record ClaudeSettings(
    bool Enabled,
    string Command,
    string? Model,
    string? FallbackModel,
    int MaxTurns,
    decimal MaxBudgetUsd,
    TmuxUse Tmux,
    SecretText? ApiKey,
    Uri? BaseUrl,
    string? ConfigDirectory);

/// <summary>Whether a doctor's session runs in tmux.</summary>
public enum TmuxUse
{
    /// <summary>When tmux is there.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
