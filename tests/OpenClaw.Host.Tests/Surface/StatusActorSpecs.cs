using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>The daemon's word on itself: in memory for whoever asks it, on disk for whoever cannot, and clean in both.</summary>
public sealed class StatusActorSpecs : ActorSpecs
{
    private const string Webhook = "https://discord.com/api/webhooks/123/planted-secret-of-the-owner";
    private readonly SurfaceBench _bench = new SurfaceBench().With("DISCORD_WEBHOOK_URL", Webhook);
    private readonly SurfaceFeed _feed = new();

    [Fact]
    public async Task Memory_and_disk_say_the_same()
    {
        await Start();
        Tell(new GatewayStatus(Main, Now, GatewayPhase.Paused, ["process: none"], new IncidentId("main-20261123-031504"), Tier.Prober) { Pause = new Pause(Now.AddHours(2), "a new disk") { Since = Now } });
        Tell(new ChannelHealth("discord", Now, Now.AddMinutes(-1), "404"));
        await Quiet();
        var status = _feed.Status.ShouldNotBeNull();
        var gateway = status.Gateways.ShouldHaveSingleItem();
        (gateway.Phase, gateway.Healthy, gateway.Tier, gateway.Pause).ShouldBe(("Paused", false, 2, new PauseLine(Now, Now.AddHours(2), "a new disk")));
        status.Channels.ShouldBe([new ChannelLine("discord", true, Now.AddMinutes(-1), "404"), new ChannelLine("log", false, null, null)]);
        await Eventually.Holds(() => new StatusFile(_bench.Home).Read() is { Gateways.Count: 1, Channels: [{ Failing: true }, _] }, "it is on disk");
        new StatusFile(_bench.Home).Read()!.Gateways[0].Pause.ShouldBe(gateway.Pause);
    }

    [Fact]
    public async Task A_channel_that_delivers_again_and_what_happens_in_incidents_are_told_to_whoever_listens()
    {
        await Start();
        using var reader = _feed.Open().ShouldNotBeNull();
        Tell(new ChannelHealth("discord", Now, Now, "404"));
        Tell(new ChannelHealth("discord", Now, null, null));
        Tell(new IncidentNews(Main, new Acknowledged(new IncidentId("main-20261123-031504"), Now) { Number = 7 }));
        await Quiet();
        var told = new List<SurfaceEvent>();
        while (reader.TryTake(out var e)) told.Add(e);
        told.Select(static e => e.Channel).OfType<ChannelLine>().Select(static c => c.Failing).ShouldBe([true, false]);
        told.Select(static e => e.Incident).OfType<IncidentNewsJson>().ShouldHaveSingleItem().Event.Number.ShouldBe(7);
        told.Select(static e => e.Number).ShouldBeInOrder();
    }

    [Fact]
    public async Task No_secret_that_a_log_or_a_config_holds_is_in_a_status_or_in_an_event()
    {
        await Start();
        using var reader = _feed.Open().ShouldNotBeNull();
        string[] evidence = [$"log: posting to {Webhook}", "config: botToken: \"abcdefgh12345678\"", "log: \u001b[31mred"];
        Tell(new GatewayStatus(Main, Now, GatewayPhase.Down, evidence, null, null) { Pause = new Pause(null, $"see {Webhook}") });
        Tell(new ChannelHealth("discord", Now, Now, $"POST {Webhook}: 404"));
        Tell(new IncidentNews(Main, new HumanCalled(new IncidentId("main-20261123-031504"), Now, "token: \"abcdefgh12345678\"", "look", 1, GatewayPhase.Down) { Number = 1, Witnesses = evidence }));
        await Quiet();
        var answers = new SurfaceAnswers(_bench.Settings);
        var texts = new List<string> { answers.Text(_feed.Status!, SurfaceJson.Default.DaemonStatus) };
        while (reader.TryTake(out var e))
        {
            if (e.Status is { } status) texts.Add(answers.Text(status, SurfaceJson.Default.DaemonStatus));
            if (e.Incident is { } news) texts.Add(answers.Text(news, SurfaceJson.Default.IncidentNewsJson));
            if (e.Channel is { } channel) texts.Add(answers.Text(channel, SurfaceJson.Default.ChannelLine));
        }

        texts.Count.ShouldBeGreaterThan(3);
        foreach (var text in texts)
            foreach (var planted in new[] { "planted-secret", "abcdefgh12345678", "u001b" }) text.ShouldNotContain(planted, Case.Insensitive);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _bench.DisposeAsync();
    }

    private async Task Start()
    {
        var file = new StatusFile(_bench.Home);
        Sys.ActorOf(Props.Create(() => new StatusActor(file, _feed, 1, "1.2.3", new[] { "discord", "log" })));
        await Quiet();
    }

    private void Tell(object news) => Sys.EventStream.Publish(news);
}
