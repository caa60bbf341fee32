using OpenClaw.Host.Probes;

namespace OpenClaw.Bench.Scaling;

/// <summary>The same requests as the probe makes in a look, as often, over the same kind of client, and nobody who thinks about the answers.</summary>
internal static class BareAsking
{
    private static readonly string[] Besides = ["/startupz", "/readyz", "/"];

    /// <summary>Asks until it is ended.</summary>
    public static Task Start(IHttpClientFactory clients, ScaleRequest request, Tally tally, Random chance, CancellationToken over) => Task.WhenAll(
        Enumerable.Range(0, request.Gateways).Select(_ => (First: request.Pause * chance.NextDouble(), Pause: request.Pause * (0.9 + chance.NextDouble() / 5))).ToArray()
            .Select(gateway => Loop(clients, request.Url, gateway.First, gateway.Pause, tally, over)));

    private static async Task Loop(IHttpClientFactory clients, Uri url, TimeSpan first, TimeSpan pause, Tally tally, CancellationToken over)
    {
        try
        {
            for (var wait = first; ; wait = pause)
            {
                await Task.Delay(wait, over);
                using var client = clients.CreateClient(HttpHealthProbe.ClientName);
                tally.Ended(await IsWell(client, url, over), isStuck: false);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // How it ends.
        }
    }

    private static async Task<bool> IsWell(HttpClient client, Uri url, CancellationToken over)
    {
        if (!await Ask(client, new Uri(url, "/healthz"), over)) return false;
        return (await Task.WhenAll(Besides.Select(path => Ask(client, new Uri(url, path), over)))).All(static well => well);
    }

    private static async Task<bool> Ask(HttpClient client, Uri url, CancellationToken over)
    {
        try
        {
            using var answer = await client.GetAsync(url, over);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
