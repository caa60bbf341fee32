namespace OpenClaw.Host.Configuration;

/// <summary>Logs, <c>openclaw.logging</c>.</summary>
/// <param name="Level"><c>level</c>: the least that is written.</param>
/// <param name="Console"><c>console</c>.</param>
/// <param name="RetentionDays"><c>retention-days</c>: how long files are kept.</param>
public sealed record LoggingSettings(LogLevel Level, ConsoleFormat Console, int RetentionDays);

/// <summary>What the console gets.</summary>
public enum ConsoleFormat
{
    /// <summary>Lines for people.</summary>
    Plain,

    /// <summary>One JSON object a line.</summary>
    Json,
}
