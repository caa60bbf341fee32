using OpenClaw.Actors.Gateways;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>The gateway's owner, whose word is a file that outlives the daemon.</summary>
public sealed class ModelOwner(World world)
{
    private static readonly TimeSpan StartHolds = TimeSpan.FromMinutes(10);
    private (DateTimeOffset Since, DateTimeOffset? Until)? _pause;
    private DateTimeOffset? _startAsked;

    /// <summary>Whether the healer is paused by now.</summary>
    public bool IsPaused => _pause is { } pause && !(pause.Until <= world.Clock.Wall);

    /// <summary>The pause that a daemon finds when it starts.</summary>
    public OperatorSaid? StandingPause() => IsPaused ? new OperatorSaid(Daemon.Main, _pause!.Value.Since, OperatorCommand.Pause, _pause.Value.Until, "moving house") : null;

    /// <summary>What was said while no daemon ran.</summary>
    public IEnumerable<OperatorSaid> SaidMeanwhile()
    {
        if (_startAsked is { } asked && world.Clock.Wall - asked <= StartHolds) yield return new OperatorSaid(Daemon.Main, asked, OperatorCommand.Start);
        _startAsked = null;
    }

    /// <summary>"Hands off".</summary>
    public void Pause(TimeSpan? length)
    {
        _pause = (world.Clock.Wall, world.Clock.Wall + length);
        Say(OperatorCommand.Pause, _pause.Value.Until);
    }

    /// <summary>"Go on".</summary>
    public void Resume()
    {
        if (_pause is null) return;
        _pause = null;
        Say(OperatorCommand.Resume);
    }

    /// <summary>"Start it".</summary>
    public void Want()
    {
        _pause = null;
        if (world.Healer.Daemon is not { IsAlive: true }) _startAsked = world.Clock.Wall;
        Say(OperatorCommand.Start);
    }

    /// <summary>"I have seen it".</summary>
    public void Acknowledge() => Say(OperatorCommand.Acknowledge);

    private void Say(OperatorCommand command, DateTimeOffset? until = null)
    {
        world.Tell($"the owner says {command}");
        world.Known.Tell(command, until);
        world.Healer.Daemon?.Tell(new OperatorSaid(Daemon.Main, world.Clock.Wall, command, until));
    }
}
