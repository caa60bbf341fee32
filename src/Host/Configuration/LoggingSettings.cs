namespace OpenClaw.Host.Configuration;

/// <summary>Logs, <c>openclaw.logging</c>.</summary>
/// <param name="Level"><c>level</c>: the least that is written.</param>
/// <param name="Console"><c>console</c>.</param>
/// <param name="RetentionDays"><c>retention-days</c>: how long files are kept.</param>
public sealed record LoggingSettings(LogLevel Level, ConsoleFormat Console, int RetentionDays)
{
    private const long Megabyte = 1_000_000;

    /// <summary><c>max-file-size</c>: bytes after which a file is closed and the next one begun.</summary>
    public long MaxFileSize { get; init; } = 20 * Megabyte;

    /// <summary><c>max-total-size</c>: bytes that all log files together may take.</summary>
    public long MaxTotalSize { get; init; } = 200 * Megabyte;

    /// <summary><c>healthcheck.interval</c>: the pause between two "healthy" lines in the original's log; null: none is written.</summary>
    public TimeSpan? Healthcheck { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads it.</summary>
    internal static LoggingSettings Read(SettingsReader read, IReadOnlyDictionary<string, LogLevel> levels, IReadOnlyDictionary<string, ConsoleFormat> consoles)
    {
        var settings = new LoggingSettings(read.OneOf("logging.level", levels), read.OneOf("logging.console", consoles), read.Count("logging.retention-days", 1, 3650))
        {
            MaxFileSize = read.Size("logging.max-file-size", 100_000, 1_000 * Megabyte),
            MaxTotalSize = read.Size("logging.max-total-size", 1 * Megabyte, 1_000_000 * Megabyte),
            Healthcheck = read.Period("logging.healthcheck.interval") is var pause && read.Switch("logging.healthcheck.enabled") ? pause : null,
        };
        // Two files are open at a time, one for people and one for programs; both must have room to grow.
        return settings.MaxTotalSize >= 3 * settings.MaxFileSize
            ? settings
            : throw SettingsReader.Wrong(read.Require("logging.max-total-size"), "it must be at least three times logging.max-file-size", "Raise it, or lower the other");
    }
}

/// <summary>What the console gets.</summary>
public enum ConsoleFormat
{
    /// <summary>Lines for people.</summary>
    Plain,

    /// <summary>One JSON object a line.</summary>
    Json,
}
