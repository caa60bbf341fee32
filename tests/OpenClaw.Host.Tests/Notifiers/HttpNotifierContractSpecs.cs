using OpenClaw.Actors.Notifying;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>What every channel behind a webhook owes besides: each misfortune of the remote side has its <see cref="Delivery"/>, and the address is in none.</summary>
public abstract class HttpNotifierContractSpecs<TSink> : NotifierContractSpecs
    where TSink : WebhookSink
{
    protected TSink Sink { get; private set; } = null!;

    /// <summary>Whether its first request is the one that tells; else it looks first, and a misfortune there cannot have told anybody.</summary>
    protected virtual bool TellsAtOnce => true;

    public override async ValueTask InitializeAsync() => Sink = await StartSink();

    public override async ValueTask DisposeAsync()
    {
        await Sink.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_429_waits_as_long_as_its_header_says()
    {
        Sink.Answer(SinkAnswer.SlowDown(2.5));
        var later = (await Deliver()).ShouldBeOfType<Delivery.TryLater>();
        later.After.ShouldBe(TimeSpan.FromSeconds(2.5));
        later.MayHaveArrived.ShouldBeFalse();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_failing_server_is_tried_later(int status)
    {
        Sink.Answer(new SinkAnswer.Status(status));
        (await Deliver()).ShouldBeOfType<Delivery.TryLater>().After.ShouldBeNull();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_refusal_is_final(int status)
    {
        Sink.Answer(new SinkAnswer.Status(status));
        (await Deliver()).ShouldBeOfType<Delivery.Refused>();
    }

    [Fact]
    public async Task A_server_that_hangs_is_tried_later_after_the_channel_s_own_timeout()
    {
        Sink.Answer(new SinkAnswer.Hang());
        var delivery = await Create(Sink.Url, TimeSpan.FromMilliseconds(500)).Deliver(News.Plain(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        var later = WithoutSecret(delivery).ShouldBeOfType<Delivery.TryLater>();
        later.After.ShouldBeNull();
        later.MayHaveArrived.ShouldBe(TellsAtOnce);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_later()
    {
        Sink.Answer(new SinkAnswer.Drop());
        (await Deliver()).ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBe(TellsAtOnce);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task What_failed_once_is_delivered_by_the_next_try(int status)
    {
        Sink.Answer(new SinkAnswer.Status(status, Body: "{}"));
        (await Deliver()).ShouldBeOfType<Delivery.TryLater>();
        (await Deliver()).ShouldBeOfType<Delivery.Delivered>();
        (await Arrived()).ShouldContain("The gateway main is down");
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_gets_nothing_and_is_tried_later()
    {
        await using var stranger = await UntrustedServer.Start();
        var address = new UriBuilder(Sink.Url) { Scheme = Uri.UriSchemeHttps, Port = stranger.Port }.Uri;
        WithoutSecret(await Create(address, TimeSpan.FromSeconds(20)).Deliver(News.Plain(), CancellationToken.None))
            .ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeFalse();
        (stranger.Requests, Sink.Calls.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_refused_connection_is_tried_later()
    {
        var nobody = new UriBuilder(Sink.Url) { Port = RawSocket.Nobody().Port };
        WithoutSecret(await Create(nobody.Uri, TimeSpan.FromSeconds(10)).Deliver(News.Plain(), CancellationToken.None))
            .ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeFalse();
    }

    [Fact]
    public async Task Cancelling_ends_a_delivery_that_hangs()
    {
        Sink.Answer(new SinkAnswer.Hang());
        using var cancel = new CancellationTokenSource();
        var delivery = Create(Sink.Url, TimeSpan.FromMinutes(5)).Deliver(News.Plain(), cancel.Token);
        await cancel.CancelAsync();
        var fault = await Should.ThrowAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(20)));
        fault.ToString().ShouldNotContain(Sink.Secret);
    }

    [Fact]
    public void The_channel_itself_does_not_print_its_secret() => $"{Create()}".ShouldNotContain(Sink.Secret);

    protected abstract Task<TSink> StartSink();

    protected abstract INotifier Create(Uri webhook, TimeSpan timeout);

    protected override INotifier Create() => Create(Sink.Url, TimeSpan.FromSeconds(20));

    /// <summary>One delivery, whose result is looked through for the secret.</summary>
    protected async Task<Delivery> Deliver() => WithoutSecret(await Create().Deliver(News.Plain(), CancellationToken.None));

    private Delivery WithoutSecret(Delivery delivery)
    {
        delivery.ToString().ShouldNotContain(Sink.Secret);
        delivery.ToString().ShouldNotContain("127.0.0.1");
        return delivery;
    }
}
