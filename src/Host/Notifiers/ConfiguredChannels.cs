using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers;

/// <summary>The channels that the settings ask for: the same ones for the daemon and for the verbs.</summary>
internal static class ConfiguredChannels
{
    /// <summary>The channel that is told into the log.</summary>
    public const string Log = "log";

    /// <summary>The channel that leaves a file in the memory folder.</summary>
    public const string RecoveryLog = "recovery-log";

    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The names of all channels that reach people, set up or not.</summary>
    public static IReadOnlyList<string> RemoteNames { get; } = ["discord", .. AllChannels.Kinds.Select(static kind => kind.Name)];

    /// <summary>The names of all channels, set up or not.</summary>
    public static IReadOnlyList<string> AllNames { get; } = [Log, RecoveryLog, .. RemoteNames];

    /// <summary>Makes them, the log and the recovery log among them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="clients">Makes their HTTP client; see <see cref="NotifierRegistration"/>.</param>
    /// <param name="recoveryLogs">Which emergency logs are ours.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes the log's logger.</param>
    public static IReadOnlyList<INotifier> Make(HealerSettings settings, IHttpClientFactory clients, OwnRecoveryLogs recoveryLogs, TimeProvider time, ILoggerFactory loggers)
    {
        var tools = new ChannelTools(clients, DeliveryTimeout, time);
        return
        [
            new LogNotifier(loggers.CreateLogger<LogNotifier>(), settings.Notify.LogFloor),
            new RecoveryLogNotifier(settings.MemoryDirectory, recoveryLogs, time.LocalTimeZone),
            .. settings.Notify.DiscordWebhook is { } webhook ? [new DiscordNotifier(tools, webhook, settings.Notify.DiscordFloor)] : Array.Empty<INotifier>(),
            .. settings.Notify.Channels.Select(make => make(tools)),
        ];
    }

    /// <summary>What switches a channel on and what it is made of, by the names in which its owner sets them: <c>DISCORD_WEBHOOK_URL</c>, <c>openclaw.notify.telegram.chat</c>.</summary>
    public static IReadOnlyList<string> SettingsOf(string channel) =>
        [.. SettingsSchema.General.Where(k => k.Key.StartsWith($"notify.{channel}.", StringComparison.Ordinal) && !IsBesides(k.Key))
            .Select(static k => k.Variable ?? $"{SettingsSchema.Root}.{k.Key}")];

    // When it is told and what, where its service is, and what may be ordered there: none of that switches it on.
    private static bool IsBesides(string key) => key[(key.LastIndexOf('.') + 1)..] is "floor" or "quiet" or "api" or "bot-token" || key.Contains(".commands.", StringComparison.Ordinal);
}
