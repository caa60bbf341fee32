using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Doctors.Agents;

/// <summary>
/// Google's Gemini CLI (0.61.0), <c>--output-format stream-json</c>. It gets no shell at all: three file tools, which the CLI itself holds to the working folder, with
/// the config's copy in it. So nothing it could run can see the key. It reads its message before it begins, so its cage is proven by a hook once it has begun,
/// before the model is asked. Works with an API key only: the owner's login lies in the settings folder that is replaced by ours.
/// </summary>
internal sealed partial class GeminiCli : IAgentCli
{
    private const string KeyVariable = "GEMINI_API_KEY";

    /// <summary>There is but one.</summary>
    public static GeminiCli Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "gemini";

    /// <inheritdoc/>
    public bool IsConversation => false;

    /// <inheritdoc/>
    public bool WorksOnCopy => true;

    /// <inheritdoc/>
    public bool ProvesCageFirst => false;

    /// <inheritdoc/>
    public DoctorReply.Unavailable? WhyNot(ClaudeCodeOptions options) =>
        options.ApiKey is null ? new DoctorReply.Unavailable(UnavailableKind.Auth, $"There is no {KeyVariable}, and it works with an API key only.") : null;

    /// <inheritdoc/>
    public async Task<AgentLaunch> Prepare(AgentOrder order, CancellationToken cancel)
    {
        var (program, options, folder) = (order.Program, order.Options, order.Folder);
        // Its "home" holds a settings folder of a fixed name.
        var settings = Path.Combine(folder.CliConfig, ".gemini");
        PrivateFiles.Folder(folder.CliConfig);
        PrivateFiles.Folder(settings);
        await PrivateFiles.Write(Path.Combine(settings, "settings.json"), Settings(folder), cancel);
        var environment = AgentScript.Environment(options, folder);
        environment["GEMINI_CLI_HOME"] = folder.CliConfig;
        environment["GEMINI_CLI_NO_RELAUNCH"] = "true";
        if (options.BaseUrl is { } url) environment["GOOGLE_GEMINI_BASE_URL"] = url.ToString().TrimEnd('/');
        string[] arguments =
        [
            program, "--output-format", "stream-json", "--approval-mode", "auto_edit", "--skip-trust", "--extensions", "none",
            .. options.Model is { } model ? (string[])["--model", model] : [],
        ];
        return new AgentLaunch(await AgentScript.Write(folder, options.ApiKey, KeyVariable, "", arguments, cancel), environment);
    }

    /// <inheritdoc/>
    public string MayDo(Autonomy autonomy, ClaudeCodeOptions options, IncidentFolder folder) => $"""
        - read: {folder.WorkConfig}
        - edit: {WorkCopy.Edits(autonomy, folder)}
        You have no shell: what was seen of the gateway stands above.
        """;

    private static string Settings(IncidentFolder folder) => new JsonObject
    {
        ["general"] = new JsonObject { ["enableAutoUpdate"] = false, ["maxAttempts"] = 2 },
        ["privacy"] = new JsonObject { ["usageStatisticsEnabled"] = false },
        ["telemetry"] = new JsonObject { ["enabled"] = false },
        ["security"] = new JsonObject { ["auth"] = new JsonObject { ["selectedType"] = "gemini-api-key" } },
        ["tools"] = new JsonObject { ["core"] = new JsonArray("read_file", "replace", "write_file") },
        ["mcp"] = new JsonObject { ["allowed"] = new JsonArray() },
        ["hooks"] = new JsonObject
        {
            ["SessionStart"] = new JsonArray(new JsonObject
            {
                ["hooks"] = new JsonArray(new JsonObject { ["name"] = "cage", ["type"] = "command", ["command"] = $": > {ClaudeCage.Quote(folder.CageProof)}" }),
            }),
        },
    }.ToJsonString();

    /// <inheritdoc/>
    public string? WhatIsWrong(ClaudeEvent.Init init, IncidentFolder folder) => File.Exists(folder.CageProof) ? null : "it has not read our settings";

    /// <inheritdoc/>
    public DoctorReply Judge(TurnResult result, string? error) => AgentFailure.Judge(result);

    /// <inheritdoc/>
    public DoctorReply.Unavailable Died(RunnerExit exit, string errors) => AgentFailure.Died(Name, exit, errors);

    /// <inheritdoc/>
    public IReadOnlyList<ClaudeEvent> Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [Read(document.RootElement)] : [new ClaudeEvent.Other("noise")];
        }
        catch (JsonException)
        {
            return [new ClaudeEvent.Other("noise")];
        }
    }

    private static ClaudeEvent Read(JsonElement root) => (root.Text("type"), root.Text("role")) switch
    {
        ("init", _) => new ClaudeEvent.Init("auto_edit", [], 0, root.Text("model") ?? "", "") { Program = "Gemini CLI" },
        ("message", "assistant") => new ClaudeEvent.Said(root.Text("content") ?? "", null),
        ("tool_use", _) => new ClaudeEvent.Called(root.Text("tool_id") ?? "", root.Text("tool_name") ?? "", Detail(root)),
        ("tool_result", _) => new ClaudeEvent.Answered(root.Text("tool_id") ?? "", root.Text("output") ?? "", root.Text("status") == "error", IsRefusal(root)),
        ("result", _) => new ClaudeEvent.Ended(Result(root)),
        var (type, _) => new ClaudeEvent.Other(type ?? "unknown"),
    };

    private static string Detail(JsonElement root) =>
        root.TryGetProperty("parameters", out var given) && given.ValueKind == JsonValueKind.Object ? given.Text("file_path") ?? given.GetRawText() : "";

    // A file outside comes as a wrong parameter, and a tool that it was not given as one that is not registered.
    private static bool IsRefusal(JsonElement root) =>
        (root.TryGetProperty("error", out var why) && why.ValueKind == JsonValueKind.Object && why.Text("type") == "tool_not_registered")
        || root.Text("output")?.StartsWith("Path not in workspace", StringComparison.Ordinal) == true;

    private static TurnResult Result(JsonElement root)
    {
        var isError = root.Text("status") != "success";
        var words = isError && root.TryGetProperty("error", out var why) && why.ValueKind == JsonValueKind.Object ? why.Text("message") ?? "" : "";
        int? status = CodeWords().Match(words) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;
        // Of some refusals nothing is told but that there was one: the next doctor may do without this API.
        var word = Word(words) ?? (status is null && words.StartsWith("[API Error", StringComparison.Ordinal) ? "server" : null);
        return new TurnResult("turn", isError, isError ? "api_error" : "completed", status, word, words, 1, 0, "");
    }

    // A refused key comes as HTTP 400 here.
    private static string? Word(string words) =>
        words.Contains("API_KEY_INVALID", StringComparison.Ordinal) || words.Contains("API key not valid", StringComparison.Ordinal) || words.Contains("UNAUTHENTICATED", StringComparison.Ordinal) ? "auth"
        : words.Contains("RESOURCE_EXHAUSTED", StringComparison.Ordinal) || words.Contains("exhausted your", StringComparison.Ordinal)
            || words.Contains("request a quota increase", StringComparison.Ordinal) ? "quota"
        : words.Contains("fetch failed", StringComparison.Ordinal) || words.Contains("ECONNREFUSED", StringComparison.Ordinal) ? "network" : null;

    [GeneratedRegex("\"code\"\\s*:\\s*(\\d{3})\\b", RegexOptions.CultureInvariant)]
    private static partial Regex CodeWords();
}
