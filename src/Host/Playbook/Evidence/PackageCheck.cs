using System.Text.Json;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>
/// Whether OpenClaw's package is whole, from its own words: the inventory of its files that it ships (<c>dist/postinstall-inventory.json</c>, a list of relative paths; seen in
/// 2026.9.6) and the dependencies that its manifest names.
/// </summary>
public static class PackageCheck
{
    private const string Inventory = "dist/postinstall-inventory.json";
    private const long LargestInventory = 32 * 1024 * 1024;
    private static readonly string[] EntryPoints = ["dist/index.js", "dist/entry.js", "dist/index.mjs", "dist/entry.mjs"];

    /// <summary>What is missing, relative to the package, at most so many.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static IReadOnlyList<string> Missing(string package, PackageManifest? manifest, int most, CancellationToken cancel)
    {
        if (manifest is null) return ["package.json"];
        var missing = new List<string>();
        if (!EntryPoints.Any(entry => File.Exists(Path.Combine(package, entry)))) missing.Add(EntryPoints[0]);
        missing.AddRange(manifest.Dependencies.Where(name => !IsInstalled(package, name)).Select(static name => $"node_modules/{name}"));
        foreach (var file in Files(package))
        {
            cancel.ThrowIfCancellationRequested();
            if (missing.Count >= most) break;
            if (!File.Exists(Path.Combine(package, file)) && !missing.Contains(file)) missing.Add(file);
        }

        return missing;
    }

    // Where Node.js looks: in the package, and beside it and above, where npm may have put it for several packages.
    private static bool IsInstalled(string package, string name)
    {
        for (var folder = package; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) != "node_modules" && File.Exists(Path.Combine(folder, "node_modules", name, "package.json"))) return true;
        }

        return false;
    }

    private static IEnumerable<string> Files(string package)
    {
        var file = new FileInfo(Path.Combine(package, Inventory));
        if (!file.Exists || file.Length > LargestInventory) return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Where(static e => e.ValueKind == JsonValueKind.String).Select(static e => e.GetString()!).Where(static path => !Path.IsPathRooted(path) && !path.Contains(".."))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
