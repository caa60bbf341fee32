using System.Text;

namespace OpenClaw.Host.Causes;

/// <summary>
/// The files directly beside the configuration that it names: it may include them (<c>$include</c>). Others are not looked at, as OpenClaw keeps its own
/// there (<c>.bak</c>, <c>.last-good</c> and so on) and writes them when it starts.
/// </summary>
/// <param name="config">The config file.</param>
internal sealed class IncludedFilesCause(string config) : ICause
{
    private const long LargestConfig = 16 * 1024 * 1024;

    public ValueTask<string?> Read(CancellationToken cancel)
    {
        var file = new FileInfo(config);
        if (!file.Exists || file.Length > LargestConfig)
            return ValueTask.FromResult<string?>(null);
        var text = Encoding.UTF8.GetString(File.ReadAllBytes(config));
        var marks = text.Contains("$include", StringComparison.Ordinal) ? Named(text).Select(static path => $"{path} {FileMark.OfText(path)}") : [];
        return ValueTask.FromResult<string?>(string.Join('\n', marks));
    }

    // A config that names another file than before was itself written, and that is told already.
    public string? Tell(string? before, string now) =>
        before is null || !Paths(before).SequenceEqual(Paths(now)) ? null : "a file that its configuration includes was written";

    private IEnumerable<string> Named(string text) => Directory.EnumerateFiles(Path.GetDirectoryName(config)!, "*.json*")
        .Where(path => path != config && Path.GetExtension(path) is ".json" or ".json5" && text.Contains(Path.GetFileName(path), StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Paths(string marks) => marks.Split('\n').Select(static mark => mark.Split(' ')[0]);
}
