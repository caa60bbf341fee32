using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Remote;

namespace OpenClaw.Host.Configuration;

/// <summary>Tier 4, <c>openclaw.notify</c>.</summary>
/// <param name="Reminder"><c>reminder</c>: how often a human who has not acknowledged is reminded.</param>
/// <param name="AlertWindow"><c>alert-window</c> (EMERGENCY_ALERT_WINDOW, minutes): how young a recovery log must be to raise an alert.</param>
/// <param name="DiscordWebhook">DISCORD_WEBHOOK_URL, a secret; null: the channel is off.</param>
/// <param name="DiscordFloor"><c>discord.floor</c>.</param>
/// <param name="LogFloor"><c>log.floor</c>.</param>
public sealed record NotifySettings(
    TimeSpan Reminder, TimeSpan AlertWindow, SecretText? DiscordWebhook, Severity DiscordFloor, Severity LogFloor)
{
    /// <summary>The further channels that their owner has set up; each makes its notifier.</summary>
    public IReadOnlyList<Func<ChannelTools, INotifier>> Channels { get; init; } = [];

    /// <summary><c>telegram.commands</c>: commands from Telegram; null: off.</summary>
    public RemoteSettings? TelegramCommands { get; init; }

    /// <summary><c>discord.commands</c>: commands from Discord, by a bot (OPENCLAW_ACTORS_DISCORD_BOT_TOKEN); null: off.</summary>
    public RemoteSettings? DiscordCommands { get; init; }
}
