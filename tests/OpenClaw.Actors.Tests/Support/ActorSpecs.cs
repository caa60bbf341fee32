using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>One actor system on one virtual clock. Time moves only by <c>Step</c>; at the end no mail may be lost.</summary>
public abstract class ActorSpecs : IAsyncLifetime
{
    /// <summary>The gateway of most specs.</summary>
    protected static readonly GatewayId Main = new("main");

    private readonly Activity _activity = new();
    private readonly List<object> _lostMail = [];
    private readonly List<LogEvent> _log = [];

    /// <summary>The one clock.</summary>
    protected SteppingClock Clock { get; } = new();

    /// <summary>The actor system.</summary>
    protected ActorSystem Sys { get; private set; } = null!;

    /// <summary>Now.</summary>
    protected DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Warnings and errors written so far.</summary>
    protected IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_log) return [.. _log.Select(e => e.Message.ToString() ?? "")];
        }
    }

    /// <summary>Mail that nobody took.</summary>
    protected IReadOnlyList<object> LostMail
    {
        get
        {
            lock (_lostMail) return [.. _lostMail];
        }
    }

    /// <summary>Set by a spec that loses mail on purpose.</summary>
    protected bool LosesMail { get; set; }

    /// <summary>The configuration of a system on this spec's clock and dispatcher.</summary>
    protected Config VirtualTime => QuietDispatcherConfigurator.For(_activity)
        .WithFallback(TimeProviderScheduler.UseClock(Clock))
        .WithFallback(SlimMailbox.Hocon)
        .WithFallback(ConfigurationFactory.ParseString(
            """
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.loggers = []
            akka.log-dead-letters = off
            akka.log-dead-letters-during-shutdown = off
            """));

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        Sys = await StartSystem();
        Listen();
        await Quiet();
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await Quiet();
        var lost = LostMail;
        await StopSystem();
        GC.SuppressFinalize(this);
        if (!LosesMail) lost.Select(m => m.ToString()).ShouldBeEmpty("no mail may be lost");
    }

    /// <summary>Starts the actor system.</summary>
    protected virtual Task<ActorSystem> StartSystem() => Task.FromResult(ActorSystem.Create("spec", BootstrapSetup.Create().WithConfig(VirtualTime)));

    /// <summary>Stops the actor system.</summary>
    protected virtual Task StopSystem() => Sys.Terminate();

    /// <summary>Completes when every mailbox is empty.</summary>
    protected Task Quiet() => _activity.Quiet();

    /// <summary>Moves the clock from timer to timer, letting all mailboxes run empty in between.</summary>
    protected async Task Step(TimeSpan span)
    {
        var until = Now + span;
        await Quiet();
        while (Clock.NextDue is { } due && due <= until)
        {
            Clock.Advance(due > Now ? due - Now : TimeSpan.Zero);
            await Quiet();
        }

        Clock.Advance(until - Now);
        await Quiet();
    }

    /// <summary>The host sleeps, or starves the healer: time passes, and no timer rings before its end.</summary>
    protected async Task StandStill(TimeSpan span)
    {
        await Quiet();
        Clock.StandStill(span);
        await Quiet();
    }

    /// <summary>Moves the clock by seconds.</summary>
    protected Task Step(double seconds) => Step(TimeSpan.FromSeconds(seconds));

    /// <summary>Moves the clock in small steps until the condition holds, at most <paramref name="limit"/>. Returns how long it took.</summary>
    protected async Task<TimeSpan> StepUntil(Func<bool> condition, TimeSpan limit, string what)
    {
        var from = Now;
        await Quiet();
        while (!condition())
        {
            (Now - from).ShouldBeLessThan(limit, what);
            await Step(TimeSpan.FromSeconds(1));
        }

        return Now - from;
    }

    /// <summary>Starts an actor below a parent that keeps all that its child tells it.</summary>
    protected async Task<Family> Raise(Props child)
    {
        var heard = new List<object>();
        var parent = Sys.ActorOf(Props.Create(() => new ForwardingParent(child, heard)), $"parent-{Guid.NewGuid():N}");
        await Quiet();
        return new Family(parent, heard);
    }

    private void Listen()
    {
        var (lost, log) = (_lostMail, _log);
        var ear = Sys.ActorOf(Props.Create(() => new Ear(lost, log)), "ear");
        Sys.EventStream.Subscribe(ear, typeof(AllDeadLetters));
        Sys.EventStream.Subscribe(ear, typeof(UnhandledMessage));
        Sys.EventStream.Subscribe(ear, typeof(Warning));
        Sys.EventStream.Subscribe(ear, typeof(Error));
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(List<object> lost, List<LogEvent> log)
        {
            Receive<DeadLetter>(m => Keep(lost, m));
            Receive<UnhandledMessage>(m => Keep(lost, m));
            Receive<AllDeadLetters>(_ => { });
            Receive<LogEvent>(m => Keep(log, m));
        }

        private static void Keep<T>(List<T> list, T item)
        {
            lock (list) list.Add(item);
        }
    }
}

/// <summary>An actor under test and what it told its parent.</summary>
public sealed class Family(IActorRef parent, List<object> heard)
{
    /// <summary>The parent; what it is told from outside goes to the child.</summary>
    public IActorRef Parent { get; } = parent;

    /// <summary>All that the child told, in order.</summary>
    public IReadOnlyList<object> Heard
    {
        get
        {
            lock (heard) return [.. heard];
        }
    }

    /// <summary>What the child told, of one kind.</summary>
    public IReadOnlyList<T> All<T>() => [.. Heard.OfType<T>()];

    /// <summary>The only message of its kind.</summary>
    public T Only<T>() => All<T>().ShouldHaveSingleItem();

    /// <summary>To the child.</summary>
    public void Tell(object message) => Parent.Tell(message, ActorRefs.NoSender);
}

/// <summary>To the parent: the child ends.</summary>
public sealed record EndOfChild;

/// <summary>The parent of an actor under test.</summary>
public sealed class ForwardingParent : ReceiveActor
{
    private readonly Props _props;
    private IActorRef _child = ActorRefs.Nobody;

    /// <summary>Creates the actor.</summary>
    public ForwardingParent(Props child, List<object> heard)
    {
        _props = child;
        Receive<EndOfChild>(_ => Context.Stop(_child));
        ReceiveAny(m =>
        {
            if (Sender.Equals(_child) || Sender.Path.Parent.Equals(_child.Path))
            {
                lock (heard) heard.Add(m);
            }
            else _child.Tell(m);
        });
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(100, TimeSpan.FromHours(1), static _ => Directive.Restart);

    /// <inheritdoc/>
    protected override void PreStart() => _child = Context.ActorOf(_props, "child");
}
