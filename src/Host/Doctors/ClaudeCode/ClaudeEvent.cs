using System.Text.Json;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>One event of the CLI's stream (<c>--output-format stream-json</c>, 2.1.330), reduced to what we use. All text in it is untrusted.</summary>
internal abstract record ClaudeEvent
{
    /// <summary>The session is set up; comes once for every message of ours.</summary>
    public sealed record Init(string PermissionMode, IReadOnlyList<string> Tools, int McpServers, string Model, string Version) : ClaudeEvent
    {
        /// <summary>The CLI's name for people.</summary>
        public string Program { get; init; } = "Claude Code";
    }

    /// <summary>The model (or, for an API failure, the CLI in its place) says something.</summary>
    public sealed record Said(string Text, string? Error) : ClaudeEvent;

    /// <summary>The model calls a tool.</summary>
    public sealed record Called(string Id, string Tool, string Detail) : ClaudeEvent;

    /// <summary>A tool has answered, or the cage in its place (<paramref name="IsDenied"/>).</summary>
    public sealed record Answered(string Id, string Text, bool IsError, bool IsDenied) : ClaudeEvent;

    /// <summary>The CLI tries a request again.</summary>
    public sealed record Retrying(int Attempt, int Of, int? Status, string Error) : ClaudeEvent;

    /// <summary>The turn has ended.</summary>
    public sealed record Ended(TurnResult Result) : ClaudeEvent;

    /// <summary>Something else; only a sign of life.</summary>
    public sealed record Other(string Type) : ClaudeEvent;

    /// <summary>Reads one line. What is no event is <see cref="Other"/>, never an exception: the stream's words are not ours.</summary>
    public static IReadOnlyList<ClaudeEvent> Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. Read(document.RootElement)] : [new Other("noise")];
        }
        catch (JsonException)
        {
            return [new Other("noise")];
        }
    }

    private static IEnumerable<ClaudeEvent> Read(JsonElement root) => (root.Text("type"), root.Text("subtype")) switch
    {
        ("system", "init") => [new Init(
            root.Text("permissionMode") ?? "", [.. root.List("tools").Select(static t => t.ValueKind == JsonValueKind.String ? t.GetString()! : "?")],
            root.List("mcp_servers").Count(), root.Text("model") ?? "", root.Text("claude_code_version") ?? "")],
        ("system", "api_retry") => [new Retrying(root.Number("attempt") ?? 0, root.Number("max_retries") ?? 0, root.Number("error_status"), root.Text("error") ?? "")],
        ("assistant", _) => Blocks(root).Select(block => Spoken(block, root.Text("error"))),
        ("user", _) => Blocks(root).Where(static b => b.Text("type") == "tool_result")
            .Select(ClaudeEvent (b) => new Answered(b.Text("tool_use_id") ?? "", Flat(b), b.Flag("is_error"), WasRefused(root, b.Text("tool_use_id")))),
        ("result", _) => [new Ended(TurnResult.Read(root))],
        var (type, subtype) => [new Other(subtype ?? type ?? "unknown")],
    };

    private static ClaudeEvent Spoken(JsonElement block, string? error) => block.Text("type") switch
    {
        "text" => new Said(block.Text("text") ?? "", error),
        "tool_use" => new Called(block.Text("id") ?? "", block.Text("name") ?? "", Arguments(block)),
        var other => new Other(other ?? "block"),
    };

    private static string Arguments(JsonElement block)
    {
        if (!block.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.Object) return "";
        return (input.Text("command"), input.Text("file_path"), input.Text("old_string"), input.Text("content")) switch
        {
            ({ } command, _, _, _) => command,
            (_, { } path, { } old, _) => $"{path}\n- {old.ReplaceLineEndings("\n- ")}\n+ {(input.Text("new_string") ?? "").ReplaceLineEndings("\n+ ")}",
            (_, { } path, _, { } content) => $"{path}\n{content}",
            (_, { } path, _, _) => path,
            _ => input.GetRawText(),
        };
    }

    // Here stands every refusal; an event of its own (permission_denied) comes only with some of them.
    private static bool WasRefused(JsonElement root, string? id) => root.List("tool_result_meta").Any(meta =>
        meta.ValueKind == JsonValueKind.Object && meta.Text("id") == id
        && meta.TryGetProperty("permission_decision", out var decision) && decision.ValueKind == JsonValueKind.Object && decision.Text("decision") == "reject");

    private static IEnumerable<JsonElement> Blocks(JsonElement root) =>
        root.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
            ? message.List("content").Where(static block => block.ValueKind == JsonValueKind.Object) : [];

    private static string Flat(JsonElement block) =>
        block.Text("content") ?? string.Join('\n', block.List("content").Where(static p => p.ValueKind == JsonValueKind.Object).Select(static p => p.Text("text") ?? ""));
}

/// <summary>The end of a turn. Neither the exit code nor <c>subtype: success</c> means anything: an API failure comes as a success with <see cref="IsError"/>.</summary>
/// <param name="Subtype">The CLI's own word for it.</param>
/// <param name="IsError">It ended badly.</param>
/// <param name="Reason">completed, api_error, max_turns, budget_exhausted, aborted_tools, ...</param>
/// <param name="Status">The API's HTTP status, when it was the API.</param>
/// <param name="ApiError">The API's error type, or the CLI's (<c>connection_failed</c>).</param>
/// <param name="Text">The last words.</param>
/// <param name="Turns">Model turns of this message.</param>
/// <param name="CostUsd">Costs of the whole session so far.</param>
/// <param name="Session">The CLI's session id.</param>
internal sealed record TurnResult(
    string Subtype, bool IsError, string Reason, int? Status, string? ApiError, string Text, int Turns, decimal CostUsd, string Session)
{
    internal static TurnResult Read(JsonElement root) => new(
        root.Text("subtype") ?? "", root.Flag("is_error"), root.Text("terminal_reason") ?? "", root.Number("api_error_status"),
        root.Text("api_error") ?? root.Text("api_error_type"),
        root.Text("result") ?? string.Join("; ", root.List("errors").Select(static e => e.ToString())),
        root.Number("num_turns") ?? 0,
        root.TryGetProperty("total_cost_usd", out var cost) && cost.ValueKind == JsonValueKind.Number && cost.TryGetDecimal(out var usd) ? usd : 0,
        root.Text("session_id") ?? "");
}

/// <summary>Reading of JSON whose shape is not ours to promise.</summary>
internal static class LenientJson
{
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static int? Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    public static bool Flag(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
