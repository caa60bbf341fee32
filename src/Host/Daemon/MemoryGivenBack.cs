namespace OpenClaw.Host.Daemon;

/// <summary>
/// Gives memory back to the system that only the start needed, and later what an outage did. By itself the runtime would keep it: a daemon that is at rest allocates so
/// little that its heap is hardly ever looked at. Costs some 10 ms of processor time each.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="give">Does it.</param>
internal sealed class MemoryGivenBack(TimeProvider time, Action give) : BackgroundService
{
    /// <summary>After the start: by then the tree stands, and the first looks are over.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>From then on.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>With the runtime's own way to do it: a compacting collection that keeps nothing in reserve.</summary>
    public MemoryGivenBack(TimeProvider time)
        : this(time, static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true))
    {
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(First, time, stoppingToken);
        give();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) give();
    }
}
