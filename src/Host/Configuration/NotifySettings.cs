using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Schedules;

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
    /// <summary><c>hold</c>: how long the news that an outage began waits on the channels of people.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary><c>failing-after</c>: how long a channel may fail before the others tell of it.</summary>
    public TimeSpan FailingAfter { get; init; }

    /// <summary><c>quiet</c>, by channel: when it disturbs nobody unless a human is needed. One that is not in it has no such hours.</summary>
    public IReadOnlyDictionary<string, QuietHours> Quiet { get; init; } = new Dictionary<string, QuietHours>();

    /// <summary>When a channel may be disturbed, and with what. What only keeps a record is never held back: it disturbs nobody.</summary>
    public ChannelManners Manners(INotifier channel) => channel is LogNotifier or RecoveryLogNotifier
        ? new ChannelManners(channel.Floor)
        : new ChannelManners(channel.Floor) { Hold = Hold, Quiet = Quiet.GetValueOrDefault(channel.Name) };

    /// <summary>The further channels that their owner has set up; each makes its notifier.</summary>
    public IReadOnlyList<Func<ChannelTools, INotifier>> Channels { get; init; } = [];

    /// <summary>The dead man's switch; null: there is none.</summary>
    public HeartbeatSettings? Heartbeat { get; init; }

    /// <summary><c>self-test</c>: when a test alert is told; null: never.</summary>
    internal CronSchedule? SelfTest { get; init; }

    /// <summary><c>telegram.commands</c>: commands from Telegram; null: off.</summary>
    public RemoteSettings? TelegramCommands { get; init; }

    /// <summary><c>discord.commands</c>: commands from Discord, by a bot (OPENCLAW_ACTORS_DISCORD_BOT_TOKEN); null: off.</summary>
    public RemoteSettings? DiscordCommands { get; init; }

    /// <summary><c>digest</c>: when and where the digest is told.</summary>
    public DigestSettings Digest { get; init; } = new();
}
