using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>Two gateways are two equal subtrees: one cannot hurt the other.</summary>
public sealed class TwoGatewaysSpecs : HealerSpecs
{
    private static readonly GatewayId Work = new("work");
    private SimulatedGateway _work = null!;
    private readonly ScriptedDoctor _workDoctor = new("claude-code");

    [Fact]
    public async Task A_broken_one_does_not_touch_the_other()
    {
        await Step(60);
        _work.IsConfigBroken = true;
        _work.Die(78);
        await Step(TimeSpan.FromHours(1));
        Journal.Of(Work).ShouldNotBeEmpty();
        Journal.Of(Main).ShouldBeEmpty();
        Gateway.Restarts.ShouldBeEmpty();
        Doctor.Treatments.ShouldBeEmpty();
        _workDoctor.Treatments.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_healer_of_one_that_cannot_live_leaves_the_healer_of_the_other_alive()
    {
        await Step(60);
        for (var i = 0; i < 6; i++)
        {
            Sys.ActorSelection($"/user/gateways/{Work}/incident").Tell(PoisonPill.Instance);
            await Step(5);
        }

        RootLost.ShouldBe(0);
        DiscordTitles.ShouldContain("Gateway work has lost its healer");
        Warnings.ShouldContain(w => w.Contains("healer of gateway work") && w.Contains("1 others go on"));
        Gateway.Die(signal: 9);
        await Healed(60);
        _work.Die(signal: 9);
        await Step(60);
        _work.Restarts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Both_can_be_healed_at_the_same_time()
    {
        await Step(60);
        _work.IsHung = true;
        Gateway.Die(signal: 9);
        await Step(120);
        Gateway.Restarts.ShouldBe([RestartKind.Start]);
        _work.Restarts.ShouldBe([RestartKind.Forced]);
        Log.Told.Select(a => a.Gateway).Distinct().Count().ShouldBe(2);
    }

    protected override IReadOnlyList<GatewayParts> Gateways()
    {
        _work = new SimulatedGateway(Clock).Start();
        return [.. base.Gateways(), new GatewayParts(Work, _work, _work, [_workDoctor], Policy)];
    }
}
