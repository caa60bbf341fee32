using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Remote;

/// <summary>Commands from one chat service: where it is, as whom we listen, and who may order anything.</summary>
/// <param name="Api">The service's address.</param>
/// <param name="Token">The bot's token.</param>
/// <param name="Allowed">Who may.</param>
public sealed record RemoteSettings(Uri Api, SecretText Token, RemoteAllowList Allowed)
{
    /// <summary>The keys of commands from chats.</summary>
    internal static IReadOnlyList<KnownKey> Keys { get; } =
    [
        .. new[] { "telegram", "discord" }.SelectMany(static service => new[] { "enabled", "users", "chats" }.Select(key => new KnownKey($"notify.{service}.commands.{key}"))),
        new("notify.discord.bot-token", "OPENCLAW_ACTORS_DISCORD_BOT_TOKEN", VariableOnly: true, Secret: true),
        new("notify.discord.api"),
    ];

    /// <summary>Reads those of a service; null when they are off.</summary>
    /// <param name="read">The settings.</param>
    /// <param name="service">The service.</param>
    /// <param name="token">The key of its bot's token.</param>
    /// <param name="example">An address of its API.</param>
    /// <exception cref="ConfigurationException">They are on and something is missing.</exception>
    internal static RemoteSettings? Read(SettingsReader read, string service, string token, string example)
    {
        var prefix = $"notify.{service}.commands.";
        var (users, chats) = (read.Ids(prefix + "users"), read.Ids(prefix + "chats"));
        if (!read.Switch(prefix + "enabled")) return null;
        if (users.Count == 0 || chats.Count == 0)
        {
            throw SettingsReader.Wrong(
                read.Require(prefix + "enabled"), $"nobody may order anything: openclaw.{prefix}{(users.Count == 0 ? "users" : "chats")} is empty",
                $"Name your user's and your chat's id in openclaw.{prefix}users and .chats (docs/remote.md), or switch it off");
        }

        var secret = read.Find(token)
            ?? throw SettingsReader.Wrong(read.Require(prefix + "enabled"), $"it needs {SettingsSchema.Find(token)!.Variable}", "Set it in ~/.openclaw/.env, or switch it off");
        return new RemoteSettings(SettingsUrls.Guarded(read.Require($"notify.{service}.api"), example), new SecretText(secret.Text), new RemoteAllowList(users, chats));
    }
}
