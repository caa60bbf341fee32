using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Metrics;

/// <summary>Sees what the collector answers, as the SDK tells nobody: one line when deliveries begin to fail, and one when they work again.</summary>
/// <param name="log">Where it tells.</param>
internal sealed class OtlpWitness(ILogger<OtlpWitness> log) : DelegatingHandler
{
    private bool _isFailing;

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return See(request, base.Send(request, cancellationToken));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            Fails(request, fault);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return See(request, await base.SendAsync(request, cancellationToken));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            Fails(request, fault);
            throw;
        }
    }

    private HttpResponseMessage See(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode) Fails(request, $"it answered {(int)response.StatusCode}");
        else if (Interlocked.Exchange(ref _isFailing, false)) log.LogInformation("Telemetry is taken again at {Collector}", request.RequestUri?.Authority);
        return response;
    }

    private void Fails(HttpRequestMessage request, Exception fault) => Fails(request, fault is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var why } ? why.ToString() : fault.GetType().Name);

    private void Fails(HttpRequestMessage request, string why)
    {
        if (Interlocked.Exchange(ref _isFailing, true)) return;
        log.LogWarning("Telemetry is not taken at {Collector}: {Why}. It is tried again each time, without another word", request.RequestUri?.Authority, UntrustedText.OneLine(why, 200));
    }
}
