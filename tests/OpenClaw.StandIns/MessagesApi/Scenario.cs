using System.Text.Json.Nodes;

namespace OpenClaw.StandIns.MessagesApi;

/// <summary>What the model says, turn by turn, and what goes wrong on the way.</summary>
/// <remarks>
/// The turn of a request is the number of assistant messages in it: the script has no state of its own, so a request that is tried again is
/// answered again in the same words. After the last turn the model says <see cref="ScriptEnded"/>.
/// </remarks>
public sealed record Scenario
{
    /// <summary>What the model says when the script is over.</summary>
    public const string ScriptEnded = "The script has ended.";

    /// <summary>The answers, first turn first.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>Faults, each used up by the requests that it meets.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Answers in place of <see cref="Turns"/>, for a script that must know what it was told (a path in the prompt).</summary>
    public Func<RecordedRequest, Turn>? Answer { get; init; }

    /// <summary>A scenario of these turns.</summary>
    public static Scenario Of(params Turn[] turns) => new() { Turns = turns };

    /// <summary>Reads <c>{"turns":[{"content":[...]}],"faults":[{"status":429,"headers":{},"times":"forever"}]}</c>.</summary>
    public static Scenario Parse(string json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        return new Scenario
        {
            Turns = [.. (root["turns"]?.AsArray() ?? []).Select(static turn => Turn.Parse(turn!.AsObject()))],
            Faults = [.. (root["faults"]?.AsArray() ?? []).Select(static fault => Fault.Parse(fault!.AsObject()))],
        };
    }

    internal Turn AnswerTo(RecordedRequest request) =>
        Answer is not null ? Answer(request)
        : request.Turn < Turns.Count ? Turns[request.Turn]
        : Turn.Say(ScriptEnded);
}

/// <summary>One answer of the model.</summary>
/// <param name="Content">Its blocks.</param>
/// <param name="StopReason">Null: <c>tool_use</c> when a tool is called, otherwise <c>end_turn</c>.</param>
/// <param name="InputTokens">Usage, from which the CLI computes the costs.</param>
/// <param name="OutputTokens">Usage.</param>
public sealed record Turn(IReadOnlyList<Block> Content, string? StopReason = null, int InputTokens = 1000, int OutputTokens = 50)
{
    /// <summary>A turn of one text.</summary>
    public static Turn Say(string text) => new([new Block.Text(text)]);

    /// <summary>A turn of one tool call.</summary>
    public static Turn Call(string tool, params (string Name, JsonNode? Value)[] input) => new([Block.ToolUse.Of(tool, input)]);

    /// <summary>A turn that runs a command line.</summary>
    public static Turn Bash(string command) => Call("Bash", ("command", command), ("description", "scripted"));

    internal string Stop => StopReason ?? (Content.Any(static block => block is Block.ToolUse) ? "tool_use" : "end_turn");

    internal static Turn Parse(JsonObject turn) => new(
        [.. (turn["content"]?.AsArray() ?? []).Select(static block => Block.Parse(block!.AsObject()))], (string?)turn["stop_reason"]);
}

/// <summary>One block of an answer.</summary>
public abstract record Block
{
    private Block() { }

    /// <summary>Words.</summary>
    public sealed record Text(string Value) : Block;

    /// <summary>A tool call.</summary>
    public sealed record ToolUse(string Name, JsonObject Input) : Block
    {
        /// <summary>A call with these arguments.</summary>
        public static ToolUse Of(string name, params (string Name, JsonNode? Value)[] input) =>
            new(name, new JsonObject(input.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value))));
    }

    internal static Block Parse(JsonObject block) => (string?)block["type"] switch
    {
        "tool_use" => new ToolUse((string)block["name"]!, block["input"]!.DeepClone().AsObject()),
        "text" => new Text((string)block["text"]!),
        var other => throw new FormatException($"A block of type '{other}' is not scripted."),
    };
}
