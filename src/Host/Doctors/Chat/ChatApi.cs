using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.Chat;

/// <summary>
/// <c>POST BASE/chat/completions</c> as OpenAI has published it and Ollama, vLLM, llama.cpp and OpenRouter speak it: messages, tools, one answer, no stream. What
/// fails is told by its kind; neither key nor address is in any text that leaves this class.
/// </summary>
internal sealed class ChatApi(IHttpClientFactory clients, ChatSettings settings, TimeProvider time)
{
    /// <summary>The name of the HTTP client; see <see cref="ChatRegistration"/>.</summary>
    public const string ClientName = "chat-doctor";

    private const int LargestAnswer = 1024 * 1024;

    /// <summary>A name twice in one object would only be found out when it is looked at, by an exception of another kind.</summary>
    internal static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Asks for the next message.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="tools">The tools there are; one of them must be called.</param>
    /// <param name="cancel">Gives it up.</param>
    public async Task<ChatAnswer> Ask(JsonArray messages, JsonArray tools, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(settings.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var request = Request(messages, tools);
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(response, await Body(response, either.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Failed(UnavailableKind.Stalled, $"it did not answer within {settings.RequestTimeout.TotalSeconds:0} s");
        }
        catch (HttpRequestException fault)
        {
            // Only the kind: the exception's text names the address, which may hold a key of its own.
            return fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? Failed(UnavailableKind.Crashed, "its answer is too large")
                : Failed(UnavailableKind.Network, $"it could not be reached ({fault.HttpRequestError})");
        }
        catch (IOException)
        {
            return Failed(UnavailableKind.Network, "the connection broke");
        }
        catch (JsonException)
        {
            return Failed(UnavailableKind.Crashed, "its answer is no chat completion");
        }
    }

    private HttpRequestMessage Request(JsonArray messages, JsonArray tools)
    {
        var body = new JsonObject
        {
            ["model"] = settings.Model,
            ["messages"] = messages.DeepClone(),
            ["tools"] = tools.DeepClone(),
            ["tool_choice"] = "required",
        };
        var request = new HttpRequestMessage(HttpMethod.Post, $"{settings.BaseUrl.AbsoluteUri.TrimEnd('/')}/chat/completions")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (settings.ApiKey is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Reveal());
        return request;
    }

    private static async Task<JsonObject?> Body(HttpResponseMessage response, CancellationToken cancel)
    {
        await response.Content.LoadIntoBufferAsync(LargestAnswer, cancel);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        try
        {
            return JsonNode.Parse(bytes, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            // Something in between answered with a page; its status says enough.
            return null;
        }
    }

    private ChatAnswer Read(HttpResponseMessage response, JsonObject? body)
    {
        if (!response.IsSuccessStatusCode) return Refused(response.StatusCode, body);
        if (body?["choices"] is not JsonArray { Count: > 0 } choices || (choices[0] as JsonObject)?["message"] is not JsonObject message) throw new JsonException("no choice");
        var usage = body["usage"] as JsonObject;
        return new ChatAnswer.Said(message, Number(usage?["prompt_tokens"]), Number(usage?["completion_tokens"]));
    }

    private ChatAnswer.Failed Refused(HttpStatusCode status, JsonObject? body)
    {
        var words = Words(body?["error"] is JsonObject error ? error["message"] : body?["error"] ?? body?["message"]);
        return (int)status switch
        {
            401 or 403 => Failed(UnavailableKind.Auth, $"it refuses the key ({(int)status}){words}"),
            402 => Failed(UnavailableKind.Billing, $"it wants to be paid (402){words}"),
            429 => Failed(UnavailableKind.Quota, $"its quota is used up (429){words}"),
            404 => Failed(UnavailableKind.Model, $"it knows no such model (404){words}"),
            >= 500 => Failed(UnavailableKind.Server, $"it fails ({(int)status}){words}"),
            // A model that cannot call tools is refused so (Ollama), and so is a request that is too long for it.
            >= 400 => Failed(UnavailableKind.Model, $"it refuses the request ({(int)status}){words}"),
            _ => Failed(UnavailableKind.Server, $"it answers {(int)status}, which is no answer"),
        };
    }

    private string Words(JsonNode? said)
    {
        if (said is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length == 0) return "";
        // Some quote the key that they refuse.
        if (settings.ApiKey?.Reveal() is { } key) text = text.Replace(key, "***", StringComparison.Ordinal);
        return $": {Redactor.Redact(PlainText.Line(text, 300))}";
    }

    private static long Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) && number > 0 ? number : 0;

    private static ChatAnswer.Failed Failed(UnavailableKind kind, string note) => new(kind, note);
}

/// <summary>What came of a question.</summary>
internal abstract record ChatAnswer
{
    private ChatAnswer() { }

    /// <summary>The model has spoken.</summary>
    /// <param name="Message">Its message, untrusted.</param>
    /// <param name="Input">Tokens read; 0 when it does not say.</param>
    /// <param name="Output">Tokens written.</param>
    public sealed record Said(JsonObject Message, long Input, long Output) : ChatAnswer;

    /// <summary>It could not be had.</summary>
    public sealed record Failed(UnavailableKind Kind, string Note) : ChatAnswer;
}
