using OpenClaw.Host.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace OpenClaw.Host.Logging;

/// <summary>The log pipeline: a console for people or collectors, and a JSON file a day in <c>HOME/logs</c>.</summary>
public static class HealerLogging
{
    private const long LargestFile = 50 * 1024 * 1024;

    /// <summary>Makes Serilog the host's logger. The logger is closed with the host.</summary>
    public static IServiceCollection AddHealerLogging(this IServiceCollection services, HealerSettings settings) =>
        services.AddSerilog(Create(settings.Logging, settings.Home, settings.Secrets), dispose: true);

    /// <summary>Makes the logger.</summary>
    /// <param name="settings">Level, console and retention.</param>
    /// <param name="home">The state folder; made when it is not there, for its owner only, and so is <c>logs</c> in it.</param>
    /// <param name="secrets">What must never be seen.</param>
    /// <exception cref="ConfigurationException">The folder cannot be made.</exception>
    public static Logger Create(LoggingSettings settings, string home, IReadOnlyList<SecretText> secrets)
    {
        var folder = Path.Combine(home, "logs");
        try
        {
            OwnerOnlyFiles.PrepareFolder(home);
            OwnerOnlyFiles.PrepareFolder(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The state folder {home} cannot be used: {UntrustedText.OneLine(fault.Message, 200)} Mend its owner and mode, or set OPENCLAW_ACTORS_HOME to another folder.");
        }

        var mask = new SecretMask(secrets);
        var compact = new CompactJsonFormatter();
        ITextFormatter console = settings.Console == ConsoleFormat.Json
            ? compact
            : new MessageTemplateTextFormatter("{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", System.Globalization.CultureInfo.InvariantCulture);
        return new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(settings.Level))
            // The frameworks' own chatter is not news of a gateway.
            .MinimumLevel.Override("Microsoft", AtLeastWarning(settings.Level))
            .MinimumLevel.Override("System", AtLeastWarning(settings.Level))
            .Enrich.FromLogContext()
            .WriteTo.Console(new MaskingFormatter(console, mask))
            .WriteTo.File(
                new MaskingFormatter(compact, mask),
                Path.Combine(folder, "healer-.json"),
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: LargestFile,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: null,
                retainedFileTimeLimit: TimeSpan.FromDays(settings.RetentionDays),
                hooks: new OwnerOnlyFiles())
            .CreateLogger();
    }

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };

    private static LogEventLevel AtLeastWarning(LogLevel level) => LevelOf(level) is var own && own > LogEventLevel.Warning ? own : LogEventLevel.Warning;
}
