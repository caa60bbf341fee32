using OpenClaw.Host.Notifiers.Channels;

namespace OpenClaw.Host.Notifiers;

/// <summary>Every kind of channel beside the log and Discord. A new one is a line here.</summary>
internal static class AllChannels
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ChannelKind> Kinds { get; } =
    [
        SlackNotifier.Kind,
        TelegramNotifier.Kind,
        NtfyNotifier.Kind,
        PushoverNotifier.Kind,
        GotifyNotifier.Kind,
        PagerDutyNotifier.Kind,
        TeamsNotifier.Kind,
        MatrixNotifier.Kind,
        WebhookNotifier.Kind,
        EmailNotifier.Kind,
        GitHubNotifier.Kind,
        DesktopNotifier.Kind,
    ];
}
