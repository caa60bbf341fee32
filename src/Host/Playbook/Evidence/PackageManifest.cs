using System.Text.Json;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>What OpenClaw's <c>package.json</c> says of itself. Read leniently: a part that is missing is not known.</summary>
/// <param name="Version">Its version.</param>
/// <param name="NodeRange">The versions of Node.js that it runs on (<c>engines.node</c>).</param>
/// <param name="Dependencies">The packages that it cannot do without (<c>dependencies</c>; optional ones are not among them).</param>
public sealed record PackageManifest(string? Version, string? NodeRange, IReadOnlyList<string> Dependencies)
{
    private const long Largest = 4 * 1024 * 1024;

    /// <summary>Reads it; null when there is none or it is no JSON object.</summary>
    /// <param name="package">The package's folder.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PackageManifest? Read(string package)
    {
        var file = new FileInfo(Path.Combine(package, "package.json"));
        if (!file.Exists || file.Length > Largest) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            return new PackageManifest(
                Text(root, "version"),
                root.TryGetProperty("engines", out var engines) && engines.ValueKind == JsonValueKind.Object ? Text(engines, "node") : null,
                root.TryGetProperty("dependencies", out var all) && all.ValueKind == JsonValueKind.Object ? [.. all.EnumerateObject().Select(static d => d.Name)] : []);
        }
        catch (JsonException)
        {
            // Half a manifest is what a half-finished install leaves: the package counts as incomplete.
            return null;
        }
    }

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
