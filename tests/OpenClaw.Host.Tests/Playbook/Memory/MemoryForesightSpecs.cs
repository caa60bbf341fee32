using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Playbook.Memory;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Memory;

public sealed class MemoryForesightSpecs
{
    private static readonly ProcessIdentity First = new(100, 1);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
    private long _resident = 500;

    [Fact]
    public async Task Little_memory_left_is_told_once_for_each_process_and_not_for_a_moment()
    {
        var foresight = Foresight();
        (await Looks(foresight, First, 30)).ShouldBeEmpty("half of it is free");
        _resident = 900;
        (await Looks(foresight, First, 2)).ShouldBeEmpty("it may be a moment before garbage is collected");
        _resident = 500;
        (await Looks(foresight, First, 1)).ShouldBeEmpty();
        _resident = 900;
        var told = (await Looks(foresight, First, 10)).ShouldHaveSingleItem();
        (told.Severity, told.YourTurn).ShouldBe((Severity.Warning, "Restart it when it is idle: openclaw gateway restart --safe"));
        told.Body.ShouldContain("It has 900 MB; at 1000 MB it is ended by the test.");
        told.Body.ShouldContain("an hour: about");
        (await Looks(foresight, new ProcessIdentity(100, 2), 10)).ShouldHaveSingleItem().Key.ShouldNotBe(told.Key);
    }

    [Fact]
    public async Task A_gateway_that_does_not_serve_is_not_looked_at()
    {
        _resident = 990;
        (await Looks(Foresight(), null, 10)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, Severity.Info, null)]
    [InlineData(1, Severity.Warning, "Restart it when it suits you: openclaw gateway restart")]
    public async Task Where_its_owner_allows_it_openclaw_restarts_itself_once(int code, Severity severity, string? yourTurn)
    {
        var restarts = 0;
        var foresight = Foresight(_ =>
        {
            restarts++;
            return Task.FromResult(new CommandAnswer(code, "", "still at work"));
        });
        _resident = 900;
        var told = (await Looks(foresight, First, 10)).ShouldHaveSingleItem();
        (told.Severity, told.YourTurn, restarts).ShouldBe((severity, yourTurn, 1));
    }

    private MemoryForesight Foresight(Func<CancellationToken, Task<CommandAnswer>>? restart = null) =>
        new(new GatewayId("main"), _ => new MemoryReading(_resident << 20, 1000L << 20, "the test"), restart, _time);

    private async Task<IReadOnlyList<Announcement>> Looks(MemoryForesight foresight, ProcessIdentity? process, int times)
    {
        var told = new List<Announcement>();
        for (var i = 0; i < times; i++)
        {
            if (await foresight.Look(process, CancellationToken.None) is { } news) told.Add(news);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        return told;
    }
}
