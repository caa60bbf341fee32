using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Supervision;

namespace OpenClaw.Host.Heartbeat;

/// <summary>
/// An actor without which the daemon is not alive. A timer that rings proves nothing but timers: an actor may be stuck in a receive (a lock, a loop, a port that blocks where it should have
/// given a task), or be gone for good, while everything else ticks on. So each is asked, and answers from its own mailbox: Akka's <c>Identify</c> is taken in turn like any other message.
/// What waits for the world outside has a deadline of its own and needs no question. The asker runs on the dispatcher of those it asks, on purpose: with no thread left it falls silent too.
/// </summary>
/// <param name="Path">Where it is.</param>
/// <param name="What">What it is, for people.</param>
/// <param name="MayRest">It may be between two lives, or given up, which is announced by itself; but one that is there must answer.</param>
internal sealed record TreePlace(string Path, string What, bool MayRest = false)
{
    /// <summary>All places of a healer: the root, and of each gateway its supervisor, brain, voice, sensors and channels.</summary>
    public static IReadOnlyList<TreePlace> Of(HealerParts healer) =>
    [
        new TreePlace("/user/gateways", "the root of the healer"),
        .. healer.Gateways.SelectMany(gateway => OfGateway($"/user/gateways/{gateway.Id}", $"of gateway {gateway.Id}", healer)),
    ];

    private static IEnumerable<TreePlace> OfGateway(string path, string of, HealerParts healer) =>
    [
        new TreePlace(path, $"the healer {of}"),
        new TreePlace($"{path}/incident/{TierSupervision.ChildName}", $"the brain {of}"),
        new TreePlace($"{path}/notifier", $"the voice {of}"),
        new TreePlace($"{path}/watchdog/{TierSupervision.ChildName}", $"the watchdog {of}", MayRest: true),
        new TreePlace($"{path}/prober/{TierSupervision.ChildName}", $"the prober {of}", MayRest: true),
        .. healer.Notifiers.Select(n => new TreePlace($"{path}/notifier/{n.Name}/{TierSupervision.ChildName}", $"the channel {n.Name} {of}", MayRest: true)),
    ];
}
