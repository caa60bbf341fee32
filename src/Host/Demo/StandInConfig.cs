using System.Text.Json;

namespace OpenClaw.Host.Demo;

/// <summary>
/// What the stand-in gateway makes of its config file. It refuses what the real gateway refuses (OpenClaw 2026.9.6), in the same kind of words:
/// a file that is gone or cut off, an unknown top-level key, a missing or foreign <c>gateway.mode</c>, an unknown <c>gateway.bind</c>.
/// </summary>
internal static class StandInConfig
{
    private static readonly string[] TopLevelKeys =
        ["gateway", "agents", "channels", "models", "plugins", "logging", "meta", "commands", "session", "tools", "hooks", "cron", "env"];

    private static readonly string[] Binds = ["loopback", "lan", "auto"];

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Why the gateway refuses to start with this file, or null when it accepts it.</summary>
    public static async Task<string?> Refusal(string path, CancellationToken cancel)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"Gateway start blocked: the config at {path} cannot be read.";
        }

        return Judge(text, path);
    }

    /// <summary>Why a gateway refuses this text, or null.</summary>
    public static string? Judge(string text, string path)
    {
        const string NoMode = "Gateway start blocked: existing config is missing gateway.mode. Treat this as suspicious or clobbered config.";
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return NoMode;

            foreach (var key in document.RootElement.EnumerateObject())
                if (!TopLevelKeys.Contains(key.Name, StringComparer.Ordinal))
                    return $"Invalid config at {path}: <root>: Unrecognized key: \"{key.Name}\". Run \"openclaw doctor --fix\".";

            if (!document.RootElement.TryGetProperty("gateway", out var gateway) || Text(gateway, "mode") is not { } mode) return NoMode;
            if (mode != "local") return $"Gateway start blocked: gateway.mode is \"{mode}\", not \"local\".";
            return Text(gateway, "bind") is { } bind && !Binds.Contains(bind, StringComparer.Ordinal)
                ? $"Invalid config at {path}: gateway.bind: Invalid input: \"{bind}\". Run \"openclaw doctor --fix\"."
                : null;
        }
        catch (JsonException)
        {
            // The real gateway says the same of a file that was cut off: what it cannot parse has no gateway.mode.
            return NoMode;
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
