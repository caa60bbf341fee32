using System.Globalization;
using OpenClaw.Actors.Incidents;
using OpenClaw.Simulation.Tests.Worlds;

namespace OpenClaw.Simulation.Tests.Rules;

/// <summary>Every call of a human reaches every channel: itself, or what has come of it since, which says it too.</summary>
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

    public string? Missing() => _promised.Concat(_inherited).FirstOrDefault(key => world.Channels.Any(c => !Heard(c, key))) is { } lost ? $"{lost} has not reached every channel" : null;

    // A call that could not be told in its time makes room for the reminder after it, and for the end.
    private static bool Heard(ModelChannel channel, string key)
    {
        var (incident, number) = (key[..key.IndexOf("/human-", StringComparison.Ordinal)], int.Parse(key[(key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture));
        return channel.Has($"{incident}/resolved") || channel.All.Any(n => n.Times > 0 && n.Key.StartsWith($"{incident}/human-", StringComparison.Ordinal)
            && int.Parse(n.Key[(n.Key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture) >= number);
    }

    public void AtTheEnd()
    {
        if (Missing() is { } lost) world.Fail(lost);
    }
}
