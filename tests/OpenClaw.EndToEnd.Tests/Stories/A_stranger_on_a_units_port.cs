using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Another program has the port while the unit is "active": its process waits for the port, and never serves.</summary>
public sealed class A_stranger_on_a_units_port(InstalledPrograms installed) : WorldStory(installed)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(15);

    private const string Server = "require('http').createServer((_, answer) => answer.end('hello')).listen(+process.argv[2], '127.0.0.1');\n";

    [Fact]
    public async Task Is_named_to_a_human_once_never_ended_and_the_gateway_serves_when_it_has_left()
    {
        var world = await MakeSystemd();
        await world.StartDaemonAndGateway();

        (await world.Sandbox.Systemctl("stop", Owner.Unit)).Succeeded.ShouldBeTrue();
        var stranger = world.Start("node", await world.Write("stranger.js", Server), $"{world.Port}");
        await Eventually.Sees("the stranger answers", World.BootLimit, async () => await world.Http.Code("") is 200 ? "200" : null);
        (await world.Sandbox.Systemctl("start", "--no-block", Owner.Unit)).Succeeded.ShouldBeTrue();

        var call = await Eventually.Sees("a human is told", World.BootLimit, () => Task.FromResult(world.Log.Of("HumanCalled").SingleOrDefault()));
        call.Words.ShouldContain($"pid {stranger.PidInside}");
        call.Words.ShouldContain("stranger.js");
        await Eventually.KeepsHolding("the stranger is not ours to end, and one call is enough", Watch, () =>
            stranger.IsAlive && world.Log.Of("HumanCalled").Count is 1 && world.Status is { Healthy: false });
        world.Discord.Calls.Count(call => call.Body.Contains("needs you", StringComparison.Ordinal)).ShouldBe(1);

        stranger.Signal(Signals.Terminate);
        await world.SeesHealthyGateway(except: null);
        world.Log.Of("HumanCalled").Count.ShouldBe(1);
        (await world.Gateway()).ShouldNotBeNull();
    }
}
