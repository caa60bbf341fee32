using System.Diagnostics;

namespace OpenClaw.EndToEnd.Tests.Waiting;

/// <summary>Waits for something in the real world by looking again and again, never by guessing how long it takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks until the look returns something, and returns that.</summary>
    /// <exception cref="TimeoutException">Nothing was seen in time; the message says what was waited for and what the last look threw.</exception>
    public static async Task<T> Sees<T>(string what, TimeSpan within, Func<Task<T?>> look)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        Exception? last = null;
        do
        {
            try
            {
                if (await look() is { } seen)
                    return seen;
                last = null;
            }
            catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
            {
                last = error;
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
        while (clock.Elapsed < within);

        throw new TimeoutException($"Waited {within.TotalSeconds:0} s for: {what}.{(last is null ? "" : $" The last look failed: {last.Message}")}", last);
    }

    /// <summary>Looks until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task Holds(string what, TimeSpan within, Func<bool> condition) =>
        Sees(what, within, () => Task.FromResult(condition() ? "yes" : null));

    /// <summary>Watches a condition that must not break for as long as it is watched.</summary>
    public static async Task KeepsHolding(string what, TimeSpan during, Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            condition().ShouldBeTrue($"{what} (broke after {clock.Elapsed.TotalSeconds:0.0} s)");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
        while (clock.Elapsed < during);
    }
}
