using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns.AgentApis;

/// <summary>What a scripted model does next.</summary>
/// <param name="Tool">The tool's name; null: it says <paramref name="Words"/> and is done.</param>
/// <param name="Arguments">The tool's arguments.</param>
/// <param name="Words">What it says.</param>
public sealed record AgentTurn(string? Tool, JsonObject? Arguments, string Words)
{
    /// <summary>Calls a tool.</summary>
    public static AgentTurn Call(string tool, params (string Name, JsonNode? Value)[] arguments) =>
        new(tool, new JsonObject(arguments.Select(static a => KeyValuePair.Create(a.Name, a.Value))), "");

    /// <summary>Says something and ends its turn.</summary>
    public static AgentTurn Say(string words) => new(null, null, words);
}

/// <summary>One request as it came in.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">The headers, names in lower case.</param>
/// <param name="Body">The body.</param>
public sealed record AgentRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonObject Body);

/// <summary>
/// A scripted model on 127.0.0.1 behind the three public protocols that are not Anthropic's: OpenAI's <c>/responses</c> (Codex), OpenAI's <c>/chat/completions</c>,
/// and Google's <c>:streamGenerateContent</c> (Gemini). The turn is the number of tool results in the request, so a request that is tried again is answered alike.
/// </summary>
public sealed class AgentApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<AgentRequest> _requests = new();
    private readonly CancellationTokenSource _closing = new();

    private AgentApi(WebApplication app)
    {
        _app = app;
        _app.Run(Handle);
    }

    /// <summary>The address.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The script; after its end the model says that it has ended.</summary>
    public IReadOnlyList<AgentTurn> Turns { get; set; } = [];

    /// <summary>An answer in place of any other: a status and a body.</summary>
    public (int Status, string Body)? Refusal { get; set; }

    /// <summary>Requests are taken and never answered.</summary>
    public bool Hangs { get; set; }

    /// <summary>What came in, oldest first.</summary>
    public IReadOnlyList<AgentRequest> Requests => [.. _requests];

    /// <summary>Starts listening.</summary>
    public static async Task<AgentApi> Start(params AgentTurn[] turns)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(StandInDefaults.LoopbackUrl);
        var api = new AgentApi(builder.Build()) { Turns = turns };
        await api._app.StartAsync();
        api.BaseUrl = new Uri(api._app.Urls.First());
        return api;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task Handle(HttpContext http)
    {
        if (http.Request.Method != "POST")
        {
            http.Response.StatusCode = 404;
            return;
        }

        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var path = http.Request.Path.ToString();
        _requests.Enqueue(new AgentRequest(path + http.Request.QueryString, http.Request.Headers.ToDictionary(static h => h.Key.ToLowerInvariant(), static h => h.Value.ToString()), body));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, http.RequestAborted);
        try
        {
            if (Hangs) await Task.Delay(Timeout.Infinite, ended.Token);
            if (Refusal is { } refusal)
            {
                http.Response.StatusCode = refusal.Status;
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(refusal.Body, ended.Token);
                return;
            }

            var (type, text) = path switch
            {
                _ when path.EndsWith("/responses", StringComparison.Ordinal) => ("text/event-stream", Responses(body)),
                _ when path.EndsWith("/chat/completions", StringComparison.Ordinal) => ("application/json", Chat(body)),
                _ when path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) => ("text/event-stream", $"data: {Google(body)}\r\n\r\n"),
                _ when path.EndsWith(":generateContent", StringComparison.Ordinal) => ("application/json", Google(body)),
                _ => ("", ""),
            };
            http.Response.StatusCode = text.Length > 0 ? 200 : 404;
            http.Response.ContentType = type;
            await http.Response.WriteAsync(text, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    private AgentTurn Next(int done) => done < Turns.Count ? Turns[done] : AgentTurn.Say("The script has ended.");

    private string Responses(JsonObject body)
    {
        var done = List(body["input"]).Count(static i => (string?)i["type"] is "function_call_output" or "custom_tool_call_output");
        var turn = Next(done);
        JsonObject item = turn.Tool is { } tool
            ? new() { ["type"] = "function_call", ["id"] = $"f{done}", ["call_id"] = $"c{done}", ["name"] = tool, ["arguments"] = turn.Arguments!.ToJsonString() }
            : new() { ["type"] = "message", ["role"] = "assistant", ["id"] = "m", ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = turn.Words }) };
        var usage = new JsonObject { ["input_tokens"] = 10, ["output_tokens"] = 5, ["total_tokens"] = 15 };
        return Event("response.created", new JsonObject { ["response"] = new JsonObject { ["id"] = $"r{done}" } })
            + Event("response.output_item.done", new JsonObject { ["item"] = item })
            + Event("response.completed", new JsonObject { ["response"] = new JsonObject { ["id"] = $"r{done}", ["usage"] = usage } });
    }

    private string Chat(JsonObject body)
    {
        var done = List(body["messages"]).Count(static m => (string?)m["role"] == "tool");
        var turn = Next(done);
        var message = new JsonObject { ["role"] = "assistant", ["content"] = turn.Tool is null ? turn.Words : null };
        if (turn.Tool is { } tool)
        {
            message["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = $"c{done}",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = turn.Arguments!.ToJsonString() },
            });
        }

        return new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = turn.Tool is null ? "stop" : "tool_calls" }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1000, ["completion_tokens"] = 100, ["total_tokens"] = 1100 },
        }.ToJsonString();
    }

    private string Google(JsonObject body)
    {
        var done = List(body["contents"]).SelectMany(static c => List(c["parts"])).Count(static p => p.ContainsKey("functionResponse"));
        var turn = Next(done);
        var part = turn.Tool is { } tool
            ? new JsonObject { ["functionCall"] = new JsonObject { ["name"] = tool, ["args"] = turn.Arguments!.DeepClone() } }
            : new JsonObject { ["text"] = turn.Words };
        return new JsonObject
        {
            ["candidates"] = new JsonArray(new JsonObject { ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(part) }, ["finishReason"] = "STOP", ["index"] = 0 }),
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 10, ["candidatesTokenCount"] = 5, ["totalTokenCount"] = 15 },
            ["modelVersion"] = "scripted",
        }.ToJsonString();
    }

    private static string Event(string name, JsonObject data)
    {
        data["type"] = name;
        return $"event: {name}\ndata: {data.ToJsonString()}\n\n";
    }

    private static IEnumerable<JsonObject> List(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();
}
