using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The files that the config includes (<c>$include</c>): one that is missing or broken keeps the gateway from starting as the config itself would.</summary>
internal sealed class ConfigIncludesCollector : ICollector
{
    private const int MostFiles = 64;
    private const long LargestFile = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "includes";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var config = patient.Gateway.ConfigPath;
        if (await Read(config, cancel) is not ({ } document, _)) return [];
        var (found, seen) = (new List<Finding>(), new HashSet<string>(StringComparer.Ordinal) { config });
        var ahead = new Queue<(Json5Document Document, string Path)>([(document, config)]);
        while (ahead.TryDequeue(out var next))
        {
            foreach (var path in Named(next.Document).Select(name => Path.GetFullPath(name, Path.GetDirectoryName(next.Path)!)).Where(path => seen.Count <= MostFiles && seen.Add(path)))
            {
                var (included, wrong) = await Read(path, cancel);
                if (included is not null) ahead.Enqueue((included, path));
                else found.Add(Found.Blocking(FindingIds.ConfigInclude, 1, $"{path}, which the config includes, {wrong}", next.Path, ("path", path), ("message", wrong)));
            }
        }

        return found;
    }

    private static IEnumerable<string> Named(Json5Document document) =>
        ConfigContent.Strings(KeyPath.Root, document.Root).Where(static s => s.Path.Segments.TakeLast(2).Contains("$include")).Select(static s => s.Text);

    private static async Task<(Json5Document? Document, string? Wrong)> Read(string path, CancellationToken cancel)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return (null, "is not there");
            if (file.Length > LargestFile) return (null, "is too large");
            return Json5Document.TryParse(await File.ReadAllTextAsync(path, cancel), out var document, out var error) ? (document, null) : (null, $"is no JSON5: {error}");
        }
        catch (UnauthorizedAccessException)
        {
            return (null, "cannot be read");
        }
    }
}
