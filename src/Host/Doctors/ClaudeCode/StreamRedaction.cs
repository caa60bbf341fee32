using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// Takes secrets out of the stream before it is kept: a session reads a config with tokens in it, and what it has read comes back in its stream. Only texts are
/// touched, so that the line stays JSON, and no name of a session, a message or a call, which only look like tokens. A line is as long as whoever wrote it likes, and
/// hostile text costs the search up to 18 s a megabyte: no more than a quarter of one is looked at, and only what was looked at is kept.
/// </summary>
internal static class StreamRedaction
{
    private const int MostCharacters = 256 * 1024;

    // A secret that the cut has halved is not known for one.
    private const int HalvedSecret = 8 * 1024;

    /// <summary>The line without secrets. What is no JSON is redacted as plain text.</summary>
    public static string Of(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is JsonObject root)
            {
                var left = MostCharacters;
                Redact(root, ref left);
                return root.ToJsonString();
            }
        }
        catch (JsonException)
        {
            // Noise on the stream: kept as what it is.
        }

        return Plain(line);
    }

    /// <summary>A line that is no JSON, without secrets.</summary>
    public static string Plain(string line) =>
        line.Length <= MostCharacters ? Redactor.Redact(line) : Shortened(line[..MostCharacters], line.Length);

    private static void Redact(JsonNode? node, ref int left)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (IsName(name)) continue;
                if (Said(value) is { } text) members[name] = Text(name, text, ref left);
                else Redact(value, ref left);
            }
        }
        else if (node is JsonArray items)
        {
            for (var at = 0; at < items.Count; at++)
            {
                if (Said(items[at]) is { } text) items[at] = Text(null, text, ref left);
                else Redact(items[at], ref left);
            }
        }
    }

    private static string? Said(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Text(string? name, string text, ref int left)
    {
        var seen = Cut(text, ref left);
        // A tool's input has the secret and the word that betrays it in two places.
        if (name is not null && Redactor.Redact($"{name}=\"{seen}\"") == $"{name}=\"{Redactor.Mark}\"") return Redactor.Mark;
        return seen.Length < text.Length ? Shortened(seen, text.Length) : Redactor.Redact(text);
    }

    private static string Cut(string text, ref int left)
    {
        var seen = text.Length <= left ? text : text[..left];
        left -= seen.Length;
        return seen;
    }

    private static string Shortened(string seen, int length)
    {
        var redacted = Redactor.Redact(seen);
        return $"{redacted[..Math.Max(0, redacted.Length - HalvedSecret)]} [{length} characters, cut]";
    }

    private static bool IsName(string name) =>
        name is "type" or "subtype" or "model" or "uuid" or "role" or "name" or "permissionMode" || name.EndsWith("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("signature", StringComparison.Ordinal);
}
