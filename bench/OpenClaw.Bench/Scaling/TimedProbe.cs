using System.Diagnostics;
using OpenClaw.Actors.Probing;

namespace OpenClaw.Bench.Scaling;

/// <summary>The real probe, with a clock beside it: how much later than its pause does the next look begin?</summary>
/// <param name="probe">The real one.</param>
/// <param name="pause">What the prober waits between two looks.</param>
/// <param name="first">How long the first look waits, so that gateways are not looked at in step.</param>
/// <param name="isStuck">Its gateway never answers.</param>
/// <param name="tally">Counts.</param>
internal sealed class TimedProbe(IHealthProbe probe, TimeSpan pause, TimeSpan first, bool isStuck, Tally tally) : IHealthProbe
{
    private long _ended;

    /// <inheritdoc/>
    public async Task<HttpAnswer> Look(CancellationToken cancel)
    {
        if (_ended == 0) await Task.Delay(first, cancel);
        else if (!isStuck) tally.Began(Stopwatch.GetElapsedTime(_ended) - pause);
        var answer = await probe.Look(cancel);
        tally.Ended(answer is { Liveness: Liveness.Live, Startup: StartupState.Started, Readiness: Readiness.Ready }, isStuck);
        _ended = Stopwatch.GetTimestamp();
        return answer;
    }
}
