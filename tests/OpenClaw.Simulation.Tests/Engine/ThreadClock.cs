using Akka.Configuration;
using OpenClaw.Actors.Hosting;

namespace OpenClaw.Simulation.Tests.Engine;

/// <summary>The clock of the world that this thread is running. One registration serves all worlds, as a scheduler's clock can only be handed over by name.</summary>
public sealed class ThreadClock : TimeProvider
{
    [ThreadStatic]
    private static VirtualClock? _current;

    private ThreadClock()
    {
    }

    /// <summary>The world's clock.</summary>
    public static VirtualClock Current
    {
        get => _current ?? throw new InvalidOperationException("no world runs on this thread: something has left it");
        set => _current = value;
    }

    /// <summary>The configuration that puts a scheduler on it.</summary>
    public static Config Config { get; } = TimeProviderScheduler.UseClock(new ThreadClock());

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Current.Elapsed;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Current.Wall;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = Current.Create(() => callback(state));
        alarm.Set(dueTime, period);
        return alarm;
    }
}
