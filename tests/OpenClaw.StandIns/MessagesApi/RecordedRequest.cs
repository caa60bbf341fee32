using System.Text.Json.Nodes;

namespace OpenClaw.StandIns.MessagesApi;

/// <summary>One request as it came in.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">The headers, names in lower case.</param>
/// <param name="Body">The whole body.</param>
public sealed record RecordedRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonObject Body)
{
    /// <summary>The answer is wanted as a stream of events.</summary>
    public bool Stream => (bool?)Body["stream"] ?? false;

    /// <summary>The model that was asked for.</summary>
    public string? Model => (string?)Body["model"];

    /// <summary>The tools that exist in this session.</summary>
    public IReadOnlyList<string> Tools => [.. (Body["tools"]?.AsArray() ?? []).Select(static tool => (string?)tool!["name"] ?? "")];

    /// <summary>The conversation.</summary>
    public IReadOnlyList<JsonObject> Messages => [.. (Body["messages"]?.AsArray() ?? []).Select(static message => message!.AsObject())];

    /// <summary>How often the model has spoken before.</summary>
    public int Turn => Messages.Count(static message => (string?)message["role"] == "assistant");

    /// <summary>Everything that was said by the user's side, oldest first, tool results aside.</summary>
    public IReadOnlyList<string> UserTexts =>
        [.. Messages.Where(static m => (string?)m["role"] == "user").SelectMany(Blocks).Where(static b => (string?)b["type"] == "text").Select(static b => (string?)b["text"] ?? "")];

    /// <summary>What the tools have answered so far, oldest first: what really happened on the machine.</summary>
    public IReadOnlyList<ToolResult> ToolResults =>
        [.. Messages.SelectMany(Blocks).Where(static b => (string?)b["type"] == "tool_result")
            .Select(static b => new ToolResult((string?)b["tool_use_id"] ?? "", TextOf(b["content"]), (bool?)b["is_error"] ?? false))];

    private static IEnumerable<JsonObject> Blocks(JsonObject message) => message["content"] switch
    {
        JsonArray blocks => blocks.OfType<JsonObject>(),
        JsonValue text => [new JsonObject { ["type"] = "text", ["text"] = (string?)text }],
        _ => [],
    };

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonArray blocks => string.Join('\n', blocks.OfType<JsonObject>().Select(static b => (string?)b["text"] ?? "")),
        JsonValue text => (string?)text ?? "",
        _ => "",
    };
}

/// <summary>What a tool answered.</summary>
public sealed record ToolResult(string ToolUseId, string Text, bool IsError);
