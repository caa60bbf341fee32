using Microsoft.Extensions.DependencyInjection;
using OpenClaw.Actors.Probing;
using OpenClaw.Host.Probes;

namespace OpenClaw.Host.Tests.Probes;

/// <summary>The probe as the daemon makes it.</summary>
internal static class ProbeBench
{
    public static async Task<HttpAnswer> Look(Uri url, double seconds = 5, CancellationToken cancel = default)
    {
        await using var services = new ServiceCollection().AddHealthProbe().BuildServiceProvider();
        var probe = new HttpHealthProbe(services.GetRequiredService<IHttpClientFactory>(), url, TimeSpan.FromSeconds(seconds), TimeProvider.System);
        return await probe.Look(cancel);
    }
}
