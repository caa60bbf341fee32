using System.Globalization;
using System.Text;

namespace OpenClaw.Host.Updates;

/// <summary>
/// What OpenClaw's updater left in words. Its ledger is a table of the state database (<c>update_runs</c>), which is not opened from outside; but every run
/// that ends by itself also writes <c>STATE/update-reports/RUN.md</c>, and a failed one before it <c>STATE/logs/support/openclaw-update-failure-*.json</c>, whose
/// name then stands in the report's last line (2026.9.6: dist, update-failure-report-artifact; seen with a tag that does not exist and with an update that
/// succeeded). An updater that was killed leaves neither.
/// </summary>
/// <param name="stateFolder">OpenClaw's state folder.</param>
public sealed class UpdateReports(string stateFolder)
{
    private const string FailurePrefix = "openclaw-update-failure-";
    private const int TailBytes = 2048;
    private const int StopLogTail = 64 * 1024;

    /// <summary>When an update last ended by itself, well or not; null when that is not known.</summary>
    /// <exception cref="IOException">The folders cannot be read.</exception>
    public DateTimeOffset? LastEnd => Newest(Reports.Concat(Failures)) is { } file ? WrittenAt(file) : null;

    private IEnumerable<FileInfo> Reports => Files(Path.Combine(stateFolder, "update-reports"), "*.md");

    private IEnumerable<FileInfo> Failures => Files(Path.Combine(stateFolder, "logs", "support"), FailurePrefix + "*.json");

    /// <summary>When the last update failed; null when the last one did not fail, or none is known.</summary>
    /// <exception cref="IOException">The reports cannot be read.</exception>
    public DateTimeOffset? LastFailure
    {
        get
        {
            var (report, failure) = (Newest(Reports), Newest(Failures));
            if (report is not null && (failure is null || WrittenAt(report) >= WrittenAt(failure)))
                return Tail(report.FullName, TailBytes).Split('\n')[^1].Contains(FailurePrefix, StringComparison.Ordinal) ? WrittenAt(report) : null;
            return failure is null ? null : WrittenAt(failure);
        }
    }

    /// <summary>
    /// Whether somebody has stopped the gateway with OpenClaw's own command after this time: <c>STATE/logs/gateway-restart.log</c> has a line
    /// <c>[TIME] openclaw gateway lifecycle source=cli action=stop ...</c> for it (dist, restart-logs).
    /// </summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public bool StoppedByCommandAfter(DateTimeOffset time)
    {
        var log = Path.Combine(stateFolder, "logs", "gateway-restart.log");
        return File.Exists(log) && Tail(log, StopLogTail).Split('\n').Any(line =>
            line.Contains("openclaw gateway lifecycle ", StringComparison.Ordinal) && line.Contains(" action=stop ", StringComparison.Ordinal)
            && line.StartsWith('[') && line.IndexOf(']') is > 0 and var end
            && DateTimeOffset.TryParse(line.AsSpan(1, end - 1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at > time);
    }

    private static IEnumerable<FileInfo> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles(pattern) : [];

    private static FileInfo? Newest(IEnumerable<FileInfo> files) => files.MaxBy(static file => file.LastWriteTimeUtc);

    private static DateTimeOffset WrittenAt(FileInfo file) => new(file.LastWriteTimeUtc);

    private static string Tail(string path, int bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, bytes), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd();
    }
}
