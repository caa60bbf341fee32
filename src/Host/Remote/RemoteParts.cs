using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Remote.Discord;
using OpenClaw.Host.Remote.Telegram;

namespace OpenClaw.Host.Remote;

/// <summary>Puts together who listens for commands, as the settings say. Nothing is there that its owner has not switched on.</summary>
/// <param name="settings">The settings.</param>
/// <param name="desk">Does what is ordered.</param>
/// <param name="book">Keeps what was asked for.</param>
/// <param name="clients">Makes HTTP clients.</param>
/// <param name="time">The clock.</param>
internal sealed class RemoteParts(HealerSettings settings, IRemoteDesk desk, IRemoteBook book, IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>Starts them.</summary>
    public void Start(ActorSystem system)
    {
        if (settings.Notify.TelegramCommands is { } telegram) system.ActorOf(TierSupervision.Remote(Telegram(system, telegram)), "remote-telegram");
        if (settings.Notify.DiscordCommands is { } discord) system.ActorOf(TierSupervision.Remote(Discord(discord)), "remote-discord");
    }

    private Props Telegram(ActorSystem system, RemoteSettings telegram)
    {
        var bot = new TelegramBot(clients, telegram.Api, telegram.Token, time);
        var talk = Talk(telegram, bot);
        var ear = new TelegramEar(bot, new TelegramMark(settings.Home, bot.Bot), Props.Create(() => new RemoteTalkActor(talk)), (who, now) => Tell(system, TelegramMessages.Service, who, now));
        return Props.Create(() => new TelegramActor(ear));
    }

    private Props Discord(RemoteSettings discord)
    {
        var bot = new DiscordBot(clients, discord.Api, discord.Token, time);
        var talk = Talk(discord, bot);
        talk = talk with { Session = talk.Session with { Room = DiscordBot.Room } };
        var ear = new DiscordEar(bot, new DiscordProtocol(discord.Token), Props.Create(() => new RemoteTalkActor(talk)));
        return Props.Create(() => new DiscordActor(ear));
    }

    private RemoteTalk Talk(RemoteSettings service, IRemoteVoice voice) =>
        new(new RemoteSession(service.Allowed, [.. settings.Gateways.Select(static g => g.Id.Value)]), desk, book, voice);

    /// <summary>Once a day at most: the same news has the same key.</summary>
    private void Tell(ActorSystem system, string service, string who, DateTimeOffset now)
    {
        var first = settings.Gateways[0].Id;
        var news = new Announcement(
            $"notice/{first}/remote-{service}-conflict/{now.UtcDateTime:yyyyMMdd}", first, null, Severity.Warning, $"Commands from {service} are not heard",
            $"The bot is not ours alone: {who}. Alerts are sent all the same.", [], "Give the healer a bot of its own, or switch commands off (docs/remote.md)", now);
        system.ActorSelection($"/user/gateways/{first}").Tell(new Announce(first, news));
    }
}
