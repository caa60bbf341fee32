using static OpenClaw.Host.Metrics.MetricKind;

namespace OpenClaw.Host.Metrics;

/// <summary>Every instrument of the daemon. docs/metrics.md says the same, which a spec compares.</summary>
internal static class MetricCatalogue
{
    public static Metric Up { get; } = new("openclaw.gateway.up", Gauge, null, "1 while the gateway serves, 0 while it does not; see its phase for why", "gateway");

    public static Metric Phase { get; } = new("openclaw.gateway.phase", Gauge, null, "1 for the phase the gateway is in, 0 for every other one", "gateway", "phase");

    public static Metric Probe { get; } = new("openclaw.probe.duration", Histogram, "s", "How long the gateway's /healthz took to answer, by what was seen", "gateway", "result");

    public static Metric Restarts { get; } = new("openclaw.restarts", Counter, "{restart}", "Restarts that were ordered, those that prove a doctor's mending included", "gateway", "kind");

    public static Metric Treatments { get; } = new("openclaw.treatments", Counter, "{treatment}", "Treatments by doctors that have ended, by how", "gateway", "result");

    public static Metric Incidents { get; } = new("openclaw.incidents", Counter, "{incident}", "Outages that began, by what the gateway was found to be", "gateway", "cause");

    public static Metric IncidentOpen { get; } = new("openclaw.incident.open", Gauge, null, "1 for the tier that has the gateway's open incident, 0 for every other one and while there is none", "gateway", "tier");

    public static Metric IncidentAge { get; } = new("openclaw.incident.age", Gauge, "s", "Time since the first sign of the open incident; 0 while there is none", "gateway");

    public static Metric IncidentDuration { get; } =
        new("openclaw.incident.duration", Histogram, "s", "How long outages lasted, from the first sign to the first good look, by the highest tier and by who ended them", "gateway", "tier", "outcome");

    public static Metric HumanCalls { get; } = new("openclaw.human.calls", Counter, "{call}", "Calls of a human, reminders included", "gateway");

    public static Metric DoctorCost { get; } = new("openclaw.doctor.cost", Counter, "usd", "US dollars that doctors have spent, by the command line's own price list; what nobody knows counts as 0", "gateway", "doctor");

    public static Metric DoctorSessions { get; } = new("openclaw.doctor.sessions", Counter, "{session}", "Sessions that doctors with costs have begun", "gateway", "doctor");

    public static Metric Alerts { get; } = new("openclaw.alerts", Counter, "{try}", "Tries to deliver an alert: delivered, put off (tried again later) or refused", "channel", "outcome");

    public static Metric ChannelFailing { get; } = new("openclaw.channel.failing", Gauge, null, "1 while nothing is delivered on the channel that should have been", "channel");

    public static Metric JournalWrites { get; } = new("openclaw.journal.writes", Counter, "{write}", "Writes into the book that were acknowledged", "store");

    public static Metric JournalFailures { get; } = new("openclaw.journal.failures", Counter, "{write}", "Writes into the book that failed; they are kept in memory and tried again", "store");

    public static Metric JournalQueue { get; } = new("openclaw.journal.queue", Gauge, "{job}", "Jobs that wait for the book's one writer");

    public static Metric JournalSize { get; } = new("openclaw.journal.size", Gauge, "By", "Size of the book on disk, its write-ahead log included");

    public static Metric LostMail { get; } = new("openclaw.mail.lost", Counter, "{message}", "Messages between actors that nobody handled: each one is a bug of ours", "kind");

    public static Metric Mailbox { get; } = new("openclaw.mailbox.size", Gauge, "{message}", "Messages that wait in an actor's mailbox", "actor");

    public static Metric HealerStart { get; } = new("openclaw.healer.start.time", Gauge, "s", "When this daemon started, Unix time");

    public static Metric HealerInfo { get; } = new("openclaw.healer.info", Gauge, null, "1, with the daemon's version", "version");

    public static Metric HealerCpu { get; } = new("openclaw.healer.cpu.time", Counter, "s", "Processor time that the daemon has used");

    public static Metric HealerMemory { get; } = new("openclaw.healer.memory", Gauge, "By", "The daemon's working set");

    public static Metric Healthy { get; } = new("openclaw_gateway_healthy", Gauge, null, "The original's name: 1 if the last probe got the gateway's own answer with HTTP 200, else 0", "gateway");

    public static Metric Attempts { get; } = new("openclaw_recovery_attempts", Gauge, null, "The original's name: ended incidents in which a doctor was called, since install");

    public static Metric Success { get; } = new("openclaw_recovery_success", Gauge, null, "The original's name: those that a doctor has healed");

    public static Metric Failed { get; } = new("openclaw_recovery_failed", Gauge, null, "The original's name: those that no doctor has healed");

    public static Metric Rate { get; } = new("openclaw_recovery_rate_percent", Gauge, null, "The original's name: the share that a doctor has healed, 0 to 100, 0 if there was none");

    public static Metric LastDuration { get; } = new("openclaw_last_recovery_duration_seconds", Gauge, null, "The original's name: how long the last one was in treatment; absent while there was none");

    public static Metric LastSuccess { get; } = new("openclaw_last_recovery_success", Gauge, null, "The original's name: 1 if a doctor has healed the last one, else 0; absent while there was none");

    public static Metric LastTimestamp { get; } = new("openclaw_last_recovery_timestamp_seconds", Gauge, null, "The original's name: when the last one ended, Unix time; absent while there was none");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Up, Phase, Probe, Restarts, Treatments, Incidents, IncidentOpen, IncidentAge, IncidentDuration, HumanCalls, DoctorCost, DoctorSessions, Alerts, ChannelFailing,
        JournalWrites, JournalFailures, JournalQueue, JournalSize, LostMail, Mailbox, HealerStart, HealerInfo, HealerCpu, HealerMemory,
        Healthy, Attempts, Success, Failed, Rate, LastDuration, LastSuccess, LastTimestamp,
    ];
}
