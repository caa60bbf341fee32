namespace OpenClaw.Bench.Measuring;

/// <summary>One recovery from kill -9.</summary>
/// <param name="ToProcess">Seconds until the next gateway process was started: nothing of the gateway's own in it, so that a busy machine hardly shows.</param>
/// <param name="ToStarted">Seconds until that gateway said that it has started.</param>
internal sealed record Recovery(double ToProcess, double ToStarted)
{
    /// <summary>Kills the gateway, waits, and reads when the next one was started.</summary>
    /// <param name="kill">Kills it and returns when it is gone. Nothing else: the clock runs.</param>
    /// <param name="seeStart">Returns when the next one has started.</param>
    /// <param name="next">The next one's process.</param>
    public static async Task<Recovery> Measure(Func<Task> kill, Func<Task> seeStart, Func<Task<ProcessRef>> next)
    {
        var killed = BootClock.Now;
        await kill();
        await seeStart();
        var started = BootClock.Now;
        return new Recovery(BootClock.StartOf(await next()) - killed, started - killed);
    }
}
