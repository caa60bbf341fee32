using OpenClaw.Host.Configuration;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace OpenClaw.Host.Logging;

/// <summary>The log pipeline: a console for people or collectors, and two files a day in <c>HOME/logs</c>: one for people, one (compact JSON) for programs.</summary>
public static class HealerLogging
{
    // With the distance from UTC: the night in which the clocks are set back has an hour twice.
    private const string FileLine = "{Timestamp:yyyy-MM-dd HH:mm:ss zzz} {Level:u3} {Message:lj}{NewLine}{Exception}";
    private const string ConsoleLine = "{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

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
        var folder = LogFolder.Of(home);
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
        ITextFormatter console = settings.Console == ConsoleFormat.Json ? compact : Plain(ConsoleLine);
        ComplainOnConsole();
        return new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(settings.Level))
            // The frameworks' own chatter is not news of a gateway.
            .MinimumLevel.Override("Microsoft", AtLeastWarning(settings.Level))
            .MinimumLevel.Override("System", AtLeastWarning(settings.Level))
            .Enrich.FromLogContext()
            .WriteTo.Console(new MaskingFormatter(console, mask))
            .WriteTo.Files(folder, "log", new MaskingFormatter(Plain(FileLine), mask), settings)
            .WriteTo.Files(folder, "json", new MaskingFormatter(compact, mask), settings)
            .CreateLogger();
    }

    private static LoggerConfiguration Files(this LoggerSinkConfiguration to, string folder, string kind, ITextFormatter formatter, LoggingSettings settings) => to.File(
        formatter,
        Path.Combine(folder, $"healer-.{kind}"),
        rollingInterval: RollingInterval.Day,
        fileSizeLimitBytes: settings.MaxFileSize,
        rollOnFileSizeLimit: true,
        retainedFileCountLimit: null,
        retainedFileTimeLimit: TimeSpan.FromDays(settings.RetentionDays),
        hooks: new OwnerOnlyFiles(settings.MaxTotalSize - (2 * settings.MaxFileSize)));

    private static MessageTemplateTextFormatter Plain(string line) => new(line, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A log that cannot be written (a full disk, a folder that was taken away) says so where there is still somebody to read it: once in a minute, or journald would be full next.</summary>
    private static void ComplainOnConsole()
    {
        var last = 0L;
        SelfLog.Enable(line =>
        {
            var (now, before) = (TimeProvider.System.GetTimestamp(), Interlocked.Read(ref last));
            if (before != 0 && TimeProvider.System.GetElapsedTime(before, now) < TimeSpan.FromMinutes(1)) return;
            Interlocked.Exchange(ref last, now);
            Console.Error.WriteLine($"The log cannot be written as it should be: {UntrustedText.OneLine(line, 500)}");
        });
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
