using System.Text.Json;
using OpenClaw.Actors.Probing;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Probes;

/// <summary>Reads the JSON bodies of OpenClaw's probe endpoints (2026.9.6). Fields that are not known are ignored; what is not understood is unknown, never bad.</summary>
internal static class GatewayBodies
{
    private const int MostNames = 20;
    private const int LongestName = 100;

    /// <summary>Whether it is <c>/healthz</c>'s body: <c>{"ok":true,"status":"live"}</c>.</summary>
    public static bool IsLive(byte[]? body) =>
        Read(body, static root => Is(root, "ok", JsonValueKind.True) && Text(root, "status") == "live");

    /// <summary>What <c>/startupz</c> says, the version it names and what it waits for.</summary>
    public static (StartupState State, string? Version, string? Pending) Startup(byte[]? body) => Read(body, static root =>
    {
        var state = Text(root, "status") switch
        {
            "started" => StartupState.Started,
            "starting" => StartupState.Starting,
            "draining" => StartupState.Draining,
            _ => StartupState.Unknown,
        };
        return (state, Text(root, "version"), Text(root, "pendingReason"));
    });

    /// <summary>What <c>/readyz</c> says.</summary>
    public static (Readiness State, IReadOnlyList<string> Failing, IReadOnlyList<string> Suppressed) Ready(byte[]? body)
    {
        var (state, failing, suppressed) = Read(body, static root =>
        {
            var state = Is(root, "ready", JsonValueKind.True) ? Readiness.Ready : Is(root, "ready", JsonValueKind.False) ? Readiness.NotReady : Readiness.Unknown;
            return (state, Names(root, "failing"), Names(root, "suppressed"));
        });
        return (state, failing ?? [], suppressed ?? []);
    }

    private static T? Read<T>(byte[]? body, Func<JsonElement, T> read)
    {
        if (body is null)
            return default;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static bool Is(JsonElement root, string name, JsonValueKind kind) => root.TryGetProperty(name, out var value) && value.ValueKind == kind;

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return UntrustedText.OneLine(value.GetString()!, LongestName);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape: valid JSON, and no text.
            return null;
        }
    }

    private static string[] Names(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Take(MostNames).Select(Text).OfType<string>()]
            : [];
}
