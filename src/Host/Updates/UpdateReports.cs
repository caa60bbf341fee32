using System.Globalization;
using System.Text;
using System.Text.Json;

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
    private const long LargestFailure = 4 * 1024 * 1024;

    /// <summary>When an update last ended by itself, well or not; null when that is not known.</summary>
    /// <exception cref="IOException">The folders cannot be read.</exception>
    public DateTimeOffset? LastEnd => Newest(Reports.Concat(Failures)) is { } file ? WrittenAt(file) : null;

    private IEnumerable<FileInfo> Reports => Files(Path.Combine(stateFolder, "update-reports"), "*.md");

    private IEnumerable<FileInfo> Failures => Files(Path.Combine(stateFolder, "logs", "support"), FailurePrefix + "*.json");

    /// <summary>When the last update failed after it had begun to change something; null when the last one did not, or none is known.</summary>
    /// <exception cref="IOException">The reports cannot be read.</exception>
    public DateTimeOffset? LastFailure
    {
        get
        {
            var (report, failure) = (Newest(Reports), Newest(Failures));
            if (failure is not null && IsRefusal(failure.FullName)) return null;
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

    // Seen: "target-metadata-preflight" for a tag that does not exist. Read in dist, update-outcome: "node-runtime-preflight", "global-install-permission-denied",
    // "global-install-foreign-destination". All of them end an update before it has touched anything.
    private static bool IsRefusal(string failure)
    {
        try
        {
            if (new FileInfo(failure).Length > LargestFailure) return false;
            using var json = JsonDocument.Parse(File.ReadAllBytes(failure));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object
                && result.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String
                && reason.GetString()! is var text && (text.EndsWith("-preflight", StringComparison.Ordinal) || text.StartsWith("global-install-", StringComparison.Ordinal));
        }
        catch (JsonException)
        {
            return false;
        }
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
