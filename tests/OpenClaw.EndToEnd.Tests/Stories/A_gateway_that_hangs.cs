using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Tier 2: SIGSTOP. The process is there and its port accepts connections; nobody answers.</summary>
public sealed class A_gateway_that_hangs(InstalledPrograms installed) : Story(installed)
{
    [Fact]
    public async Task Is_found_by_tier_2_and_replaced()
    {
        await StartDaemonAndGateway();
        var stopped = Home.OnlyGateway().ShouldNotBeNull();
        var (starts, told) = (Home.GatewayStarts(), Log.All().Count);

        stopped.Signal(Signals.Stop);
        await SeesHealthyGateway(except: stopped);
        await Eventually.Holds("the end is in the log", BootLimit, () => Log.All().Skip(told).Any(line => line.Name is "Resolved"));

        var story = Log.All().Skip(told).ToArray();
        string.Join(" ", story.Select(line => line.Name)).ShouldBe("Opened RepairOrdered RepairClosed Resolved");
        story[0].Words.ShouldContain("hung");
        story[1].Words.ShouldContain("tier 2");
        story[3].Words.ShouldContain("healed by tier 2");
        stopped.IsAlive.ShouldBeFalse("the hung process is gone for good");
        (Home.GatewayStarts() - starts).ShouldBe(1);
    }
}
