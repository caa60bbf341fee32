using System.Globalization;
using System.Net;
using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Heartbeat;

/// <summary>
/// The pinging API of healthchecks.io and of whoever hosts its open source (healthchecks.io/docs/http_api): POST to the check's address, and below it <c>/start</c>, <c>/fail</c> and
/// <c>/log</c>, the text as body. No run id (<c>rid</c>): a success with another one than the last start's would leave the check "started" there, and a killed daemon leaves such a start behind.
/// </summary>
/// <param name="clients">Makes the client named <see cref="ClientName"/>.</param>
/// <param name="url">Where a success is told.</param>
/// <param name="mask">Takes our secrets out of what is told to strangers.</param>
/// <param name="timeout">Of one ping.</param>
/// <param name="time">Its clock.</param>
internal sealed class HealthchecksHeartbeat(IHttpClientFactory clients, SecretText url, SecretMask mask, TimeSpan timeout, TimeProvider time) : IHeartbeat
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "heartbeat";

    /// <summary>The most characters of a body: 10 kB is what a host of one's own keeps unless told otherwise (100 kB at healthchecks.io), and a character may take three bytes.</summary>
    public const int LongestText = 3000;

    // "OK", "Created", or why not.
    private const int LongestAnswer = 64;
    private const string Mend = "Look at OPENCLAW_ACTORS_HEARTBEAT_URL: it must be the check's ping URL";
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // "Please do not ping a single check more than 5 times per minute."
    private static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<Delivery> Send(Beat beat, string text, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            using var client = clients.CreateClient(ClientName);
            var body = UntrustedText.Lines(mask.Apply(Redactor.Redact(text)), LongestText);
            using var request = new HttpRequestMessage(HttpMethod.Post, Address(beat)) { Content = new StringContent(body, Encoding.UTF8, "text/plain") };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? Taken(response.StatusCode, await Beginning(response, either.Token)) : Refusal(response);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Without what was under way: its text may name the address.
            throw new OperationCanceledException(cancel);
        }
        catch (OperationCanceledException)
        {
            return Later(string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0.#} s"));
        }
        catch (HttpRequestException fault)
        {
            // Only the kind: the exception's text names the address.
            return Later($"it could not be reached ({fault.HttpRequestError})");
        }
        catch (IOException)
        {
            return Later("the connection broke");
        }
    }

    private Uri Address(Beat beat)
    {
        var address = new UriBuilder(url.Reveal());
        address.Path = address.Path.TrimEnd('/') + beat switch { Beat.Start => "/start", Beat.Failing => "/fail", Beat.Note => "/log", _ => "" };
        return address.Uri;
    }

    /// <summary>
    /// healthchecks.io answers 200 to everything that is sent to a UUID, and says in the body when it has not taken it. A page of another kind is none of this API: a ping that went
    /// there would be a switch that never falls.
    /// </summary>
    private static Delivery Taken(HttpStatusCode status, string answer) => answer switch
    {
        "OK (not found)" => Unknown((int)status),
        "OK (rate limited)" => new Delivery.TryLater(RateWindow, "it is pinged too often"),
        _ when status == HttpStatusCode.Created || answer.StartsWith("OK", StringComparison.OrdinalIgnoreCase) => new Delivery.Delivered(),
        _ => new Delivery.Refused($"what answers there is no ping URL ({(int)status} without OK). {Mend}"),
    };

    private Delivery Refusal(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => new Delivery.TryLater(RetryAfter(response) ?? RateWindow, "it is pinged too often (429)"),
        HttpStatusCode.RequestTimeout => Later("it answered 408"),
        _ when (int)response.StatusCode >= 500 => Later($"it answered {(int)response.StatusCode}"),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => Unknown((int)response.StatusCode),
        HttpStatusCode.Conflict => new Delivery.Refused("two checks have that name (409). Use the check's UUID in OPENCLAW_ACTORS_HEARTBEAT_URL"),
        _ => new Delivery.Refused($"it refuses the ping ({(int)response.StatusCode}). {Mend}"),
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch { { Delta: { } delta } => delta, { Date: { } until } => until - time.GetUtcNow(), _ => (TimeSpan?)null };
        return wait is not { } asked ? null : asked < TimeSpan.Zero ? TimeSpan.Zero : asked < LongestWait ? asked : LongestWait;
    }

    private static async Task<string> Beginning(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var bytes = new byte[LongestAnswer];
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(bytes, 0, count).Trim();
    }

    private static Delivery.Refused Unknown(int status) => new($"the check is not known there ({status}). {Mend}");

    private static Delivery.TryLater Later(string why) => new(null, why) { MayHaveArrived = true };
}
