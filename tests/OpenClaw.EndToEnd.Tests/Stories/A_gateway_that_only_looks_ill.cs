using System.Text.Json.Nodes;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.EndToEnd.Tests.Worlds;
using OpenClaw.StandIns;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>
/// A channel whose bot was revoked (/readyz is 503), no control UI (/ is 404), the gateway's own restart, and a second gateway that somebody
/// starts by hand: all of it looks like trouble from outside, and a restart would make each of them worse.
/// </summary>
public abstract class A_gateway_that_only_looks_ill(InstalledPrograms installed) : WorldStory(installed)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(12);

    /// <summary>Who keeps it.</summary>
    protected abstract KeptBy Kept { get; }

    [Fact]
    public async Task Is_never_restarted_never_signalled_and_nobody_is_alarmed()
    {
        var port = FreePort.Find();
        var world = await Make(Kept, config => LooksIll(config, port));
        await using var telegram = await TelegramApi.Start(port, world.Sockets);
        var gateway = await world.StartDaemonAndGateway();

        await Eventually.Sees("the channel is broken", World.BootLimit, async () => await world.Http.Code("readyz") is 503 ? "503" : null);
        telegram.Calls.ShouldNotBeEmpty("the gateway has asked Telegram, and was refused");
        (await world.Http.Code("")).ShouldBe(404, "there is no control UI");
        (await world.Http.IsLive()).ShouldBeTrue();
        await (await Peace.In(world)).Lasts(Watch);

        await Restarts_itself(world, gateway);
        await Has_a_second_one_beside_it(world);
    }

    private static async Task Restarts_itself(World world, ProcessRef gateway)
    {
        var before = await Peace.In(world);
        gateway.Signal(Signals.RestartYourself);
        await Eventually.Holds("it boots anew", World.BootLimit, () => before.Boots > 0);
        await world.SeesHealthyGateway(except: null);
        before.ShouldBeUndisturbed();
        before.Boots.ShouldBe(1, "its own restart, and no other");
        await (await Peace.In(world)).Lasts(Watch);
    }

    private static async Task Has_a_second_one_beside_it(World world)
    {
        var before = await Peace.In(world);
        var second = world.Start("openclaw", "gateway", "run", "--port", $"{FreePort.Find()}");
        await before.Lasts(Watch * 2);
        second.Signal(Signals.Kill);
        await before.Lasts(Watch / 2);
    }

    private static void LooksIll(JsonObject config, int telegram)
    {
        config["gateway"]!["controlUi"] = new JsonObject { ["enabled"] = false };
        config["channels"] = new JsonObject
        {
            ["telegram"] = new JsonObject { ["enabled"] = true, ["apiRoot"] = $"http://127.0.0.1:{telegram}", ["botToken"] = TelegramApi.Token },
        };
    }
}

/// <inheritdoc/>
public sealed class A_gateway_that_only_looks_ill_under_systemd(InstalledPrograms installed) : A_gateway_that_only_looks_ill(installed)
{
    protected override KeptBy Kept => KeptBy.Systemd;
}

/// <inheritdoc/>
public sealed class A_gateway_that_only_looks_ill_under_the_daemon(InstalledPrograms installed) : A_gateway_that_only_looks_ill(installed)
{
    protected override KeptBy Kept => KeptBy.Daemon;
}
