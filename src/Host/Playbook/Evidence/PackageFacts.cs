using System.Text.Json;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>What a package says of itself, and what of it is there.</summary>
internal static class PackageFacts
{
    private const long LargestManifest = 8 * 1024 * 1024;

    // OpenClaw ships a list of its own files (2026.9.6: 10821 of them, none missing after an install by npm).
    private const string Inventory = "dist/postinstall-inventory.json";

    /// <summary>The version on disk; null when there is none to be read.</summary>
    public static string? Version(string? package) => Text(package, "version");

    /// <summary>The range of runtimes that it takes (<c>engines.node</c>); null when it does not say.</summary>
    public static string? NodeRange(string? package)
    {
        using var manifest = Manifest(package);
        return manifest?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("engines", out var engines) && engines.ValueKind == JsonValueKind.Object
            && engines.TryGetProperty("node", out var range) && range.ValueKind == JsonValueKind.String ? range.GetString() : null;
    }

    /// <summary>What is missing: entry points, files of its own list, dependencies; relative to the package.</summary>
    public static IReadOnlyList<string> Missing(string package, CancellationToken cancel)
    {
        using var manifest = Manifest(package);
        if (manifest?.RootElement is not { ValueKind: JsonValueKind.Object } root) return ["package.json"];
        var missing = new List<string>();
        if (!File.Exists(Path.Combine(package, "openclaw.mjs"))) missing.Add("openclaw.mjs");
        missing.AddRange(Listed(package).Where(file =>
        {
            cancel.ThrowIfCancellationRequested();
            return !File.Exists(Path.Combine(package, file));
        }));
        if (!missing.Any(static file => file.StartsWith("dist/", StringComparison.Ordinal)) && new Updates.Installation(null, package).IsComplete is false) missing.Add("dist/entry.js");
        if (root.TryGetProperty("dependencies", out var dependencies) && dependencies.ValueKind == JsonValueKind.Object)
            missing.AddRange(dependencies.EnumerateObject().Select(static d => d.Name).Where(name => !IsThere(package, name)).Select(static name => $"node_modules/{name}"));
        return missing;
    }

    // As Node looks for it: in each node_modules from the package upwards.
    private static bool IsThere(string package, string name)
    {
        for (var folder = package; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var home = Path.GetFileName(folder) == "node_modules" ? folder : Path.Combine(folder, "node_modules");
            if (File.Exists(Path.Combine(home, name, "package.json"))) return true;
        }

        return false;
    }

    private static IEnumerable<string> Listed(string package)
    {
        using var list = Parse(Path.Combine(package, Inventory));
        return list?.RootElement is { ValueKind: JsonValueKind.Array } files
            ? [.. files.EnumerateArray().Where(static f => f.ValueKind == JsonValueKind.String).Select(static f => f.GetString()!).Where(static f => !Path.IsPathRooted(f) && !f.Contains("..", StringComparison.Ordinal))]
            : [];
    }

    private static string? Text(string? package, string name)
    {
        using var manifest = Manifest(package);
        return manifest?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private static JsonDocument? Manifest(string? package) => package is null ? null : Parse(Path.Combine(package, "package.json"));

    private static JsonDocument? Parse(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestManifest } ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
