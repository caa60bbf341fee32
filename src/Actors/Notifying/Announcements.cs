using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Notifying;

/// <summary>Makes news for people out of transitions of an incident. Cycles, retries and good looks are no news.</summary>
public static class Announcements
{
    private const int LatestLines = 12;
    private const int DiffLines = 40;
    private const int DiffLine = 200;

    /// <summary>The news of an event, or null when it is none.</summary>
    public static Announcement? Of(GatewayState before, GatewayState after, IncidentEvent e)
    {
        var incident = after.Open ?? before.Open;
        if (incident is null) return null;
        var gateway = after.Gateway;
        Announcement News(string part, Severity severity, string title, string body, IReadOnlyList<string> evidence, string? yourTurn = null) =>
            new($"{e.Incident}/{part}", gateway, e.Incident, severity, title, body, evidence, yourTurn, e.At) { Signature = $"{gateway}/{incident.Cause}" };

        return e switch
        {
            Opened x => News("opened", Severity.Warning, $"Gateway {gateway} is {Telling.Phrase(x.Phase)}", $"Since {Clock(x.Since)}. Healing has begun; nothing is needed of you now.", x.Evidence) with { IsBeginning = true },
            Escalated { To: Gateways.Tier.Doctor } x => News(
                "doctor", Severity.Warning, $"Gateway {gateway} needs the doctor",
                $"It is {Telling.Phrase(after.Seen.Phase)} since {Clock(incident.Since)}. {Sentence(x.Reason)} A doctor has been called and has until {Clock(x.Deadline)}.",
                [.. after.Seen.Evidence, .. incident.History.TakeLast(LatestLines)]) with
            { Rings = false },
            HumanCalled x => News(
                $"human-{x.Times}", Severity.Critical, x.Times == 1 ? $"Gateway {gateway} needs you" : $"Gateway {gateway} still needs you (reminder {x.Times - 1})",
                $"It is {Telling.Phrase(after.Seen.Phase)} since {Clock(incident.Since)}. {Sentence(x.Reason)}", [.. Proposed(incident), .. TakenBack(before, after), .. after.Seen.Evidence, .. incident.History.TakeLast(LatestLines)], x.YourTurn),
            Resolved x => News(
                "resolved", Severity.Resolved, $"Gateway {gateway} is {(x.Outcome == Outcome.StoppedByOwner ? "stopped by its owner" : "healthy again")}",
                $"{Sentence(Telling.Phrase(x.Outcome))} It was {Telling.Phrase(incident.Cause)} for {Telling.Phrase(x.HealthySince - incident.Since)}, from {Clock(incident.Since)} to {Clock(x.HealthySince)}.",
                [x.Proof, .. Lines("what the doctor has changed:", incident.Changed, $"openclaw-actors incidents {incident.Id}"), .. incident.History.TakeLast(LatestLines)]) with
            {
                // Whoever was called out for it hears that it is over; whoever only saw it pass by reads it in the same place.
                Rings = incident.LastCall is not null,
            },
            _ => null,
        };
    }

    /// <summary>News of something that holds and is no outage.</summary>
    public static Announcement Of(GatewayState state, NoticeKind kind, Notice notice, DateTimeOffset now)
    {
        var gateway = state.Gateway;
        var (severity, title, body, yourTurn) = kind switch
        {
            NoticeKind.ChannelsSuppressed => (
                Severity.Warning, $"Gateway {gateway} is live and deaf",
                $"Its own crash-loop breaker holds these channels back: {notice.Detail}. A restart would only lengthen that, so none is made; after 5 minutes without a crash it lets them go by itself.",
                "openclaw channels status; if they stay silent, start each again: openclaw gateway call channels.start --params '{\"channel\":\"ID\"}'"),
            NoticeKind.Duplicate => (
                Severity.Warning, $"Another OpenClaw gateway serves in the place of {gateway}",
                $"It is {notice.Detail}. The one that its service manager keeps cannot run beside it. Neither was touched.",
                "openclaw gateway status --deep; then stop the one that you do not want"),
            NoticeKind.Blind => (
                Severity.Warning, $"Gateway {gateway} cannot be seen",
                $"Since {Clock(notice.Since)} {notice.Detail}. Nothing is treated blind, so nothing is done until it can be seen again.",
                "look at the gateway: openclaw gateway status --deep; and at the healer's log for what its probe says"),
            NoticeKind.LongUpdate => (
                Severity.Warning, $"The update of gateway {gateway} takes long", $"Since {Clock(notice.Since)}: {notice.Detail}. The healer keeps its hands off until it ends.", "openclaw update status"),
            NoticeKind.UpdateDied => (
                Severity.Warning, $"An update of gateway {gateway} has died", $"{Sentence(notice.Detail)} The healer looks after the gateway as always, but the update needs you.", "openclaw update status; then openclaw update repair"),
            NoticeKind.KeepsCrashing => (
                Severity.Warning, $"Gateway {gateway} keeps crashing", $"It comes up again each time, but it ended badly again: {notice.Detail}. More restarts do not help.", "openclaw logs --limit 200; openclaw gateway stability --bundle latest"),
            NoticeKind.StoppedByOwner => (
                Severity.Info, $"Gateway {gateway} was stopped by its owner", "It stays stopped, and is watched again as soon as it runs.", "openclaw-actors start (or openclaw gateway start) when you want it back"),
            _ => (Severity.Info, $"The healer of gateway {gateway} is paused", $"{Sentence(notice.Detail)} It goes on looking and touches nothing.", "openclaw-actors resume when you are done"),
        };
        return new Announcement($"notice/{gateway}/{kind}/{notice.Episode}", gateway, state.Open?.Id, severity, title, body, state.Seen.Evidence, yourTurn, now);
    }

