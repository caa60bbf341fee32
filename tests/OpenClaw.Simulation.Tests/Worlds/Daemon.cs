using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Simulation.Tests.Engine;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>One life of the healer: the real actor tree in an actor system of its own. When it is killed nothing of it runs any more, in the middle of whatever it did.</summary>
public sealed class Daemon
{
    /// <summary>The gateway.</summary>
    public static readonly GatewayId Main = new("main");

    private static readonly Config Hocon = Pump.Configurator.Hocon.WithFallback(ThreadClock.Config).WithFallback(SlimMailbox.Hocon).WithFallback(ConfigurationFactory.ParseString(
        """
        akka.loglevel = ERROR
        akka.stdout-loglevel = OFF
        akka.loggers = []
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy"
        """));

    private static readonly BootstrapSetup Setup = BootstrapSetup.Create().WithConfig(Hocon);
    private readonly World _world;
    private ExtendedActorSystem _system = null!;
    private readonly List<OperatorSaid> _early = [];
    private bool _isHearing;

    /// <summary>A daemon that has not started yet.</summary>
    public Daemon(World world, int number) => (_world, Number, Pump) = (world, number, new Pump(world.Dice));

    /// <summary>Which life it is, 1 and up.</summary>
    public int Number { get; }

    /// <summary>Its mailboxes.</summary>
    public Pump Pump { get; }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>What it has told of the gateway last.</summary>
    public GatewayStatus? Status { get; set; }

    /// <summary>Whether it could read what was told before.</summary>
    public bool HasReadItsNews { get; set; }

    /// <summary>Whether it could read its book.</summary>
    public bool HasReadItsBook { get; set; }

    /// <summary>It is started, as the host does it.</summary>
    public void Start()
    {
        (Pump.Current, _world.Clock.Owner) = (Pump, this);
        _system = (ExtendedActorSystem)ActorSystem.Create("sim", Setup);
        Ear.Listen(_system, this, _world);
        var ports = new Ports(_world, this);
        var gateway = new GatewayParts(Main, ports, ports, [ports], Policy: _world.Policy) { Causes = ports, StandingPause = _world.Owner.StandingPause() };
        var parts = new HealerParts([gateway], [new ChannelPort(_world, this, _world.Channels[0]), new ChannelPort(_world, this, _world.Channels[1])], ports) { Ledgers = ports, Outbox = ports, Manners = AsShipped };
        _system.ActorOf(Props.Create(() => new GatewaysActor(parts)), "gateways");
        // The owner's file is read beside, a moment later.
        _world.Clock.In(TimeSpan.FromMilliseconds(100), TellWhatWasSaid);
    }

    // As it is shipped: the log at once, people after a moment in which it may be over.
    private static ChannelManners AsShipped(INotifier channel) => new(channel.Floor) { Hold = channel.Name == "log" ? TimeSpan.Zero : TimeSpan.FromSeconds(60) };

    private void TellWhatWasSaid()
    {
        if (!IsAlive) return;
        _isHearing = true;
        foreach (var said in (OperatorSaid[])[.. _world.Owner.SaidMeanwhile(), .. _early]) Tell(said);
    }

    /// <summary>It is killed.</summary>
    public void Kill() => IsAlive = false;

    /// <summary>Its owner tells it something.</summary>
    public void Tell(OperatorSaid said)
    {
        // What is said before the file is read the first time is in it then.
        if (!_isHearing) _early.Add(said);
        else if (IsAlive) _system.ActorSelection($"/user/gateways/{Main}").Tell(said, ActorRefs.NoSender);
    }

    /// <summary>What the brain has in its memory; null while it rests.</summary>
    public GatewayState? Memory()
    {
        var brain = _system.Provider.ResolveActorRef($"akka://sim/user/gateways/{Main}/incident/actor") as ActorRefWithCell;
        if (brain?.Underlying is not ActorCell cell) return null;
        var actor = ActorOf.GetValue(cell);
        return actor is null ? null : (GatewayState?)State.GetValue(actor);
    }

    private static readonly PropertyInfo ActorOf = typeof(ActorCell).GetProperty("Actor", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!;

    private static readonly FieldInfo State = typeof(IncidentActor).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single(static f => f.FieldType == typeof(GatewayState));
}
