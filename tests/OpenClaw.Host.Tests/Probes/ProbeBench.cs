using Microsoft.Extensions.DependencyInjection;
using OpenClaw.Actors.Probing;
using OpenClaw.Host.Probes;

namespace OpenClaw.Host.Tests.Probes;

/// <summary>The probe as the daemon makes it.</summary>
internal static class ProbeBench
{
    public static async Task<HttpAnswer> Look(Uri url, double seconds = 5, TimeProvider? time = null, CancellationToken cancel = default)
    {
        await using var services = new ServiceCollection().AddHealthProbe().BuildServiceProvider();
        var probe = new HttpHealthProbe(services.GetRequiredService<IHttpClientFactory>(), url, TimeSpan.FromSeconds(seconds), time ?? TimeProvider.System);
        return await probe.Look(cancel);
    }
}

/// <summary>Real time, but every timer rings with forty seconds' delay on the clock, as after a host's sleep.</summary>
internal sealed class HeldUpTime : TimeProvider
{
    private long _heldUp;

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _heldUp);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(
        s =>
        {
            Interlocked.Exchange(ref _heldUp, 40 * TimestampFrequency);
            callback(s);
        },
        state, dueTime, period);
}
