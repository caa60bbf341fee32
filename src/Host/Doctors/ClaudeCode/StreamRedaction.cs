using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// Takes secrets out of the stream before it is kept: a session reads a config with tokens in it, and what it has read comes back in its stream. Only texts are
/// touched, so that the line stays JSON, and no name of a session, a message or a call, which only look like tokens.
/// </summary>
internal static class StreamRedaction
{
    /// <summary>The line without secrets. What is no JSON is redacted as plain text.</summary>
    public static string Of(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is JsonObject root)
            {
                Redact(root);
                return root.ToJsonString();
            }
        }
        catch (JsonException)
        {
            // Noise on the stream: kept as what it is.
        }

        return Redactor.Redact(line);
    }

    private static void Redact(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (IsName(name)) continue;
                if (Said(value) is { } text) members[name] = Text(name, text);
                else Redact(value);
            }
        }
        else if (node is JsonArray items)
        {
            for (var at = 0; at < items.Count; at++)
            {
                if (Said(items[at]) is { } text) items[at] = Text(null, text);
                else Redact(items[at]);
            }
        }
    }

    private static string? Said(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    // A tool's input has the secret and the word that betrays it in two places.
    private static string Text(string? name, string text) =>
        name is not null && Redactor.Redact($"{name}=\"{text}\"") is var shown && shown == $"{name}=\"{Redactor.Mark}\"" ? Redactor.Mark : Redactor.Redact(text);

    private static bool IsName(string name) =>
        name is "type" or "subtype" or "model" or "uuid" or "role" or "name" or "permissionMode" || name.EndsWith("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("signature", StringComparison.Ordinal);
}