    /// <summary>The end of an incident that nobody has looked after, for those who were told of it.</summary>
    public static Announcement Forgotten(Gateways.GatewayId gateway, Resolved end) => new(
        $"{end.Incident}/resolved", gateway, end.Incident, Severity.Resolved, $"An earlier outage of gateway {gateway} is closed",
        $"{Sentence(Telling.Phrase(end.Outcome))} Another one has been opened since; that one counts.", [end.Proof], null, end.At);

    /// <summary>News about the healer itself.</summary>
    public static Announcement TierLost(Gateways.TierLost lost) => new(
        $"tier-lost/{lost.Gateway}/{lost.Tier}/{lost.At.UtcTicks}", lost.Gateway, null, Severity.Critical,
        $"The healer of gateway {lost.Gateway} has lost its {lost.Tier.ToString().ToLowerInvariant()}",
        $"{Sentence(lost.Why)} The other tiers go on, this one does not.", [], "restart openclaw-actors and send its log to its authors", lost.At);

    /// <summary>A gateway's whole healer was given up: nobody looks after that gateway any more.</summary>
    public static Announcement HealerLost(Gateways.GatewayId gateway, DateTimeOffset now) => new(
        $"healer-lost/{gateway}/{now.UtcTicks}", gateway, null, Severity.Critical, $"Gateway {gateway} has lost its healer",
        "It failed again and again and was given up. Nobody looks after this gateway any more; the other gateways are looked after as always.",
        [], "restart openclaw-actors and send its log to its authors", now);

    /// <summary>A gateway's whole healer was started anew, as its brain could not live. Told once a day: it may go on like that.</summary>
    public static Announcement HealerStartedAnew(Gateways.GatewayId gateway, DateTimeOffset now) => new(
        $"healer-anew/{gateway}/{now.UtcDateTime:yyyyMMdd}", gateway, null, Severity.Warning, $"The healer of gateway {gateway} had to start anew",
        "A part of it failed again and again. It goes on with what its book says; when this is told day after day, the gateway may not be looked after.",
        [], "send the log of openclaw-actors to its authors", now);

    /// <summary>The book of incidents is lost: what happens from now on is not remembered across a restart of the healer.</summary>
    public static Announcement BookLost(Gateways.GatewayId gateway, string why, DateTimeOffset now) => new(
        $"book-lost/{gateway}/{now.UtcTicks}", gateway, null, Severity.Warning, "The healer cannot keep its book",
        $"{Sentence(why)} Healing goes on; what happens is kept in memory and written as soon as it can be.", [], "look at the disk of the healer's state folder (df -h, ls -ld)", now);

    /// <summary>Something has happened to the book itself: it was moved aside, or belongs to a newer version.</summary>
    public static Announcement BookTrouble(Gateways.GatewayId gateway, string trouble, DateTimeOffset now) => new(
        $"book-trouble/{gateway}/{now.UtcTicks}", gateway, null, Severity.Warning, "Something is wrong with the healer's book",
        $"{Sentence(trouble)} Healing goes on.", [], "look at the healer's state folder; what was moved aside is kept there", now);

    /// <summary>A channel has failed for long: the others tell of it.</summary>
    public static Announcement ChannelFails(Gateways.GatewayId gateway, string channel, DateTimeOffset since, string why, DateTimeOffset now) => new(
        $"{Announcement.ChannelTale}{channel}/{since.UtcTicks}/fails", gateway, null, Severity.Warning, $"Nothing can be told on {channel}",
        $"Since {Clock(since)}. {Sentence(why)} What was to be told there is kept and told as soon as that is possible; here it is told as always.",
        [], $"openclaw-actors notify test {channel}", now)
    { NotOn = channel };

    /// <summary>It can be told on the channel again.</summary>
    public static Announcement ChannelBack(Gateways.GatewayId gateway, string channel, DateTimeOffset since, DateTimeOffset now) => new(
        $"{Announcement.ChannelTale}{channel}/{since.UtcTicks}/back", gateway, null, Severity.Resolved, $"{channel} tells news again", $"It could not since {Clock(since)}.", [], null, now)
    { NotOn = channel, IsMootUntold = true, Rings = false };

    /// <summary>What would change when its owner says yes: he must not have to look for it elsewhere.</summary>
    private static IEnumerable<string> Proposed(Incident incident) => Lines("what is proposed:", incident.Proposal?.Diff ?? "", $"openclaw-actors approve {incident.Id} --show");

    private static IEnumerable<string> TakenBack(GatewayState before, GatewayState after) => after.Open?.Changed is not "" || before.Open is not { Changed: { } tried } ? []
        : Lines("what the doctor had changed, and takes back:", tried, $"openclaw-actors incidents {before.Open.Id}");

    private static IEnumerable<string> Lines(string title, string diff, string all)
    {
        if (diff.Length == 0) yield break;
        yield return title;
        var lines = diff.TrimEnd('\n').Split('\n');
        foreach (var line in lines.Take(DiffLines)) yield return line.Length <= DiffLine ? line : $"{line[..DiffLine]}…";
        if (lines.Length > DiffLines) yield return $"({lines.Length - DiffLines} more lines: {all})";
    }

    private static string Clock(DateTimeOffset? at) => $"{at:yyyy-MM-dd HH:mm:ss} UTC";

    private static string Sentence(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
