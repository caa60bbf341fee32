using OpenClaw.Actors.Incidents;
using OpenClaw.Simulation.Tests.Worlds;

namespace OpenClaw.Simulation.Tests.Rules;

/// <summary>Every call of a human reaches every channel.</summary>
internal sealed class NewsRules(World world)
{
    // Of the life that runs: it has them in its memory, whatever the disk does.
    private readonly HashSet<string> _promised = [];

    // Of lives that were killed: what the disk had of them.
    private readonly HashSet<string> _inherited = [];

    public void Happened(IncidentEvent e)
    {
        if (e is HumanCalled call) _promised.Add($"{e.Incident}/human-{call.Times}");
    }

    public void LifeEnds()
    {
        _inherited.UnionWith(_promised.Where(world.Disk.Has));
        _promised.Clear();
    }

    public string? Missing() => _promised.Concat(_inherited).FirstOrDefault(key => world.Channels.Any(c => !c.Has(key))) is { } lost ? $"{lost} has not reached every channel" : null;

    public void AtTheEnd()
    {
        if (Missing() is { } lost) world.Fail(lost);
    }
}
