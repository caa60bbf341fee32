using System.Globalization;
using System.Net;
using System.Text.Json;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Notifiers.Channels;

namespace OpenClaw.Host.Notifiers;

/// <summary>What every channel works with.</summary>
/// <param name="Clients">Makes the client named <see cref="HttpChannel.ClientName"/>; see <see cref="NotifierRegistration"/>.</param>
/// <param name="Timeout">Of one delivery.</param>
/// <param name="Time">The clock of the timeout, and of signatures.</param>
public sealed record ChannelTools(IHttpClientFactory Clients, TimeSpan Timeout, TimeProvider Time);

/// <summary>
/// A channel whose remote side speaks HTTP. What is the same for all of them is here: one request a delivery (two where the message to be edited is gone), a deadline of
/// our own, what each status means, and that neither address nor key is in any text. A channel says what it sends, and what it needs when it is refused.
/// </summary>
public abstract class HttpChannel : INotifier
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "channel";

    private const int LargestAnswer = 65_536;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly string _service;
    private readonly string _mend;

    /// <summary>Creates the channel.</summary>
    /// <param name="tools">What it works with.</param>
    /// <param name="name">Its name, also its actor's.</param>
    /// <param name="service">The remote side, for people.</param>
    /// <param name="mend">What its owner does when it is refused, one sentence.</param>
    /// <param name="floor">The least severe news it wants.</param>
    protected HttpChannel(ChannelTools tools, string name, string service, string mend, Severity floor) =>
        (Tools, Name, _service, _mend, Floor) = (tools, name, service, mend, floor);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Severity Floor { get; }

    /// <inheritdoc/>
    public virtual bool Groups => true;

    /// <summary>What it works with.</summary>
    protected ChannelTools Tools { get; }

    /// <inheritdoc/>
    public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(Tools.Timeout, Tools.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            using var client = Tools.Clients.CreateClient(ClientName);
            return await Send(client, announcement, either.Token, cancel)
                ?? await Send(client, announcement with { Earlier = null }, either.Token, cancel)
                ?? new Delivery.Refused($"{_service} refuses the message");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Without what was under way: its text may name the address.
            throw new OperationCanceledException(cancel);
        }
        catch (OperationCanceledException)
        {
            return new Delivery.TryLater(null, string.Create(CultureInfo.InvariantCulture, $"{_service} did not answer within {Tools.Timeout.TotalSeconds:0.#} s")) { MayHaveArrived = true };
        }
        catch (HttpRequestException fault)
        {
            // Only the kind: the exception's text names the address.
            return new Delivery.TryLater(null, $"{_service} could not be reached ({fault.HttpRequestError})") { MayHaveArrived = !NeverSent(fault) };
        }
        catch (IOException)
        {
            return new Delivery.TryLater(null, $"The connection to {_service} broke") { MayHaveArrived = true };
        }
    }

    /// <summary>
    /// What is sent for a piece of news: with an <see cref="Announcement.Earlier"/> that is ours, and no need to ring, an edit of that message where the API can, else a new one.
    /// </summary>
    protected abstract HttpRequestMessage Request(Announcement news);

    /// <summary>Whether the bodies of its answers are read at all.</summary>
    protected virtual bool ReadsAnswers => false;

    /// <inheritdoc cref="INotifier.Edits"/>
    public virtual bool Edits => false;

    /// <summary>What the body of an answer says; null: the status says it all.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body; of no kind when it is no JSON, or more than 64 kB, or broke off.</param>
    /// <param name="news">What was sent.</param>
    protected virtual ChannelAnswer? Read(int status, JsonElement body, Announcement news) => null;

    /// <summary>How long the remote side asks to wait, in the body of its 429, in seconds; null when it does not say so there.</summary>
    protected virtual double? WaitIn(JsonElement body) => null;

    private static bool NeverSent(HttpRequestException fault) => fault.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    // Null: the earlier message is not there to be edited or answered.
    private async Task<Delivery?> Send(HttpClient client, Announcement news, CancellationToken deadline, CancellationToken cancel)
    {
        using var request = Request(news);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline);
        var status = (int)response.StatusCode;
        var body = ReadsAnswers || response.StatusCode == HttpStatusCode.TooManyRequests ? await Body(response, deadline, cancel) : default;
        return (ReadsAnswers ? Guarded(body, read => Read(status, read, news)) : null) switch
        {
            ChannelAnswer.Taken taken => new Delivery.Delivered { Handle = taken.Handle },
            ChannelAnswer.Gone when news.Earlier is not null => null,
            ChannelAnswer.Later later => new Delivery.TryLater(RetryAfter(response, body), $"{_service} says: {later.Why}") { MayHaveArrived = later.MayHaveArrived },
            ChannelAnswer.Refused refused => new Delivery.Refused($"{_service} refuses us ({refused.Why}). {_mend}") { IsChannelDead = refused.IsChannelDead },
            _ => Judge(response, body),
        };
    }

    private Delivery Judge(HttpResponseMessage response, JsonElement body)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => new Delivery.Delivered(),
            HttpStatusCode.TooManyRequests => new Delivery.TryLater(RetryAfter(response, body), $"{_service} asks us to slow down (429)"),
            HttpStatusCode.RequestTimeout => new Delivery.TryLater(null, $"{_service} answered 408"),
            _ when status >= 500 => new Delivery.TryLater(null, $"{_service} answered {status}") { MayHaveArrived = true },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Delivery.Refused($"{_service} refuses us ({status}). {_mend}") { IsChannelDead = true },
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new Delivery.Refused($"{_service} knows no such address any more ({status}). {_mend}") { IsChannelDead = true },
            _ when status is >= 300 and < 400 => new Delivery.Refused($"{_service} has moved elsewhere ({status}). {_mend}") { IsChannelDead = true },
            _ => new Delivery.Refused($"{_service} refuses the message ({status})"),
        };
    }

    // What is odd about a body, also that it never ends, costs what it would have said and no more: the status is here already.
    private static async Task<JsonElement> Body(HttpResponseMessage response, CancellationToken deadline, CancellationToken cancel)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestAnswer, deadline);
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(deadline));
            return body.RootElement.Clone();
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException or IOException || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return default;
        }
    }

    // JSON may hold names and texts that are no text (half a pair of surrogates); they show only when they are read.
    private static T Guarded<T>(JsonElement body, Func<JsonElement, T> read)
    {
        try
        {
            return read(body);
        }
        catch (InvalidOperationException)
        {
            return read(default);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response, JsonElement body)
    {
        if (response.Headers.TryGetValues("Retry-After", out var values))
        {
            var text = values.First();
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)) return Bounded(seconds);
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)) return Bounded((until - Tools.Time.GetUtcNow()).TotalSeconds);
        }

        return Guarded(body, WaitIn) is { } wait ? Bounded(wait) : null;
    }

    private static TimeSpan? Bounded(double seconds) =>
        seconds is not >= 0 ? null : seconds >= LongestWait.TotalSeconds ? LongestWait : TimeSpan.FromSeconds(seconds);

    /// <summary>The news' key in 32 letters and digits that every API takes, the same for the same news.</summary>
    protected static string IdempotencyKey(Announcement news) => NewsMark.Of(news.Key);

    /// <summary>A number of a JSON object; null when it is no object or has none of that name.</summary>
    protected static double? Number(JsonElement body, string name) => Part(body, name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    /// <summary>A text of a JSON object; null when it is no object or has none of that name.</summary>
    protected static string? Text(JsonElement body, string name) => Part(body, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A member of a JSON object; of no kind when it is no object or has none of that name.</summary>
    protected static JsonElement Part(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value : default;
}
