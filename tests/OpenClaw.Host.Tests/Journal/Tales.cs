using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>Incidents for specs of books: made up, whole, numbered.</summary>
internal static class Tales
{
    public static IncidentId Id(GatewayId gateway, DateTimeOffset at) => IncidentId.For(gateway, at);

    /// <summary>An event of each kind, in an order in which they could have come.</summary>
    public static IncidentEvent[] EveryKind(GatewayId gateway, DateTimeOffset start)
    {
        var id = Id(gateway, start);
        return Numbered(
            new Opened(id, start, start.AddSeconds(-30), GatewayPhase.Down, ["exit code 1", "port \"free\" \u0000 \ud800 ü"], Tier.Watchdog, 2, new ProcessIdentity(42, 123456789)) { Witnesses = ["manager: failed", "port: nobody"] },
            new RepairOrdered(id, start, Tier.Watchdog, 1, RestartKind.Start, start.AddMinutes(7), "it is down"),
            new RepairClosed(id, start.AddSeconds(5), 1, RepairResult.Done, "accepted", start.AddTicks(150_000_001)),
            new Waited(id, start.AddSeconds(60), start.AddSeconds(360)),
            new Escalated(id, start.AddSeconds(360), Tier.Doctor, "restarts used", start.AddSeconds(2160)),
            new RepairOrdered(id, start.AddSeconds(361), Tier.Doctor, 2, null, start.AddSeconds(2160), "treat"),
            new RepairClosed(id, start.AddSeconds(400), 2, RepairResult.Done, "mended", start.AddSeconds(401)) { By = "claude" },
            new RepairOrdered(id, start.AddSeconds(401), Tier.Doctor, 3, RestartKind.Forced, start.AddSeconds(700), "proof", IsYoungKill: true),
            new HumanCalled(id, start.AddSeconds(2161), "nothing helped", "look at it", 1, GatewayPhase.ConfigBlocked),
            new StoodDown(id, start.AddSeconds(2170), "paused"),
            new Acknowledged(id, start.AddSeconds(2200)),
            new ProposalApproved(id, start.AddSeconds(2210), "0a1b2c3d"),
            new Resolved(id, start.AddSeconds(2300), start.AddSeconds(2290), Outcome.HealedAfterHumanCall, "live for 10 s"));
    }

    /// <summary>A whole incident: what was tried, one after the other, and how it ended.</summary>
    public static IncidentEvent[] Ended(
        GatewayId gateway, DateTimeOffset start, GatewayPhase cause, Outcome outcome, TimeSpan lasted, params string[] tried)
    {
        var id = Id(gateway, start);
        return Numbered(
        [
            new Opened(id, start, start, cause, ["gone"], Tier.Watchdog, 0, null),
            .. tried.SelectMany((remedy, i) => Try(id, start, i + 1, remedy)),
            .. outcome == Outcome.HealedAfterHumanCall ? [new Escalated(id, start, Tier.Human, "nothing helped", null), new HumanCalled(id, start, "nothing helped", "look", 1, cause)] : Array.Empty<IncidentEvent>(),
            new Resolved(id, start + lasted, start + lasted, outcome, "live"),
        ]);
    }

    /// <summary>An incident as dice make it; whether it makes sense is not the book's business.</summary>
    public static IncidentEvent[] Random(GatewayId gateway, DateTimeOffset start, Random dice)
    {
        var all = EveryKind(gateway, start);
        return Numbered([all[0], .. Enumerable.Range(0, dice.Next(40)).Select(_ => all[dice.Next(1, all.Length - 1)] with { At = start.AddTicks(dice.NextInt64(1_000_000_000)) }), .. dice.Next(3) > 0 ? [all[^1]] : Array.Empty<IncidentEvent>()]);
    }

    public static Announcement News(string key, DateTimeOffset at, GatewayId? gateway = null) =>
        new(key, gateway ?? Desk.Main, Id(gateway ?? Desk.Main, at), Severity.Warning, $"title of {key}", "a body", ["a line", "\u001b[31m"], "look", at);

    private static IncidentEvent[] Numbered(params IncidentEvent[] events) => [.. events.Select(static (e, i) => e with { Number = i + 1 })];

    private static IncidentEvent[] Try(IncidentId id, DateTimeOffset start, int attempt, string remedy) => remedy switch
    {
        "start" => [new RepairOrdered(id, start, Tier.Watchdog, attempt, RestartKind.Start, start, "down")],
        "forced restart" => [new RepairOrdered(id, start, Tier.Prober, attempt, RestartKind.Forced, start, "wedged")],
        _ => [new RepairOrdered(id, start, Tier.Doctor, attempt, null, start, "treat"), new RepairClosed(id, start, attempt, RepairResult.Done, "mended", start) { By = remedy }],
    };
}
