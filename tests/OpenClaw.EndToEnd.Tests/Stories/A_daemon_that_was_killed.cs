using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>The healer dies; its patient must not notice.</summary>
public sealed class A_daemon_that_was_killed(InstalledPrograms installed) : Story(installed)
{
    private static readonly TimeSpan WatchAfterwards = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Adopts_the_live_gateway_when_it_is_started_again_and_no_request_fails_meanwhile()
    {
        var first = await StartDaemonAndGateway();
        var gateway = Home.OnlyGateway().ShouldNotBeNull();
        var starts = Home.GatewayStarts();
        var told = Log.All().Count;
        using var over = new CancellationTokenSource();
        var client = AskUntil(over.Token);

        await first.Kill();
        gateway.IsAlive.ShouldBeTrue("the gateway outlives its healer");
        var second = StartDaemon();
        await Eventually.Holds("the new daemon says that the gateway is healthy", BootLimit, () =>
            DaemonStatusJson.Read(Home.ActorsHome) is { } status && status.Pid == second.Identity?.Pid && status.Main is { Healthy: true, Incident: null });
        await Eventually.KeepsHolding("the same gateway, alone", WatchAfterwards, () => Home.OnlyGateway() == gateway);

        await over.CancelAsync();
        var (asked, failed) = await client;
        asked.ShouldBeGreaterThan(20);
        failed.ShouldBe(0);
        Home.GatewayStarts().ShouldBe(starts);
        Log.All().Skip(told).ShouldBeEmpty("nothing happened to the gateway, so there is nothing to tell");
    }

    private async Task<(int Asked, int Failed)> AskUntil(CancellationToken over)
    {
        var (asked, failed) = (0, 0);
        while (!over.IsCancellationRequested)
        {
            asked++;
            if (!await Http.IsLive())
                failed++;
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }

        return (asked, failed);
    }
}
