using System.Security.Cryptography;

namespace OpenClaw.Host.Processes;

/// <summary>What a config file was at one moment. A missing file has a stamp too.</summary>
/// <param name="WrittenAt">Its last write, null when there is no file.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Hash">SHA-256 of its content, empty when there is no file or it is too large to be a config.</param>
public sealed record ConfigStamp(DateTimeOffset? WrittenAt, long Length, string Hash)
{
    private const long LargestConfig = 16 * 1024 * 1024;

    /// <summary>The stamp of the file now; null when it could not be read, then nothing is known.</summary>
    public static ConfigStamp? Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return new(null, 0, "");
            var hash = file.Length <= LargestConfig ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "";
            return new(new DateTimeOffset(file.LastWriteTimeUtc), file.Length, hash);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the content is another one. Touching a file does not change it.</summary>
    public bool DiffersFrom(ConfigStamp other) => Length != other.Length || Hash != other.Hash || WrittenAt is null != other.WrittenAt is null;
}

/// <summary>Remembers what the config was when an exit was noticed, and tells whether it was written since.</summary>
public sealed class ConfigSinceExit(string path)
{
    // Service managers tell exit times to the second.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _exitAt;
    private ConfigStamp? _stamp;

    /// <summary>Remembers the config as it is now for an exit; an exit that is known already is not remembered again.</summary>
    public ConfigStamp? Noticed(DateTimeOffset exitAt)
    {
        lock (_gate)
        {
            if (_exitAt == exitAt)
                return _stamp;
            return Recall(exitAt, ConfigStamp.Of(path));
        }
    }

    /// <summary>Takes up what an earlier run of this program has remembered.</summary>
    public ConfigStamp? Recall(DateTimeOffset exitAt, ConfigStamp? stamp)
    {
        lock (_gate)
        {
            _exitAt = exitAt;
            return _stamp = stamp;
        }
    }

    /// <summary>Whether the config was written after the remembered exit. False when no exit is remembered or the file cannot be read.</summary>
    public bool Changed()
    {
        lock (_gate)
        {
            if (_exitAt is not { } exitAt || _stamp is null || ConfigStamp.Of(path) is not { } now)
                return false;

            // An exit may be noticed long after it happened: then the config may have been written in between.
            return now.DiffersFrom(_stamp) || _stamp.WrittenAt > exitAt + Precision;
        }
    }
}
