using OpenClaw.Actors.Incidents;
using OpenClaw.Simulation.Tests.Worlds;
using Shouldly;

namespace OpenClaw.Simulation.Tests;

/// <summary>What ten thousand worlds must have gone through to prove anything. The least is far below what was seen, so that chance alone never breaks it.</summary>
internal static class MustOccur
{
    private const int Least = 20;
    private const int Often = 500;

    private static readonly string[] Seldom =
    [
        .. new[] { Outcome.RecoveredByItself, Outcome.HealedByWatchdog, Outcome.HealedByProber, Outcome.HealedByDoctor, Outcome.HealedAfterHumanCall, Outcome.StoppedByOwner }.Select(static o => $"outcome {o}"),
        .. Enum.GetValues<GatewayPhase>().Where(static p => p is not (GatewayPhase.Draining or GatewayPhase.LiveNotReady or GatewayPhase.Stalled)).Select(static p => $"phase {p}"),
        .. Enum.GetValues<Treatment>().Select(static t => $"doctor {t}"),
        .. new[] { "Fails", "Lies", "Hangs", "IsSlow", "WorksAndFails", "StopsOnly" }.Select(static f => $"restart {f}"),
        .. new[] { "SaysLater", "Hangs", "ArrivesAndHangs", "ArrivesAndFails", "IsSlow" }.Select(static f => $"channel {f}"),
        "discharge Healed", "discharge NotHealed", "discharge CalledOff", "young boot ended by force", "restart Start", "restart Graceful", "restart Forced", "event StoodDown", "event Acknowledged",
    ];

    private static readonly string[] Common =
    [
        .. Enum.GetValues<Event>().Select(static e => $"happened {e}"),
        "daemon killed", "disk hangs", "disk full", "disk slow", "written and not heard of", "look hangs", "look fails", "look slow", "news arrived twice", "try with an unknown end",
        "alert arrived", "memory compared with the book", "ordered treatment",
    ];

    /// <summary>Complains about what did not occur.</summary>
    public static void In(Tally tally)
    {
        Seldom.Where(what => tally[what] < Least).ShouldBeEmpty($"fewer than {Least} times");
        Common.Where(what => tally[what] < Often).ShouldBeEmpty($"fewer than {Often} times");
    }
}
