using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Diagnostics;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;

namespace OpenClaw.Actors.Hosting;

/// <summary>The one wiring path, used by the daemon, the demo and the specs.</summary>
public static class OpenClawHosting
{
    /// <summary>Starts the healer in an actor system.</summary>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="parts">What the healer works with.</param>
    /// <param name="onRootLost">Called when the healer itself is lost: the host ends the process with <see cref="RootLostExitCode"/>.</param>
    public static AkkaConfigurationBuilder WithOpenClaw(this AkkaConfigurationBuilder builder, HealerParts parts, Action onRootLost) =>
        builder.WithActors((system, registry) =>
        {
            registry.Register<LostMailActor>(system.ActorOf(Props.Create(() => new LostMailActor()), "lost-mail"));
            var healer = parts with { Desks = parts.Notifiers.ToDictionary(static n => n.Name, n => Desk(system, n, parts.Gateways.Count > 1)) };
            var root = system.ActorOf(parts.Cast(TreePart.Root, Props.Create(() => new GatewaysActor(healer))), "gateways");
            registry.Register<GatewaysActor>(root);
            system.ActorOf(Props.Create(() => new RootWatchActor(root, onRootLost)), "root-watch");
            if (parts.Gateways.Count == 0) return;
            var (first, patience) = (parts.Gateways[0].Id, parts.ChannelPatience);
            system.ActorOf(TierSupervision.Aside(Props.Create(() => new ChannelWatchActor(root, first, patience))), "channel-watch");
        });

    private static IActorRef Desk(ActorSystem system, INotifier notifier, bool isShared) =>
        system.ActorOf(TierSupervision.Aside(Props.Create(() => new ChannelDeskActor(notifier, isShared))), $"desk-{notifier.Name}");

    /// <summary>EX_SOFTWARE: the healer itself failed; its service manager should start a new one.</summary>
    public const int RootLostExitCode = 70;
}
