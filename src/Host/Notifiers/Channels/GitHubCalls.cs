using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>What GitHub answered to one call, or what the delivery comes to as it did not answer well.</summary>
/// <param name="Body">The answer; null when there is none.</param>
/// <param name="Stop">What the delivery comes to; null: go on.</param>
internal readonly record struct GitHubAnswer(JsonNode? Body, Delivery? Stop);

/// <summary>The calls of one delivery (docs.github.com/rest, version 2022-11-28). Neither address nor token is in any text.</summary>
internal sealed class GitHubCalls(HttpClient client, Uri repository, SecretText token, TimeProvider time, CancellationToken cancel)
{
    private const string Mend = "Look at OPENCLAW_ACTORS_GITHUB_TOKEN (it needs to read and write issues) and openclaw.notify.github.repo";
    private const int LargestAnswer = 8 * 1024 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // "Wait for at least one minute" where no header says how long (rate limits for the REST API).
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);

    /// <summary>Whether something was written, or may have been.</summary>
    public bool Wrote { get; private set; }

    /// <summary>Reads.</summary>
    /// <param name="path">Below the repository.</param>
    /// <param name="mayLack">What is not there any more is no failure: the body is null.</param>
    public Task<GitHubAnswer> Read(string path, bool mayLack = false) => Call(HttpMethod.Get, path, null, mayLack);

    /// <summary>Writes.</summary>
    public Task<GitHubAnswer> Write(HttpMethod method, string path, JsonObject body) => Call(method, path, body, mayLack: false);

    private async Task<GitHubAnswer> Call(HttpMethod method, string path, JsonObject? body, bool mayLack)
    {
        using var request = new HttpRequestMessage(method, $"{repository.AbsoluteUri}/{path}") { Content = body is null ? null : JsonBody.Of(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.UserAgent.ParseAdd("openclaw-actors");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        var before = Wrote;
        try
        {
            Wrote |= body is not null;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (mayLack && response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.MovedPermanently) return default;
            await response.Content.LoadIntoBufferAsync(LargestAnswer, cancel);
            var answer = Parse(await response.Content.ReadAsStringAsync(cancel));
            if (response.IsSuccessStatusCode) return answer is null ? new(null, Later("GitHub answered what is no JSON")) : new(answer, null);
            // An answer below 500 says that this call changed nothing.
            if ((int)response.StatusCode < 500) Wrote = before;
            return new(null, Judge(response, answer));
        }
        catch (HttpRequestException fault)
        {
            if (fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError) Wrote = before;
            return new(null, Later($"GitHub could not be reached ({fault.HttpRequestError})"));
        }
        catch (IOException)
        {
            return new(null, Later("The connection to GitHub broke"));
        }
    }

    private Delivery Judge(HttpResponseMessage response, JsonNode? answer)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden when Wait(response, answer) is { } wait => Later($"GitHub asks us to slow down ({status})", wait),
            HttpStatusCode.RequestTimeout => Later("GitHub answered 408"),
            _ when status >= 500 => Later($"GitHub answered {status}"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Delivery.Refused($"GitHub refuses us ({status}). {Mend}") { IsChannelDead = true },
            HttpStatusCode.NotFound => new Delivery.Refused($"GitHub knows no such repository, or does not show it to us ({status}). {Mend}") { IsChannelDead = true },
            HttpStatusCode.Gone => new Delivery.Refused($"The repository takes no issues ({status}). Turn them on in its settings, or look at openclaw.notify.github.repo") { IsChannelDead = true },
            _ when status is >= 300 and < 400 => new Delivery.Refused($"The repository was moved ({status}). Correct openclaw.notify.github.repo") { IsChannelDead = true },
            _ => new Delivery.Refused($"GitHub refuses the message ({status})"),
        };
    }

    private TimeSpan? Wait(HttpResponseMessage response, JsonNode? answer)
    {
        if (Header(response, "Retry-After") is { } after)
        {
            if (double.TryParse(after, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)) return Bounded(seconds);
            if (DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)) return Bounded((until - time.GetUtcNow()).TotalSeconds);
        }

        if (Header(response, "X-RateLimit-Remaining") == "0" && long.TryParse(Header(response, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset))
            return Bounded(reset - time.GetUtcNow().ToUnixTimeSeconds());
        var isLimit = response.StatusCode == HttpStatusCode.TooManyRequests
            || answer is JsonObject { } said && said["message"] is JsonValue text && text.TryGetValue<string>(out var words) && words.Contains("rate limit", StringComparison.OrdinalIgnoreCase);
        return isLimit ? UsualWait : null;
    }

    private Delivery.TryLater Later(string why, TimeSpan? after = null) => new(after, why) { MayHaveArrived = Wrote };

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static TimeSpan Bounded(double seconds) => seconds >= LongestWait.TotalSeconds ? LongestWait : TimeSpan.FromSeconds(Math.Max(seconds, 0));

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Something in between answered with a page.
            return null;
        }
    }
}
