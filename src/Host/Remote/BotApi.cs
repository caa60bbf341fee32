using System.Globalization;
using System.Net;
using System.Text.Json;

namespace OpenClaw.Host.Remote;

/// <summary>One call to the HTTP API of a bot. What goes wrong is a few words of ours: the client's own texts name the address, and with it the token.</summary>
/// <param name="clients">Makes the client named <see cref="RemoteRegistration.ClientName"/>.</param>
/// <param name="service">The service, for people.</param>
/// <param name="largestAnswer">The most bytes of an answer that are read.</param>
/// <param name="time">The clock of the deadlines.</param>
internal sealed class BotApi(IHttpClientFactory clients, string service, int largestAnswer, TimeProvider time)
{
    /// <summary>Calls.</summary>
    /// <param name="make">Makes the request.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <returns>The status and the body where it is JSON; or what went wrong.</returns>
    /// <exception cref="OperationCanceledException">Nobody waited any more.</exception>
    public async Task<(HttpStatusCode? Status, JsonDocument? Body, string? Failure)> Call(Func<HttpRequestMessage> make, TimeSpan limit, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            using var client = clients.CreateClient(RemoteRegistration.ClientName);
            using var request = make();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.Content.LoadIntoBufferAsync(largestAnswer, either.Token);
            return (response.StatusCode, Parsed(await response.Content.ReadAsByteArrayAsync(either.Token)), null);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (OperationCanceledException)
        {
            return (null, null, string.Create(CultureInfo.InvariantCulture, $"{service} did not answer within {limit.TotalSeconds:0} s"));
        }
        catch (HttpRequestException fault)
        {
            return (null, null, $"{service} could not be reached ({fault.HttpRequestError})");
        }
        catch (IOException)
        {
            return (null, null, $"the connection to {service} broke");
        }
    }

    private static JsonDocument? Parsed(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // Something in between answered with a page.
            return null;
        }
    }
}
