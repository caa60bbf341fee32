using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Gateways;

/// <summary>The owner's newest word counts, though the part that heard it was restarted since.</summary>
public sealed class NewestWordSpecs : HealerSpecs
{
    /// <inheritdoc/>
    protected override IReadOnlyList<GatewayParts> Gateways() =>
        [.. base.Gateways().Select(g => g with { StandingPause = new OperatorSaid(Main, Now, OperatorCommand.Pause, null, "moving house") })];

    [Fact]
    public async Task A_supervisor_that_is_restarted_does_not_take_back_the_pause_that_its_owner_has_ended()
    {
        await Step(60);
        TellSupervisor(new OperatorSaid(Main, Now, OperatorCommand.Resume));
        await Step(60);
        await Restart();
        Gateway.Die(signal: 9);
        await Healed(60);
    }

    [Fact]
    public async Task A_supervisor_that_is_restarted_keeps_the_pause_that_it_heard_of_last()
    {
        await Step(60);
        TellSupervisor(new OperatorSaid(Main, Now, OperatorCommand.Resume));
        TellSupervisor(new OperatorSaid(Main, Now, OperatorCommand.Pause, null, "moving again"));
        await Step(60);
        await Restart();
        Gateway.Die(signal: 9);
        await Step(600);
        Gateway.Restarts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pause_that_stands_at_the_start_stands_after_a_restart()
    {
        await Step(60);
        await Restart();
        Gateway.Die(signal: 9);
        await Step(600);
        Gateway.Restarts.ShouldBeEmpty();
    }

    /// <summary>The brain is given up: its backoff supervisor ends for good, and the subtree is started anew.</summary>
    private async Task Restart()
    {
        Sys.ActorSelection($"/user/gateways/{Main}/incident").Tell(PoisonPill.Instance);
        await Step(60);
    }
}
