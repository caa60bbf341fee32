using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using System.Web;

namespace OpenClaw.StandIns;

/// <summary>
/// A Discord webhook. With an empty script it does as Discord does: 400 for a body that breaks a limit, 404 for another address, else 200 (with <c>wait=true</c>) or 204; a
/// message is edited by its id, in the thread in which it was sent.
/// </summary>
public sealed class DiscordSink : WebhookSink
{
    private const string Token = "aG9vay10b2tlbi1vZi1hLXN0YW5kLWlu";

    // By id: the thread, "" for none.
    private readonly ConcurrentDictionary<string, string> _messages = new();
    private int _sent;

    private DiscordSink() { }

    /// <summary>The ids of the messages that are there.</summary>
    public IReadOnlyCollection<string> Messages => [.. _messages.Keys];

    /// <inheritdoc/>
    public override string Secret => Token;

    /// <inheritdoc/>
    protected override string Path => $"/api/webhooks/1234567890/{Token}";

    /// <summary>Starts one.</summary>
    /// <param name="socket">Makes its socket; null for one of this machine's own network.</param>
    public static async Task<DiscordSink> Start(Func<Socket>? socket = null)
    {
        var sink = new DiscordSink();
        await sink.Listen(socket);
        return sink;
    }

    /// <summary>Which of Discord's limits this body breaks; empty when it would be taken.</summary>
    public static IReadOnlyList<string> Violations(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return [.. Violations(document.RootElement)];
        }
        catch (JsonException fault)
        {
            return ["not JSON: " + fault.Message];
        }
    }

    /// <summary>Somebody deletes all messages.</summary>
    public void DeleteAll() => _messages.Clear();

    /// <inheritdoc/>
    protected override SinkAnswer Judge(SinkCall call)
    {
        var (path, asked) = call.PathAndQuery.Split('?', 2) is [var before, var after] ? (before, HttpUtility.ParseQueryString(after)) : (call.PathAndQuery, []);
        var thread = asked["thread_id"] ?? "";
        var edited = call.Method == "PATCH" && path.StartsWith($"{Path}/messages/", StringComparison.Ordinal) ? path[$"{Path}/messages/".Length..] : null;
        if (edited is null && (call.Method != "POST" || path != Path))
            return new SinkAnswer.Status(404, Body: """{"message":"Unknown Webhook","code":10015}""");
        if (edited is not null && (!_messages.TryGetValue(edited, out var at) || at != thread))
            return new SinkAnswer.Status(404, Body: """{"message":"Unknown Message","code":10008}""");
        if (Violations(call.Body) is { Count: > 0 } broken)
            return new SinkAnswer.Status(400, Body: JsonSerializer.Serialize(broken));
        var id = edited ?? $"130000000000000000{Interlocked.Increment(ref _sent)}";
        _messages[id] = thread;
        return edited is not null || asked["wait"] == "true" ? new SinkAnswer.Status(200, Body: $$"""{"id":"{{id}}"}""") : new SinkAnswer.Status(204);
    }

    private static IEnumerable<string> Violations(JsonElement root)
    {
        var embeds = root.TryGetProperty("embeds", out var list) ? list.EnumerateArray().ToArray() : [];
        var content = Length(root, "content");
        if (content == 0 && embeds.Length == 0)
            yield return "empty message";
        if (content > 2000)
            yield return "content over 2000";
        if (embeds.Length > 10)
            yield return "over 10 embeds";
        var total = 0;
        foreach (var embed in embeds)
        {
            var fields = embed.TryGetProperty("fields", out var all) ? all.EnumerateArray().ToArray() : [];
            var footer = embed.TryGetProperty("footer", out var foot) ? Length(foot, "text") : 0;
            total += Length(embed, "title") + Length(embed, "description") + footer + fields.Sum(static f => Length(f, "name") + Length(f, "value"));
            if (Length(embed, "title") > 256)
                yield return "title over 256";
            if (Length(embed, "description") > 4096)
                yield return "description over 4096";
            if (footer > 2048)
                yield return "footer over 2048";
            if (fields.Length > 25)
                yield return "over 25 fields";
            foreach (var field in fields)
            {
                if (Length(field, "name") is 0 or > 256)
                    yield return "field name empty or over 256";
                if (Length(field, "value") is 0 or > 1024)
                    yield return "field value empty or over 1024";
            }
            if (embed.TryGetProperty("timestamp", out var at) && !at.TryGetDateTimeOffset(out _))
                yield return "timestamp is no ISO 8601";
        }
        if (total > 6000)
            yield return "embeds together over 6000";
    }

    private static int Length(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Length : 0;
}
