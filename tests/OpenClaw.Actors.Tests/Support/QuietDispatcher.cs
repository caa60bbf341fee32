using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>Counts the mailboxes of one actor system that are scheduled or running. Zero means: every mailbox is empty.</summary>
public sealed class Activity
{
    private static readonly ConcurrentDictionary<string, Activity> All = new(StringComparer.Ordinal);
    private int _running;

    /// <summary>Registers itself; the name selects it in the dispatcher's configuration.</summary>
    public Activity() => All[Name] = this;

    /// <summary>The name in the configuration.</summary>
    public string Name { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The activity of that name.</summary>
    public static Activity Named(string name) => All[name];

    /// <summary>Runs a mailbox on the thread pool and counts it until it has ended.</summary>
    public void Run(IRunnable mailbox)
    {
        Interlocked.Increment(ref _running);
        ThreadPool.UnsafeQueueUserWorkItem(
            static work =>
            {
                try
                {
                    work.Mailbox.Run();
                }
                finally
                {
                    Interlocked.Decrement(ref work.Owner._running);
                }
            },
            (Mailbox: mailbox, Owner: this),
            preferLocal: false);
    }

    /// <summary>Completes when all mailboxes are empty. Ports of specs complete their tasks inline, so nothing is under way outside of mailboxes.</summary>
    public async Task Quiet()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref _running) != 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(20)) throw new TimeoutException("the actors did not come to rest within 20 s");
            await Task.Yield();
        }
    }
}

/// <summary>An ordinary thread-pool dispatcher whose mailboxes are counted by an <see cref="Activity"/>.</summary>
public sealed class QuietDispatcher(MessageDispatcherConfigurator configurator, Activity activity) : MessageDispatcher(configurator)
{
    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => activity.Run(run);

    /// <inheritdoc/>
    protected override void Shutdown()
    {
    }
}

/// <summary>Created by Akka from the configuration.</summary>
public sealed class QuietDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly QuietDispatcher _dispatcher;

    /// <summary>Called by Akka.</summary>
    public QuietDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new QuietDispatcher(this, Activity.Named(config.GetString("activity")));

    /// <summary>The configuration that puts every actor of a system on it.</summary>
    public static Config For(Activity activity)
    {
        var type = $"{typeof(QuietDispatcherConfigurator).FullName}, {typeof(QuietDispatcherConfigurator).Assembly.GetName().Name}";
        var body = $$"""{ type = "{{type}}", activity = "{{activity.Name}}", throughput = 30 }""";
        return ConfigurationFactory.ParseString($"akka.actor.default-dispatcher = {body}\nakka.actor.internal-dispatcher = {body}");
    }

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => _dispatcher;
}
