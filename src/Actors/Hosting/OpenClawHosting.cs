using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Diagnostics;
using OpenClaw.Actors.Gateways;

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
            var root = system.ActorOf(parts.Cast(TreePart.Root, Props.Create(() => new GatewaysActor(parts))), "gateways");
            registry.Register<GatewaysActor>(root);
            system.ActorOf(Props.Create(() => new RootWatchActor(root, onRootLost)), "root-watch");
        });

    /// <summary>EX_SOFTWARE: the healer itself failed; its service manager should start a new one.</summary>
    public const int RootLostExitCode = 70;
}
