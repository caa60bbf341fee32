using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Http;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Heartbeat;

/// <summary>The pinging API, against a stand-in that knows its addresses and limits.</summary>
public sealed class HealthchecksHeartbeatSpecs : IAsyncLifetime
{
    private readonly RecordedLogs _logs = new();
    private readonly List<string> _texts = [];
    private ServiceProvider _services = null!;
    private HealthchecksApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging(l => l.AddProvider(_logs).SetMinimumLevel(LogLevel.Trace)).AddQuietClient(HealthchecksHeartbeat.ClientName).BuildServiceProvider();
        _api = await HealthchecksApi.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _services.DisposeAsync();
        $"{_logs.All}\n{string.Join('\n', _texts)}".ShouldNotContain(_api.Secret, Case.Sensitive, "the address is a secret");
    }

    [Fact]
    public async Task Each_kind_of_ping_has_its_address_and_carries_its_text()
    {
        foreach (var beat in new[] { Beat.Start, Beat.Alive, Beat.Failing, Beat.Note }) (await Send(beat, $"it is {beat}")).ShouldBeOfType<Delivery.Delivered>();
        _api.Pings.Select(static p => (p.Kind, p.Body)).ShouldBe([("start", "it is Start"), ("success", "it is Alive"), ("fail", "it is Failing"), ("log", "it is Note")]);
        _api.Calls.ShouldAllBe(static c => c.Method == "POST" && c.ContentType == "text/plain; charset=utf-8");
    }

    [Theory]
    [InlineData($"/{HealthchecksApi.PingKey}/openclaw-actors", "?create=1", true)]
    [InlineData($"/ping/{HealthchecksApi.Uuid}", "", false)]
    [InlineData($"/ping/{HealthchecksApi.Uuid}/", "", false)]
    public async Task A_check_is_found_by_its_name_or_on_a_host_of_one_s_own_as_well(string check, string query, bool isHosted)
    {
        await using var api = await HealthchecksApi.Start(isHosted, check.TrimEnd('/'), query);
        var url = new Uri(api.Url.GetLeftPart(UriPartial.Authority) + check + query);
        (await To(url).Send(Beat.Failing, "x", CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        (await To(url).Send(Beat.Alive, "x", CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        api.Pings.Select(static p => p.Kind).ShouldBe(["fail", "success"]);
        api.Calls.ShouldAllBe(c => c.PathAndQuery.EndsWith(query, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_check_that_is_not_there_is_a_refusal_whether_the_status_says_so_or_not(bool isHosted)
    {
        await using var api = await HealthchecksApi.Start(isHosted);
        var refused = (await To(new Uri(api.Url, $"/{Guid.NewGuid()}")).Send(Beat.Alive, "x", CancellationToken.None)).ShouldBeOfType<Delivery.Refused>();
        refused.Why.ShouldContain("the check is not known there");
        refused.Why.ShouldContain("OPENCLAW_ACTORS_HEARTBEAT_URL");
    }

    [Fact]
    public async Task The_sixth_ping_in_a_minute_is_told_later_whether_the_status_says_so_or_not()
    {
        for (var i = 0; i < 5; i++) (await Send()).ShouldBeOfType<Delivery.Delivered>();
        (await Send()).ShouldBeOfType<Delivery.TryLater>().After.ShouldBe(TimeSpan.FromMinutes(1));
        _api.Answer(SinkAnswer.SlowDown(90));
        (await Send()).ShouldBeOfType<Delivery.TryLater>().After.ShouldBe(TimeSpan.FromSeconds(90));
        _api.Answer(SinkAnswer.SlowDown(1_000_000));
        (await Send()).ShouldBeOfType<Delivery.TryLater>().After.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_page_that_is_no_answer_of_this_api_is_no_success()
    {
        _api.Answer(new SinkAnswer.Status(200, Body: "<!DOCTYPE html><title>Sign in</title>" + new string('x', 100_000)));
        (await Send()).ShouldBeOfType<Delivery.Refused>().Why.ShouldContain("no ping URL");
        _api.Answer(new SinkAnswer.Status(204));
        (await Send()).ShouldBeOfType<Delivery.Refused>();
        _api.Answer(new SinkAnswer.Status(302));
        (await Send()).ShouldBeOfType<Delivery.Refused>();
        _api.Calls.Count.ShouldBe(3, "a redirect is not followed");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task A_refusal_is_a_refusal(int status)
    {
        _api.Answer(new SinkAnswer.Status(status));
        (await Send()).ShouldBeOfType<Delivery.Refused>();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failing_server_is_tried_later(int status)
    {
        _api.Answer(new SinkAnswer.Status(status), new SinkAnswer.Drop());
        (await Send()).ShouldBeOfType<Delivery.TryLater>();
        (await Send()).ShouldBeOfType<Delivery.TryLater>();
        (await Send()).ShouldBeOfType<Delivery.Delivered>();
    }

    [Fact]
    public async Task A_server_that_hangs_or_is_not_there_is_tried_later()
    {
        _api.Answer(new SinkAnswer.Hang());
        (await To(_api.Url, TimeSpan.FromMilliseconds(300)).Send(Beat.Alive, "x", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeOfType<Delivery.TryLater>().Why.ShouldBe("no answer within 0.3 s");
        (await To(new Uri(RawSocket.Nobody(), HealthchecksApi.Uuid)).Send(Beat.Alive, "x", CancellationToken.None)).ShouldBeOfType<Delivery.TryLater>();
        await using var silent = RawSocket.Says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        (await To(new Uri(silent.Url, HealthchecksApi.Uuid), TimeSpan.FromMilliseconds(300)).Send(Beat.Alive, "x", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeOfType<Delivery.TryLater>();
    }

    [Fact]
    public async Task A_try_that_is_given_up_ends_without_the_address()
    {
        _api.Answer(new SinkAnswer.Hang());
        using var off = new CancellationTokenSource();
        var sending = To(_api.Url).Send(Beat.Alive, "x", off.Token);
        await off.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(sending)).ToString().ShouldNotContain(HealthchecksApi.Uuid);
    }

    [Fact]
    public async Task No_secret_is_in_a_body_and_none_is_longer_than_what_a_host_of_one_s_own_keeps()
    {
        await Send(Beat.Failing, $"discord said https://discord.com/api/webhooks/1/abcdefgh and {_api.Url} and the-key-of-the-owner, incident main-20261123-031504 since 2026-11-23 03:15:04 UTC");
        var body = _api.Pings[^1].Body;
        body.ShouldNotContain("abcdefgh");
        body.ShouldNotContain(HealthchecksApi.Uuid);
        body.ShouldNotContain("the-key-of-the-owner");
        body.ShouldContain("incident main-20261123-031504 since 2026-11-23 03:15:04 UTC");
        await Send(Beat.Alive, new string('語', 50_000));
        Encoding.UTF8.GetByteCount(_api.Calls[^1].Body).ShouldBeInRange(8000, 10_000);
    }

    private Task<Delivery> Send(Beat beat = Beat.Alive, string text = "x") => To(_api.Url).Send(beat, text, CancellationToken.None);

    private Watched To(Uri url, TimeSpan? timeout = null)
    {
        var mask = new SecretMask([new SecretText(url.AbsoluteUri), new SecretText(HealthchecksApi.Uuid), new SecretText("the-key-of-the-owner")]);
        return new Watched(_texts, new HealthchecksHeartbeat(_services.GetRequiredService<IHttpClientFactory>(), new SecretText(url.AbsoluteUri), mask, timeout ?? TimeSpan.FromSeconds(20), TimeProvider.System));
    }

    /// <summary>Keeps every text that comes back.</summary>
    private sealed class Watched(List<string> texts, IHeartbeat inner) : IHeartbeat
    {
        public async Task<Delivery> Send(Beat beat, string text, CancellationToken cancel)
        {
            var outcome = await inner.Send(beat, text, cancel);
            texts.Add(outcome.ToString());
            return outcome;
        }
    }
}
