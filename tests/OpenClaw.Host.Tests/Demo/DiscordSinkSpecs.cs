using Microsoft.Extensions.DependencyInjection;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Demo;
using OpenClaw.Host.Notifiers;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Demo;

public sealed class DiscordSinkSpecs
{
    [Fact]
    public async Task It_confirms_what_the_real_notifier_sends_and_shows_it_as_a_reader_would_see_it()
    {
        var got = new List<ReceivedMessage>();
        await using var sink = await DiscordSink.Start(got.Add, default);
        sink.Webhook.IsLoopback.ShouldBeTrue();
        await using var services = new ServiceCollection().AddChannelClient().BuildServiceProvider();
        var notifier = new DiscordNotifier(
            new ChannelTools(services.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromSeconds(10), TimeProvider.System), new SecretText(sink.Webhook.AbsoluteUri), Severity.Warning);

        var delivery = await notifier.Deliver(
            new Announcement("k", new GatewayId("demo"), null, Severity.Critical, "Gateway demo needs you", "It is down: look_here.", [], null, Happening.Start), default);

        delivery.ShouldBeOfType<Delivery.Delivered>();
        var message = got.ShouldHaveSingleItem();
        DemoLine.Title(message.Title).ShouldBe("Gateway demo needs you");
        message.Text.ShouldBe("It is down: look_here.");
    }

    [Fact]
    public async Task It_shows_an_edit_as_one_more_message()
    {
        var got = new List<ReceivedMessage>();
        await using var sink = await DiscordSink.Start(got.Add, default);
        await using var services = new ServiceCollection().AddChannelClient().BuildServiceProvider();
        var notifier = new DiscordNotifier(
            new ChannelTools(services.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromSeconds(10), TimeProvider.System), new SecretText(sink.Webhook.AbsoluteUri), Severity.Warning);
        var news = new Announcement("k", new GatewayId("demo"), null, Severity.Warning, "one", "It is down.", [], null, Happening.Start);
        var handle = (await notifier.Deliver(news, default)).ShouldBeOfType<Delivery.Delivered>().Handle;

        (await notifier.Deliver(news with { Key = "l", Title = "two", Rings = false, Earlier = handle }, default)).ShouldBeOfType<Delivery.Delivered>().Handle.ShouldBe(handle);

        got.Select(static m => DemoLine.Title(m.Title)).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task It_takes_nothing_but_a_post_to_its_webhook()
    {
        var got = new List<ReceivedMessage>();
        await using var sink = await DiscordSink.Start(got.Add, default);
        using var http = new HttpClient();

        ((int)(await http.GetAsync(sink.Webhook)).StatusCode).ShouldBe(404);
        ((int)(await http.PostAsync(new Uri($"http://{sink.Webhook.Authority}/api/webhooks/2/other"), new StringContent("{}"))).StatusCode).ShouldBe(404);
        ((int)(await http.PostAsync(sink.Webhook, new StringContent("no json"))).StatusCode).ShouldBe(400);
        got.ShouldBeEmpty();
    }
}
