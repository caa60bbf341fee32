using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Tier 1: <c>kill -9</c>.</summary>
public sealed class A_gateway_that_was_killed(InstalledPrograms installed) : Story(installed)
{
    [Fact]
    public async Task Is_healthy_again_as_a_new_process_after_one_restart_by_tier_1()
    {
        await StartDaemonAndGateway();
        var killed = Home.OnlyGateway().ShouldNotBeNull();
        var (starts, told) = (Home.GatewayStarts(), Log.All().Count);

        killed.Signal(Signals.Kill);
        await Eventually.Holds("the incident is in the log", BootLimit, () => Log.All().Skip(told).Any(line => line.Name is "Opened"));
        await SeesHealthyGateway(except: killed);
        await Eventually.Holds("the end is in the log", BootLimit, () => Log.All().Skip(told).Any(line => line.Name is "Resolved"));

        var story = Log.All().Skip(told).ToArray();
        string.Join(" ", story.Select(line => line.Name)).ShouldBe("Opened RepairOrdered RepairClosed Resolved");
        story[1].Words.ShouldContain("tier 1");
        story[3].Words.ShouldContain("healed by tier 1");
        (Home.GatewayStarts() - starts).ShouldBe(1, "one restart, and no second copy that lost a race");
    }
}
