using System.Text.Json.Nodes;

namespace OpenClaw.StandIns.MessagesApi;

/// <summary>The two shapes of an answer: a stream of events and one document.</summary>
internal static class ServerSentAnswer
{
    /// <summary>The events of a turn in the order in which the API sends them; a tool's input comes in three pieces.</summary>
    public static IEnumerable<(string Event, JsonObject Data)> Events(Turn turn, string model, int number)
    {
        yield return ("message_start", new JsonObject { ["message"] = Message(turn, model, number, [], null, 1) });
        yield return ("ping", []);
        for (var index = 0; index < turn.Content.Count; index++)
        {
            yield return ("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = Start(turn.Content[index], number, index) });
            foreach (var delta in Deltas(turn.Content[index]))
                yield return ("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta });
            yield return ("content_block_stop", new JsonObject { ["index"] = index });
        }

        yield return ("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = turn.Stop, ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = turn.OutputTokens },
        });
        yield return ("message_stop", []);
    }

    /// <summary>The whole answer at once.</summary>
    public static JsonObject Document(Turn turn, string model, int number) =>
        Message(turn, model, number, new JsonArray([.. turn.Content.Select((block, index) => Whole(block, number, index))]), turn.Stop, turn.OutputTokens);

    private static JsonObject Message(Turn turn, string model, int number, JsonArray content, string? stop, int output) => new()
    {
        ["id"] = $"msg_{number:D6}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = model,
        ["content"] = content,
        ["stop_reason"] = stop,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = turn.InputTokens, ["output_tokens"] = output },
    };

    private static JsonObject Start(Block block, int number, int index) => block switch
    {
        Block.ToolUse tool => new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_{number:D6}_{index}", ["name"] = tool.Name, ["input"] = new JsonObject() },
        _ => new JsonObject { ["type"] = "text", ["text"] = "" },
    };

    private static JsonObject Whole(Block block, int number, int index)
    {
        var node = Start(block, number, index);
        if (block is Block.ToolUse tool) node["input"] = tool.Input.DeepClone();
        else node["text"] = ((Block.Text)block).Value;
        return node;
    }

    private static IEnumerable<JsonObject> Deltas(Block block)
    {
        if (block is Block.Text text)
        {
            yield return new JsonObject { ["type"] = "text_delta", ["text"] = text.Value };
            yield break;
        }

        var json = ((Block.ToolUse)block).Input.ToJsonString();
        foreach (var piece in json.Chunk(Math.Max(1, (json.Length + 2) / 3)))
            yield return new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = new string(piece) };
    }
}
