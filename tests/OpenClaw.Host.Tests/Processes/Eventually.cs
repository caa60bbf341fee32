namespace OpenClaw.Host.Tests.Processes;

/// <summary>Waits for a condition by looking at it, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Limit; await Task.Delay(Pause))
        {
            if (await condition())
                return;
        }

        throw new TimeoutException($"not within {Limit.TotalSeconds} s: {what}");
    }

    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);
}
