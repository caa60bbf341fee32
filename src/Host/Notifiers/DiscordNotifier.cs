using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers;

/// <summary>A Discord channel behind a webhook. The webhook's address is the secret: whoever has it can write, so it is in no text that leaves this class.</summary>
public sealed class DiscordNotifier : INotifier
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "discord";

    private const int LargestAnswer = 65_536;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly IHttpClientFactory _clients;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly SecretText _address;

    /// <summary>Creates the channel.</summary>
    /// <param name="clients">Makes the client named <see cref="ClientName"/>; see <see cref="NotifierRegistration"/>.</param>
    /// <param name="webhook">The webhook's address (DISCORD_WEBHOOK_URL).</param>
    /// <param name="floor">The least severe news it wants.</param>
    /// <param name="timeout">Of one delivery.</param>
    /// <param name="time">The clock of the timeout.</param>
    public DiscordNotifier(IHttpClientFactory clients, SecretText webhook, Severity floor, TimeSpan timeout, TimeProvider time)
    {
        (_clients, Floor, _timeout, _time) = (clients, floor, timeout, time);
        // Without wait=true Discord says 204 before it knows whether it can show the message.
        var address = new UriBuilder(webhook.Reveal());
        address.Query = address.Query.Length > 1 ? address.Query[1..] + "&wait=true" : "wait=true";
        _address = new SecretText(address.Uri.AbsoluteUri);
    }

    /// <inheritdoc/>
    public string Name => "discord";

    /// <inheritdoc/>
    public Severity Floor { get; }

    /// <inheritdoc/>
    public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            using var client = _clients.CreateClient(ClientName);
            using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(DiscordLayout.Of(announcement), DiscordJson.Default.DiscordMessage));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, _address.Reveal()) { Content = content };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await Judge(response, either.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new Delivery.TryLater(null, string.Create(CultureInfo.InvariantCulture, $"Discord did not answer within {_timeout.TotalSeconds:0.#} s")) { MayHaveArrived = true };
        }
        catch (HttpRequestException fault)
        {
            // Only the kind: the exception's text names the address.
            return new Delivery.TryLater(null, $"Discord could not be reached ({fault.HttpRequestError})") { MayHaveArrived = !NeverSent(fault) };
        }
        catch (IOException)
        {
            return new Delivery.TryLater(null, "The connection to Discord broke") { MayHaveArrived = true };
        }
    }

    private static bool NeverSent(HttpRequestException fault) => fault.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private async Task<Delivery> Judge(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => new Delivery.Delivered(),
            HttpStatusCode.TooManyRequests => new Delivery.TryLater(await RetryAfter(response, cancel), "Discord asks us to slow down (429)"),
            HttpStatusCode.RequestTimeout => new Delivery.TryLater(null, "Discord answered 408"),
            _ when status >= 500 => new Delivery.TryLater(null, $"Discord answered {status}") { MayHaveArrived = true },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Delivery.Refused($"Discord refuses the webhook ({status}). Set DISCORD_WEBHOOK_URL to a valid one"),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new Delivery.Refused($"The Discord webhook does not exist any more ({status}). Make a new one and set DISCORD_WEBHOOK_URL"),
            _ => new Delivery.Refused($"Discord refuses the message ({status})"),
        };
    }

    private async Task<TimeSpan?> RetryAfter(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Headers.TryGetValues("Retry-After", out var values))
        {
            var text = values.First();
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
                return Bounded(seconds);
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
                return Bounded((until - _time.GetUtcNow()).TotalSeconds);
        }
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestAnswer, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            return JsonSerializer.Deserialize(body, DiscordJson.Default.DiscordRateLimit)?.RetryAfter is { } seconds ? Bounded(seconds) : null;
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException)
        {
            // Something in between answered with a page: it did not say how long.
            return null;
        }
    }

    private static TimeSpan? Bounded(double seconds) =>
        seconds is not >= 0 ? null : seconds >= LongestWait.TotalSeconds ? LongestWait : TimeSpan.FromSeconds(seconds);
}
