using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Logging;

/// <summary>The log files in <c>HOME/logs</c>: <c>healer-DATE.log</c> for people, <c>healer-DATE.json</c> for programs, <c>healer-DATE_001.…</c> after a file was full.</summary>
internal static partial class LogFolder
{
    /// <summary>The folder of a state folder.</summary>
    public static string Of(string home) => Path.Combine(home, "logs");

    /// <summary>The log files of a folder, oldest first; empty when there is no folder. Links are left out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">Their ending, <c>json</c> or <c>log</c>; null for both.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static IReadOnlyList<LogFile> Files(string folder, string? kind = null) =>
        !Directory.Exists(folder) ? [] : [.. new DirectoryInfo(folder).EnumerateFiles("healer-*")
            .Where(static file => file.LinkTarget is null)
            .Select(static file => (File: file, Name: Name().Match(file.Name)))
            .Where(found => found.Name.Success && (kind is null || found.Name.Groups["kind"].Value == kind))
            .Select(static found => new LogFile(
                found.File.FullName,
                found.Name.Groups["kind"].Value,
                found.Name.Groups["date"].Value,
                found.Name.Groups["part"] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0,
                found.File.Exists ? found.File.Length : 0,
                found.File.LastWriteTimeUtc))
            .OrderBy(static file => file.Date, StringComparer.Ordinal).ThenBy(static file => file.Part)];

    /// <summary>Removes the oldest files until all that are closed take no more than this. The newest of each kind is being written and stays.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Shrink(string folder, long room)
    {
        var files = Files(folder);
        var open = files.GroupBy(static file => file.Kind).Select(static kind => kind.Last().Path).ToHashSet(StringComparer.Ordinal);
        var closed = files.Where(file => !open.Contains(file.Path)).ToArray();
        var taken = closed.Sum(static file => file.Length);
        foreach (var file in closed.TakeWhile(_ => taken > room))
        {
            File.Delete(file.Path);
            taken -= file.Length;
        }
    }

    [GeneratedRegex(@"\Ahealer-(?<date>\d{8})(?:_(?<part>\d{3,6}))?\.(?<kind>json|log)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

/// <summary>One log file.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Kind"><c>json</c> or <c>log</c>.</param>
/// <param name="Date">The day, as <c>yyyyMMdd</c> in the host's own time.</param>
/// <param name="Part">0 for the day's first file, 1 and up for those after one was full.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WrittenAt">The last write.</param>
internal sealed record LogFile(string Path, string Kind, string Date, int Part, long Length, DateTimeOffset WrittenAt);
