using OpenClaw.Host.Daemon;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>Commands from chats are off until their owner says who may give them.</summary>
public sealed class RemoteSettingsSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    [Fact]
    public void As_shipped_nobody_may_order_anything_also_where_the_channel_is_on()
    {
        var notify = _bench.Environment("OPENCLAW_ACTORS_TELEGRAM_TOKEN", "1234:abcdefghijkl").Environment("OPENCLAW_ACTORS_DISCORD_BOT_TOKEN", "mnopqrstuvwx")
            .Owner("openclaw.notify.telegram { chat = 42, commands { users = [1], chats = [1] } }\n").Load().Notify;
        (notify.TelegramCommands, notify.DiscordCommands).ShouldBe((null, null));
    }

    [Fact]
    public void They_are_on_with_token_users_and_chats()
    {
        var settings = Telegram("commands { enabled = on, users = [123456789, 42], chats = [123456789, \"-1001234567890\"] }").Load();
        var telegram = settings.Notify.TelegramCommands.ShouldNotBeNull();
        telegram.Allowed.Users.ShouldBe(["123456789", "42"], ignoreOrder: true);
        telegram.Allowed.Chats.ShouldBe(["123456789", "-1001234567890"], ignoreOrder: true);
        telegram.Api.ShouldBe(new Uri("https://api.telegram.org"));
        telegram.Token.Reveal().ShouldBe("1234:abcdefghijkl");
        telegram.ToString().ShouldNotContain("abcdefghijkl");
    }

    [Fact]
    public void Discord_takes_the_token_of_a_bot_which_is_masked()
    {
        var settings = _bench.Environment("OPENCLAW_ACTORS_DISCORD_BOT_TOKEN", "mnopqrstuvwx").Owner("openclaw.notify.discord.commands { enabled = on, users = [1], chats = [2] }\n").Load();
        settings.Notify.DiscordCommands.ShouldNotBeNull().Api.ShouldBe(new Uri("https://discord.com/api/v10"));
        settings.Secrets.ShouldContain(s => s.Reveal() == "mnopqrstuvwx");
        settings.Origins.Single(static o => o.Key == "OPENCLAW_ACTORS_DISCORD_BOT_TOKEN").Value.ShouldBe("(secret)");
        GatewayProcesses.Hidden.ShouldContain("OPENCLAW_ACTORS_DISCORD_BOT_TOKEN");
    }

    [Theory]
    [InlineData("commands { enabled = on }", "openclaw.notify.telegram.commands.users is empty")]
    [InlineData("commands { enabled = on, users = [1] }", "openclaw.notify.telegram.commands.chats is empty")]
    [InlineData("commands { enabled = on, chats = [1] }", "openclaw.notify.telegram.commands.users is empty")]
    [InlineData("commands { enabled = on, users = [\"@me\"], chats = [1] }", "A name will not do")]
    [InlineData("commands { enabled = on, users = [1], chats = [\"*\"] }", "expected an id, which is a whole number")]
    [InlineData("commands { enabled = on, users = 1, chats = [1] }", "expected a list of ids")]
    [InlineData("commands { enabled = on, users = [0], chats = [1] }", "expected an id")]
    [InlineData("commands { enabled = perhaps, users = [1], chats = [1] }", "expected on or off")]
    [InlineData("commands { enabled = on, users = [1], chats = [1] }\napi = \"http://telegram.example.org\"", "http is allowed to this machine only")]
    public void What_is_missing_or_wrong_is_one_line(string text, string words) => Telegram(text).Refusal().ShouldContain(words);

    [Fact]
    public void Without_a_token_nobody_can_be_heard() =>
        _bench.Owner("openclaw.notify.telegram.commands { enabled = on, users = [1], chats = [1] }\n").Refusal().ShouldContain("it needs OPENCLAW_ACTORS_TELEGRAM_TOKEN");

    public void Dispose() => _bench.Dispose();

    private SettingsBench Telegram(string text) => _bench.Environment("OPENCLAW_ACTORS_TELEGRAM_TOKEN", "1234:abcdefghijkl").Owner($"openclaw.notify.telegram {{ chat = 42, {text} }}\n");
}
