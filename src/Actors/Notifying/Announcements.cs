using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Notifying;

/// <summary>Makes news for people out of transitions of an incident. Cycles, retries and good looks are no news.</summary>
public static class Announcements
{
    private const int LatestLines = 12;

    /// <summary>The news of an event, or null when it is none.</summary>
    public static Announcement? Of(GatewayState before, GatewayState after, IncidentEvent e)
    {
        var incident = after.Open ?? before.Open;
        if (incident is null) return null;
        var gateway = after.Gateway;
        Announcement News(string part, Severity severity, string title, string body, IReadOnlyList<string> evidence, string? yourTurn = null) =>
            new($"{e.Incident}/{part}", gateway, e.Incident, severity, title, body, evidence, yourTurn, e.At);

        return e switch
        {
            Opened x => News("opened", Severity.Info, $"Gateway {gateway} is {Telling.Phrase(x.Phase)}", $"Since {Clock(x.Since)}. Healing has begun.", x.Evidence),
            Escalated { To: Gateways.Tier.Doctor } x => News(
                "doctor", Severity.Warning, $"Gateway {gateway} needs the doctor",
                $"It is {Telling.Phrase(after.Seen.Phase)} since {Clock(incident.Since)}. {Sentence(x.Reason)} A doctor has been called and has until {Clock(x.Deadline)}.",
                after.Seen.Evidence),
            HumanCalled x => News(
                $"human-{x.Times}", Severity.Critical, x.Times == 1 ? $"Gateway {gateway} needs you" : $"Gateway {gateway} still needs you (reminder {x.Times - 1})",
                $"It is {Telling.Phrase(after.Seen.Phase)} since {Clock(incident.Since)}. {Sentence(x.Reason)}", [.. after.Seen.Evidence, .. incident.History.TakeLast(LatestLines)], x.YourTurn),
            Resolved x => News(
                "resolved", Severity.Resolved, $"Gateway {gateway} is {(x.Outcome == Outcome.StoppedByOwner ? "stopped by its owner" : "healthy again")}",
                $"{Sentence(Telling.Phrase(x.Outcome))} It was {Telling.Phrase(incident.Cause)} for {Telling.Phrase(x.HealthySince - incident.Since)}, from {Clock(incident.Since)} to {Clock(x.HealthySince)}.",
                [x.Proof, .. incident.History.TakeLast(LatestLines)]),
            _ => null,
        };
    }

    /// <summary>News about the healer itself.</summary>
    public static Announcement TierLost(Gateways.TierLost lost) => new(
        $"tier-lost/{lost.Gateway}/{lost.Tier}/{lost.At.UtcTicks}", lost.Gateway, null, Severity.Critical,
        $"The healer of gateway {lost.Gateway} has lost its {lost.Tier.ToString().ToLowerInvariant()}",
        $"{Sentence(lost.Why)} The other tiers go on, this one does not.", [], "restart openclaw-actors and send its log to its authors", lost.At);

    /// <summary>The book of incidents is lost: what happens from now on is not remembered across a restart of the healer.</summary>
    public static Announcement BookLost(Gateways.GatewayId gateway, string why, DateTimeOffset now) => new(
        $"book-lost/{gateway}/{now.UtcTicks}", gateway, null, Severity.Warning, "The healer cannot keep its book",
        $"{Sentence(why)} Healing goes on, what happens is kept in memory only.", [], "look at the disk of the healer's state folder (df -h, ls -ld)", now);

    private static string Clock(DateTimeOffset? at) => $"{at:yyyy-MM-dd HH:mm:ss} UTC";

    private static string Sentence(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
