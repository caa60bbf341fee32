using Akka.Configuration;
using Akka.Dispatch;

namespace OpenClaw.Simulation.Tests.Engine;

/// <summary>
/// All mailboxes of one daemon that have something to do. The world's own thread runs them one message at a time and lets the dice choose whose turn it is:
/// every order in which real threads might have run them is a possible one, and the same seed gives the same order.
/// </summary>
public sealed class Pump(Dice dice)
{
    private readonly List<IRunnable> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    [ThreadStatic]
    private static Pump? _current;

    /// <summary>The pump of the actor system that this thread is starting.</summary>
    public static Pump Current
    {
        get => _current ?? throw new InvalidOperationException("no world runs on this thread: something has left it");
        set => _current = value;
    }

    /// <summary>How many mailboxes have something to do.</summary>
    public int Ready => _ready.Count;

    /// <summary>Messages run so far.</summary>
    public long Turns { get; private set; }

    /// <summary>What the choices so far were: equal for equal runs.</summary>
    public ulong Trail { get; private set; } = 14695981039346656037;

    /// <summary>One mailbox takes its turn; false when none has anything to do.</summary>
    public bool Turn()
    {
        if (_ready.Count == 0) return false;
        var chosen = dice.Below(_ready.Count);
        var mailbox = _ready[chosen];
        _ready[chosen] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Turns++;
        Note((ulong)((chosen << 8) + _ready.Count));
        mailbox.Run();
        return true;
    }

    /// <summary>Something happened that is part of the trail.</summary>
    public void Note(ulong what) => Trail = (Trail ^ what) * 1099511628211;

    private void Add(IRunnable mailbox)
    {
        Apart.MustBe(_thread);
        _ready.Add(mailbox);
    }

    /// <summary>Runs nothing by itself.</summary>
    private sealed class PumpDispatcher(MessageDispatcherConfigurator configurator, Pump pump) : MessageDispatcher(configurator)
    {
        protected override void ExecuteTask(IRunnable run) => pump.Add(run);

        protected override void Shutdown()
        {
        }
    }

    /// <summary>Created by Akka from the configuration.</summary>
    public sealed class Configurator : MessageDispatcherConfigurator
    {
        private readonly PumpDispatcher _dispatcher;

        /// <summary>Called by Akka.</summary>
        public Configurator(Config config, IDispatcherPrerequisites prerequisites)
            : base(config, prerequisites) => _dispatcher = new PumpDispatcher(this, Pump.Current);

        /// <summary>The configuration that puts every actor of a system on the pump of the thread that starts it.</summary>
        public static Config Hocon
        {
            get
            {
                var type = $"{typeof(Configurator).FullName}, {typeof(Configurator).Assembly.GetName().Name}";
                var body = $$"""{ type = "{{type}}", throughput = 1 }""";
                return ConfigurationFactory.ParseString($"akka.actor.default-dispatcher = {body}\nakka.actor.internal-dispatcher = {body}");
            }
        }

        /// <inheritdoc/>
        public override MessageDispatcher Dispatcher() => _dispatcher;
    }
}
