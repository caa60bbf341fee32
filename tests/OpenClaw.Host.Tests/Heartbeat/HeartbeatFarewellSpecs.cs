using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Http;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Heartbeat;

/// <summary>The last word of a daemon, as the other side takes it.</summary>
public sealed class HeartbeatFarewellSpecs : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero));
    private readonly RecordedLogs _logs = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddQuietClient(HealthchecksHeartbeat.ClientName).BuildServiceProvider();
    private HealthchecksApi _api = null!;
    private HealthchecksHeartbeat _heartbeat = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await HealthchecksApi.Start(time: _time);
        _heartbeat = new HealthchecksHeartbeat(_services.GetRequiredService<IHttpClientFactory>(), new SecretText(_api.Url.AbsoluteUri), new SecretMask([]), TimeSpan.FromSeconds(10), _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task An_orderly_stop_is_no_alarm_within_the_grace_time_and_one_when_nobody_starts_it_again()
    {
        await _heartbeat.Send(Beat.Alive, "", CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(4));
        await Farewell(isLost: false).StopAsync(CancellationToken.None);
        _api.Pings[^1].Kind.ShouldBe("log");
        _api.Pings[^1].Body.ShouldContain("was asked to stop");
        _time.Advance(TimeSpan.FromMinutes(10));
        _api.Status.ShouldBe("up", "an update or a reboot has its time");
        await _heartbeat.Send(Beat.Start, "", CancellationToken.None);
        _api.Status.ShouldBe("up");
        _time.Advance(TimeSpan.FromMinutes(2));
        _api.Status.ShouldBe("down", "it was not called alive again");
    }

    [Fact]
    public async Task A_daemon_that_has_lost_itself_is_an_alarm_at_once()
    {
        await _heartbeat.Send(Beat.Alive, "", CancellationToken.None);
        _api.Status.ShouldBe("up");
        await Farewell(isLost: true).StopAsync(new CancellationToken(canceled: true));
        _api.Status.ShouldBe("down");
        _api.Pings[^1].Body.ShouldContain("ends with 70");
    }

    [Fact]
    public async Task Nobody_waits_long_for_the_last_word()
    {
        _api.Answer(new SinkAnswer.Hang());
        var stopping = Farewell(isLost: true).StopAsync(CancellationToken.None);
        while (!stopping.IsCompleted)
        {
            _time.Advance(HeartbeatFarewell.Patience);
            await Task.Yield();
        }

        await stopping;
        _logs.Lines.ShouldHaveSingleItem().Text.ShouldContain("last word was not taken within 3 s");
    }

    private HeartbeatFarewell Farewell(bool isLost) => new(_heartbeat, () => isLost, _time, _logs.For<HeartbeatFarewell>());
}
