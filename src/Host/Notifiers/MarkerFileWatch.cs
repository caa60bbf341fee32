using System.Text;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Notifiers;

/// <summary>
/// The original's contract of tier 4: a file <c>emergency-recovery-*.log</c> in the memory folder that holds the words
/// <c>MANUAL INTERVENTION REQUIRED</c> calls a human, whoever wrote it. Once for each file: within one run by <see cref="Scan"/> itself,
/// over restarts once <see cref="Confirm"/> was called, so that an alert that was found and not yet handed on is not lost.
/// </summary>
public sealed class MarkerFileWatch
{
    /// <summary>The words.</summary>
    public const string Marker = "MANUAL INTERVENTION REQUIRED";

    private const string Pattern = "emergency-recovery-*.log";
    private const string KeyPrefix = "marker:";

    // The words stand at a log's end; what is before the last megabyte is not searched.
    private const int SearchedBytes = 1_048_576;

    private readonly string _folder;
    private readonly TimeSpan _window;
    private readonly GatewayId _gateway;
    private readonly Func<string, bool> _isOurs;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly MarkerMemory _memory;
    private readonly HashSet<string> _raised = new(StringComparer.Ordinal);

    /// <summary>Creates a watch.</summary>
    /// <param name="folder">The memory folder (OPENCLAW_MEMORY_DIR); need not exist.</param>
    /// <param name="memoryFile">Where it remembers, <c>HOME/marker-alerts.json</c>.</param>
    /// <param name="window">How young a file must be (EMERGENCY_ALERT_WINDOW).</param>
    /// <param name="gateway">The gateway the alert is about.</param>
    /// <param name="isOurs">Whether this program wrote the file (full path) itself: it has told people already.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it says what it could not read.</param>
    public MarkerFileWatch(
        string folder, string memoryFile, TimeSpan window, GatewayId gateway, Func<string, bool> isOurs, TimeProvider time, ILogger<MarkerFileWatch> log)
    {
        (_folder, _window, _gateway, _isOurs, _time, _log) = (folder, window, gateway, isOurs, time, log);
        _memory = new MarkerMemory(memoryFile, log);
    }

    /// <summary>Looks once. What cannot be read is logged and looked at again the next time.</summary>
    /// <returns>The alerts that are new, oldest file first.</returns>
    public IReadOnlyList<Announcement> Scan()
    {
        var now = _time.GetUtcNow();
        var found = new List<Announcement>();
        foreach (var file in Candidates(now))
        {
            try
            {
                if (!HasMarker(file.FullName))
                    continue;
                _raised.Add(file.FullName);
                found.Add(AlertOf(file, now));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _log.LogWarning("{File} cannot be read ({Reason}); it is looked at again.", file.FullName, fault.GetType().Name);
            }
        }
        return found;
    }

    /// <summary>The alert was handed on to where it is not lost: it is not raised again, not even after a restart.</summary>
    public void Confirm(Announcement alert)
    {
        if (!alert.Key.StartsWith(KeyPrefix, StringComparison.Ordinal))
            throw new ArgumentException("Not an alert of this watch.", nameof(alert));
        _memory.Add(alert.Key[KeyPrefix.Length..]);
    }

    private FileInfo[] Candidates(DateTimeOffset now)
    {
        try
        {
            // Links are not followed, and a pipe (length 0) would block whoever opens it.
            return new DirectoryInfo(_folder).EnumerateFiles(Pattern)
                .Where(f => !f.Attributes.HasFlag(FileAttributes.ReparsePoint) && f.Length > 0 && now - f.LastWriteTimeUtc <= _window)
                .Where(f => !_raised.Contains(f.FullName) && !_memory.Holds(f.FullName) && !_isOurs(f.FullName))
                .OrderBy(static f => f.LastWriteTimeUtc)
                .ToArray();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning("{Folder} cannot be read ({Reason}); it is looked at again.", _folder, fault.GetType().Name);
            return [];
        }
    }

    private static bool HasMarker(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(stream.Length, SearchedBytes), SeekOrigin.End);
        var bytes = new byte[SearchedBytes];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsSpan(0, read).IndexOf(Encoding.ASCII.GetBytes(Marker)) >= 0;
    }

    private Announcement AlertOf(FileInfo file, DateTimeOffset now) => new(
        KeyPrefix + file.FullName,
        _gateway,
        null,
        Severity.Critical,
        $"A recovery of the gateway failed: {file.Name}",
        "A recovery log says that a person is needed. It was not written by this daemon.",
        [$"{file.FullName} holds \"{Marker}\"", $"last written {file.LastWriteTimeUtc:yyyy-MM-dd HH:mm:ss} UTC"],
        $"Read {file.FullName}, then look at the gateway: openclaw gateway status",
        now);
}
