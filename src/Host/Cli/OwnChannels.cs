using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Notifiers;

namespace OpenClaw.Host.Cli;

/// <summary>The channels as a verb tells on them by itself: those that reach people. The log and the recovery log are the daemon's own files.</summary>
internal sealed class OwnChannels : IDisposable
{
    private readonly ServiceProvider? _services;

    /// <summary>The channels that are set up.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="time">The clock.</param>
    public OwnChannels(HealerSettings settings, TimeProvider time)
    {
        _services = new ServiceCollection().AddChannelClient().BuildServiceProvider();
        All = [.. ConfiguredChannels.Make(settings, _services.GetRequiredService<IHttpClientFactory>(), OwnRecoveryLogs.Of(settings.Home), time, NullLoggerFactory.Instance)
            .Where(static channel => channel.Name is not (ConfiguredChannels.Log or ConfiguredChannels.RecoveryLog))];
    }

    /// <summary>These.</summary>
    public OwnChannels(IReadOnlyList<INotifier> all) => All = all;

    /// <summary>Said where there is none.</summary>
    public static string None { get; } =
        $"no channel is set up but the log, so nobody is told of anything. Set one up in ~/.openclaw/.env (0600), for example {ConfiguredChannels.SettingsOf("discord")[0]} or {ConfiguredChannels.SettingsOf("ntfy")[0]}; docs/channels.md has all of them";

    /// <summary>All of them.</summary>
    public IReadOnlyList<INotifier> All { get; }

    /// <inheritdoc/>
    public void Dispose() => _services?.Dispose();
}
