using System.Text.Json;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>What a package says of itself, and whether all of that is there.</summary>
internal static class PackageCheck
{
    private const int Shown = 5;

    /// <summary>The version in its <c>package.json</c>; null when it cannot be read.</summary>
    public static string? VersionOf(string package) => Json(Path.Combine(package, "package.json")) is { } json && json.TryGetProperty("version", out var version) ? version.GetString() : null;

    /// <summary>What is missing of it: its entry, what its own inventory names, the folders of its dependencies. At most a few; empty when it is whole.</summary>
    public static IReadOnlyList<string> Missing(string package)
    {
        if (new Installation(null, package).IsComplete != true) return [Path.Combine(package, "dist", "entry.js")];
        var missing = new List<string>();
        if (Json(Path.Combine(package, "dist", "postinstall-inventory.json")) is { ValueKind: JsonValueKind.Array } inventory)
            missing.AddRange(inventory.EnumerateArray().Select(static i => i.GetString()).OfType<string>().Where(file => !File.Exists(Path.Combine(package, file))).Take(Shown));
        if (Json(Path.Combine(package, "package.json")) is { } manifest && manifest.TryGetProperty("dependencies", out var dependencies))
        {
            // npm puts them inside, or beside the package where another has the same one.
            missing.AddRange(dependencies.EnumerateObject().Select(static d => d.Name)
                .Where(name => !Directory.Exists(Path.Combine(package, "node_modules", name)) && !Directory.Exists(Path.Combine(Path.GetDirectoryName(package)!, name))).Take(Shown));
        }

        return missing;
    }

    private static JsonElement? Json(string path)
    {
        try
        {
            if (!File.Exists(path)) return null;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.Clone();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
