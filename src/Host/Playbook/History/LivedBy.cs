using System.Text;
using System.Text.RegularExpressions;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.History;

/// <summary>One file that a gateway lives by, as it is now.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hash">SHA-256 of its content, lower-case hex.</param>
/// <param name="Content">Its content.</param>
/// <param name="Written">When it was last written, as the file system says.</param>
internal sealed record LivedBy(string Path, string Hash, byte[] Content, DateTimeOffset Written)
{
    private const int MostFiles = 64;
    private const long LargestFile = 8 * 1024 * 1024;

    /// <summary>The config, what it includes (and what that includes), the job's file and its drop-ins, as far as they can be read, in this order.</summary>
    public static IReadOnlyList<LivedBy> Read(string config, GatewayJob job)
    {
        var found = new Dictionary<string, LivedBy>(StringComparer.Ordinal);
        var due = new Queue<string>([config]);
        while (found.Count < MostFiles && due.TryDequeue(out var path))
        {
            if (found.ContainsKey(path) || One(path) is not { } file) continue;
            found[path] = file;
            foreach (var included in Included(file)) due.Enqueue(included);
        }

        foreach (var path in JobFiles(job).Take(MostFiles).Where(p => !found.ContainsKey(p)))
        {
            if (One(path) is { } file) found[path] = file;
        }

        return [.. found.Values];
    }

    private static IEnumerable<string> JobFiles(GatewayJob job)
    {
        try
        {
            return job.File is null ? [] : [job.File, .. job.DropInFiles()];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static LivedBy? One(string path)
    {
        try
        {
            // A pipe has no length, and whoever opens it waits.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 and <= LargestFile } file) return null;
            var written = file.LastWriteTimeUtc;
            var content = File.ReadAllBytes(path);
            return new LivedBy(path, ServedFiles.HashOf(content), content, written);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // By its words and not as JSON5, since it must also be found in a file that is broken; what is named and not there is passed over.
    private static IEnumerable<string> Included(LivedBy file)
    {
        var text = Encoding.UTF8.GetString(file.Content);
        var folder = System.IO.Path.GetDirectoryName(file.Path)!;
        return IncludePattern.Matches(text).SelectMany(static m => QuotedPattern.Matches(m.Groups[1].Value)).Select(static q => q.Groups[2].Value)
            .Where(static name => name.Length > 0 && !name.Any(char.IsControl)).Select(name => System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, name)));
    }

    private static readonly Regex IncludePattern = new("[\"']?\\$include[\"']?\\s*:\\s*(\\[[^\\]]*\\]|\"[^\"\\n]*\"|'[^'\\n]*')", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private static readonly Regex QuotedPattern = new("([\"'])([^\"'\\n]*)\\1", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
