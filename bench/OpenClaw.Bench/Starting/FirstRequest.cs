using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OpenClaw.StandIns;

namespace OpenClaw.Bench.Starting;

/// <summary>A gateway's endpoints in this process, which note when the first request for one of them came in.</summary>
internal sealed class FirstRequest : IAsyncDisposable
{
    private readonly GatewayEndpoints _gateway;
    private TaskCompletionSource<long> _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FirstRequest(GatewayEndpoints gateway)
    {
        _gateway = gateway;
        (gateway.Healthz, gateway.Startupz, gateway.Readyz) = (Noting(gateway.Healthz), Noting(gateway.Startupz), Noting(gateway.Readyz));
    }

    /// <summary>Listens on this port, and has answered once: what this process has to load for it is loaded.</summary>
    public static async Task<FirstRequest> Listen(int port, CancellationToken cancel)
    {
        var first = new FirstRequest(await GatewayEndpoints.Start(port: port));
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri(first._gateway.Url, "healthz"), cancel);
        return first;
    }

    /// <summary>From now on the next request is the first.</summary>
    public void Forget() => Interlocked.Exchange(ref _came, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>When the first request came in, by <see cref="Stopwatch"/>, the machine's monotonic clock.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public Task<long> Came(TimeSpan within, CancellationToken cancel) => _came.Task.WaitAsync(within, cancel);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private RequestDelegate Noting(RequestDelegate answer) => context =>
    {
        Volatile.Read(ref _came).TrySetResult(Stopwatch.GetTimestamp());
        return answer(context);
    };
}
