using System.Globalization;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>One thing that was seen. Its text may hold words of processes: cleaned.</summary>
/// <param name="Seconds">Since the fault.</param>
/// <param name="What">What was seen, one line.</param>
internal sealed record DrillStep(double Seconds, string What);

/// <summary>What became of one piece of news on one channel.</summary>
/// <param name="Channel">The channel; null while none has taken it up.</param>
/// <param name="Title">What it says.</param>
/// <param name="State"><c>Delivered</c>, <c>Waiting</c>, <c>Refused</c>, <c>Dropped</c>, <c>Folded</c>, <c>Begun</c> or <c>NotForIt</c>.</param>
internal sealed record DrillAlert(string? Channel, string Title, string State);

/// <summary><c>drill --json</c>. Names stay; new ones may come.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Kind"><c>Kill</c>, <c>Hang</c> or <c>Config</c>.</param>
/// <param name="At">When the fault was made.</param>
/// <param name="Pid">The process it was made to.</param>
/// <param name="LimitSeconds">How long the healer was given.</param>
/// <param name="Healed">The gateway was healthy again within the limit, by the healer or its service manager, before anything was undone.</param>
/// <param name="HealedSeconds">From the fault to the first good look; null when it was not healed.</param>
/// <param name="SeenSeconds">From the fault until the healer was sure; null when it opened no incident.</param>
/// <param name="Incident">The incident; null when none was opened.</param>
/// <param name="Tier">The highest tier it climbed to; null without an incident.</param>
/// <param name="Outcome">How the incident ended; null without one, or while it is open.</param>
/// <param name="Steps">What was seen, in order.</param>
/// <param name="Alerts">What was told on the channels so far.</param>
/// <param name="Undo">What was put back, one line.</param>
internal sealed record DrillReport(
    string Gateway, DrillKind Kind, DateTimeOffset At, int Pid, double LimitSeconds, bool Healed, double? HealedSeconds, double? SeenSeconds, string? Incident, int? Tier, string? Outcome,
    IReadOnlyList<DrillStep> Steps, IReadOnlyList<DrillAlert> Alerts, string Undo)
{
    /// <summary>Its end, for people; the steps were told as they came.</summary>
    public IEnumerable<(string Label, string Text)> Rows()
    {
        yield return ("result", Healed ? $"healed after {Seconds(HealedSeconds!.Value)}{Who()}" : $"NOT healed within {Seconds(LimitSeconds)}");
        if (SeenSeconds is { } seen) yield return ("seen", $"after {Seconds(seen)}");
        if (Incident is { } incident) yield return ("incident", $"{incident} (openclaw-actors incident {incident})");
        if (Alerts.Count == 0) yield return ("alerts", "nobody was told of anything");
        foreach (var alert in Alerts) yield return ("alerts", $"{alert.Channel ?? "no channel yet"}: {UntrustedText.OneLine(alert.Title, 120)}: {alert.State.ToLowerInvariant()}");
        yield return ("undo", Undo);
    }

    private string Who() => (Incident, Outcome) switch
    {
        (null, _) => " by its service manager, before the healer was sure of anything",
        (_, "RecoveredByItself") => ": it came back by itself or by its service manager",
        _ => $" by tier {Tier} ({Tier switch { 1 => "watchdog", 2 => "health check", 3 => "doctor", _ => "human" }})",
    };

    /// <summary>A length.</summary>
    internal static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
