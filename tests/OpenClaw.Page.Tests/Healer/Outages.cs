using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Page.Tests.Healer;

/// <summary>Outages for stories: made up, whole, numbered.</summary>
internal static class Outages
{
    /// <summary>What a doctor has changed in them.</summary>
    public const string Diff = "--- openclaw.json\n+++ openclaw.json\n@@ -2,4 +2,4 @@\n   \"gateway\": {\n-    \"port\": \"eighteen\",\n+    \"port\": 18789,\n     \"a_key_with_a_long_name_that_no_telephone_has_room_for\": \"and a value that is as long as the name of its key is\"\n";

    /// <summary>One that has climbed to a doctor, or to its owner, and is open.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="start">When it was noticed.</param>
    public static IncidentEvent[] Climbing(GatewayId gateway, DateTimeOffset start)
    {
        var id = IncidentId.For(gateway, start);
        return Numbered(
            new Opened(id, start, start.AddSeconds(-4), GatewayPhase.Down, ["no process"], Tier.Watchdog, 0, new ProcessIdentity(42, 123456789)) { Witnesses = ["systemd: failed, exit code 1", "port 18789: nobody listens"] },
            new RepairOrdered(id, start.AddSeconds(1), Tier.Watchdog, 1, RestartKind.Start, start.AddMinutes(7), "it is down"),
            new RepairClosed(id, start.AddSeconds(6), 1, RepairResult.Done, "systemd has started it", start.AddSeconds(16)),
            new Escalated(id, start.AddSeconds(30), Tier.Prober, "it lives and does not answer", null),
            new RepairOrdered(id, start.AddSeconds(31), Tier.Prober, 2, RestartKind.Forced, start.AddMinutes(7), "it does not answer"),
            new RepairClosed(id, start.AddSeconds(40), 2, RepairResult.Done, "systemd has restarted it", start.AddSeconds(50)),
            new Escalated(id, start.AddSeconds(70), Tier.Doctor, "restarts did not help", start.AddMinutes(30)),
            new RepairOrdered(id, start.AddSeconds(71), Tier.Doctor, 3, null, start.AddMinutes(30), "restarts did not help"),
            new RepairClosed(id, start.AddSeconds(160), 3, RepairResult.NeedsOwner, "it proposes a change", start.AddSeconds(170))
            {
                By = "claude-code",
                Proposal = new Proposal("claude-code", "Set gateway.port back to 18789, with which it has served until yesterday.", Diff, "0a1b2c3d"),
            },
            new Escalated(id, start.AddSeconds(171), Tier.Human, "what would help waits for its owner", null),
            new HumanCalled(id, start.AddSeconds(171), "what would help waits for its owner", $"Read the proposal, then: openclaw-actors approve {id}", 1, GatewayPhase.Down) { Witnesses = ["systemd: failed, exit code 1"] });
    }

    /// <summary>One that a doctor has ended with a change.</summary>
    public static IncidentEvent[] Treated(GatewayId gateway, DateTimeOffset start)
    {
        var id = IncidentId.For(gateway, start);
        return Numbered(
            new Opened(id, start, start.AddSeconds(-4), GatewayPhase.ConfigBlocked, ["exit code 78"], Tier.Watchdog, 0, null) { Witnesses = ["systemd: failed, exit code 78"] },
            new Escalated(id, start.AddSeconds(1), Tier.Doctor, "starting it again cannot help", start.AddMinutes(30)),
            new RepairOrdered(id, start.AddSeconds(2), Tier.Doctor, 1, null, start.AddMinutes(30), "it refuses its configuration"),
            new RepairClosed(id, start.AddSeconds(90), 1, RepairResult.Done, "the port is a number again", start.AddSeconds(91)) { By = "claude-code", Diff = Diff },
            new RepairOrdered(id, start.AddSeconds(91), Tier.Doctor, 2, RestartKind.Graceful, start.AddMinutes(30), "to prove it"),
            new RepairClosed(id, start.AddSeconds(95), 2, RepairResult.Done, "systemd has restarted it", start.AddSeconds(105)),
            new Resolved(id, start.AddSeconds(140), start.AddSeconds(110), Outcome.HealedByDoctor, "live for 30 s"));
    }

    /// <summary>One that is over, in a line.</summary>
    public static IncidentEvent[] Ended(GatewayId gateway, DateTimeOffset start, GatewayPhase cause, Outcome outcome, TimeSpan lasted)
    {
        var id = IncidentId.For(gateway, start);
        var tier = outcome switch
        {
            Outcome.HealedByProber => Tier.Prober,
            Outcome.HealedByDoctor => Tier.Doctor,
            Outcome.HealedAfterHumanCall => Tier.Human,
            _ => Tier.Watchdog,
        };
        return Numbered(
        [
            new Opened(id, start, start, cause, ["gone"], Tier.Watchdog, 0, null),
            .. tier == Tier.Watchdog ? Array.Empty<IncidentEvent>() : [new Escalated(id, start.AddSeconds(1), tier, "nothing helped", null)],
            .. outcome == Outcome.HealedByWatchdog ? [new RepairOrdered(id, start.AddSeconds(1), tier, 1, RestartKind.Start, start.AddMinutes(7), "it is down")] : Array.Empty<IncidentEvent>(),
            .. tier == Tier.Human ? [new HumanCalled(id, start.AddSeconds(2), "nothing helped", "look at it", 1, cause)] : Array.Empty<IncidentEvent>(),
            new Resolved(id, start + lasted + TimeSpan.FromSeconds(30), start + lasted, outcome, "live for 30 s"),
        ]);
    }

    /// <summary>A past of so many outages, one every 11 hours, the newest 6 hours ago.</summary>
    public static IEnumerable<IncidentEvent[]> Past(GatewayId gateway, DateTimeOffset now, int count) => Enumerable.Range(0, count).Select(i =>
    {
        var (cause, outcome, seconds) = Kinds[i * 7 % Kinds.Length];
        return Ended(gateway, now.AddHours(-6 - 11 * i), cause, outcome, TimeSpan.FromSeconds(seconds * (1 + i % 4 / 3.0)));
    });

    /// <summary>What is told of one.</summary>
    public static Announcement News(IncidentId incident, GatewayId gateway, DateTimeOffset at, string title) =>
        new($"{incident}/opened", gateway, incident, Severity.Warning, title, "a body", ["a line"], null, at);

    private static (GatewayPhase, Outcome, double)[] Kinds { get; } =
    [
        (GatewayPhase.Down, Outcome.HealedByWatchdog, 9),
        (GatewayPhase.Wedged, Outcome.HealedByProber, 64),
        (GatewayPhase.ConfigBlocked, Outcome.HealedByDoctor, 230),
        (GatewayPhase.PortTaken, Outcome.HealedAfterHumanCall, 4400),
        (GatewayPhase.Down, Outcome.RecoveredByItself, 14),
    ];

    private static IncidentEvent[] Numbered(params IncidentEvent[] events) => [.. events.Select(static (e, i) => e with { Number = i + 1 })];
}
