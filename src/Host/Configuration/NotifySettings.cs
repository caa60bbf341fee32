using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Notifiers;

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

    /// <summary><c>digest</c>: when and where the digest is told.</summary>
    public DigestSettings Digest { get; init; } = new();
}
