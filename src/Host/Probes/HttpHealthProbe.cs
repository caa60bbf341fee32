using System.Buffers;
using System.Globalization;
using OpenClaw.Actors.Probing;

namespace OpenClaw.Host.Probes;

/// <summary>
/// Asks one gateway over HTTP: <c>/healthz</c> first, and when it lives <c>/startupz</c> and <c>/readyz</c>; besides them the configured
/// address itself, whose status is only told. A look ends within twice the timeout.
/// </summary>
/// <param name="clients">Makes the client named <see cref="ClientName"/>; see <see cref="HealthProbeRegistration"/>.</param>
/// <param name="url">The configured address; its path is left out of the endpoints'.</param>
/// <param name="timeout">Of one request (HEALTH_CHECK_HTTP_TIMEOUT).</param>
/// <param name="time">The clock of the timeout.</param>
public sealed class HttpHealthProbe(IHttpClientFactory clients, Uri url, TimeSpan timeout, TimeProvider time) : IHealthProbe
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "gateway-probe";

    // The answers are a few hundred bytes; a stranger's page may be anything.
    private const int LargestBody = 65_536;

    private static readonly TimeSpan ConfiguredUrlTimeout = TimeSpan.FromSeconds(2);

    // A deadline that comes later than this was held up with us: the host slept, or had no time for us, and most likely none for the gateway.
    private static readonly TimeSpan OwnLateness = TimeSpan.FromSeconds(5);

    private readonly Uri _healthz = new(url, "/healthz");
    private readonly Uri _startupz = new(url, "/startupz");
    private readonly Uri _readyz = new(url, "/readyz");

    /// <inheritdoc/>
    public async Task<HttpAnswer> Look(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var reply = await Ask(_healthz, timeout, readBody: true, cancel);
        var elapsed = time.GetElapsedTime(began);
        var took = string.Create(CultureInfo.InvariantCulture, $"after {elapsed.TotalMilliseconds:0} ms");
        return reply switch
        {
            ProbeReply.Answered { Status: 200 } live when GatewayBodies.IsLive(live.Body) => await LookInside(elapsed, took, cancel),
            ProbeReply.Answered { Status: 429 } => HttpAnswer.Of(Liveness.Unknown, elapsed, $"/healthz answered 429 {took}: we were told to come back later"),
            ProbeReply.Answered stranger => await LookAtStranger(elapsed, $"/healthz answered {stranger.Status} {took}, not as a gateway does", cancel),
            ProbeReply.NoHttp(var why) => HttpAnswer.Of(Liveness.Foreign, elapsed, $"/healthz: {why} ({took})"),
            ProbeReply.Refused => HttpAnswer.Of(Liveness.Refused, elapsed, $"/healthz: connection refused {took}"),
            ProbeReply.Silent(var why) => HttpAnswer.Of(Liveness.Silent, elapsed, $"/healthz: {why} ({took})"),
            ProbeReply.Failed(var why) => HttpAnswer.Of(Liveness.Unknown, elapsed, $"/healthz: {why} ({took})"),
            _ => throw new InvalidOperationException($"An unknown reply: {reply.GetType().Name}."),
        };
    }

    private async Task<HttpAnswer> LookInside(TimeSpan elapsed, string took, CancellationToken cancel)
    {
        var startupz = Ask(_startupz, timeout, readBody: true, cancel);
        var readyz = Ask(_readyz, timeout, readBody: true, cancel);
        var configured = ConfiguredUrlStatus(cancel);
        await Task.WhenAll(startupz, readyz, configured);

        var (startup, version, pending) = GatewayBodies.Startup(Body(await startupz));
        var (readiness, failing, suppressed) = GatewayBodies.Ready(Body(await readyz));
        var evidence = $"/healthz live {took}; /startupz {Word(await startupz, startup.ToString())}{(pending is null ? "" : $" ({pending})")}"
            + $"; /readyz {Word(await readyz, readiness.ToString())}"
            + (failing.Count == 0 ? "" : $", failing: {string.Join(", ", failing)}")
            + (suppressed.Count == 0 ? "" : $", suppressed: {string.Join(", ", suppressed)}");
        return new HttpAnswer(Liveness.Live, startup, readiness, version, failing, suppressed, await configured, elapsed, evidence);
    }

    private async Task<HttpAnswer> LookAtStranger(TimeSpan elapsed, string evidence, CancellationToken cancel) =>
        HttpAnswer.Of(Liveness.Foreign, elapsed, evidence) with { ConfiguredUrlStatus = await ConfiguredUrlStatus(cancel) };

    private async Task<int?> ConfiguredUrlStatus(CancellationToken cancel) =>
        await Ask(url, timeout < ConfiguredUrlTimeout ? timeout : ConfiguredUrlTimeout, readBody: false, cancel) is ProbeReply.Answered(var status, _) ? status : null;

    private async Task<ProbeReply> Ask(Uri address, TimeSpan limit, bool readBody, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new ProbeReply.Answered((int)response.StatusCode, readBody ? await BodyOf(response, either.Token) : null);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (time.GetElapsedTime(began) > limit + OwnLateness)
        {
            return new ProbeReply.Failed(string.Create(CultureInfo.InvariantCulture, $"we stood still ourselves: a wait of {limit.TotalSeconds:0.###} s took {time.GetElapsedTime(began).TotalSeconds:0} s"));
        }
        catch (OperationCanceledException)
        {
            return new ProbeReply.Silent(string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} s"));
        }
        catch (Exception fault)
        {
            return ProbeReply.Of(fault, Configuration.SettingsUrls.IsLoopback(address));
        }
    }

    private static async Task<byte[]?> BodyOf(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(LargestBody + 1);
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, LargestBody + 1), LargestBody + 1, throwOnEndOfStream: false, cancel);
            return read > LargestBody ? null : buffer[..read];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[]? Body(ProbeReply reply) => (reply as ProbeReply.Answered)?.Body;

    private static string Word(ProbeReply reply, string state) => reply switch
    {
        ProbeReply.Answered(var status, _) => $"{status} {state}",
        ProbeReply.Silent(var why) => why,
        _ => "did not answer",
    };
}
