using OpenClaw.Actors.Incidents;
using OpenClaw.Simulation.Tests.Worlds;

namespace OpenClaw.Simulation.Tests.Rules;

/// <summary>The book is complete, in order and without a gap, and its replay is what the brain remembers.</summary>
internal sealed class BookRules(World world)
{
    private readonly List<IncidentEvent> _ofThisLife = [];
    private readonly Dictionary<IncidentId, int> _numbers = [];
    private int _compared;
    private bool _isShifted;

    public void LifeBegins()
    {
        _ofThisLife.Clear();
        _numbers.Clear();
        _compared = 0;
        // What was written by a clock that was ahead of this one is remembered in this one's terms.
        _isShifted = world.Disk.Events.Exists(e => e.At > world.Clock.Wall);
    }

    public void Happened(IncidentEvent e)
    {
        if (_numbers.TryGetValue(e.Incident, out var before) && e.Number != before + 1) world.Fail($"{e.Incident} has event {e.Number} after {before}");
        _numbers[e.Incident] = e.Number;
        _ofThisLife.Add(e);
    }

    public void Compare()
    {
        if (_isShifted || _compared == _ofThisLife.Count || world.Healer.IsAtTheBooks || world.Healer.Daemon is not { IsAlive: true } daemon || !daemon.HasReadItsBook || Missing() is not null) return;
        if (daemon.Memory() is not { } memory) return;
        _compared = _ofThisLife.Count;
        world.Tally.Count("memory compared with the book");
        var replay = world.Disk.Events.Aggregate(new GatewayState(Daemon.Main), static (s, e) => s.Apply(e));
        if (Text(replay) != Text(memory)) world.Fail($"the replay of the book is not what the brain remembers:\n{Text(replay)}\n{Text(memory)}");
    }

    /// <summary>What the book still lacks.</summary>
    public string? Missing() => _ofThisLife.Find(e => !world.Disk.Has(e)) is { } lost ? $"the book does not have {lost.Incident}#{lost.Number}" : null;

    public void AtTheEnd()
    {
        foreach (var incident in world.Disk.Events.GroupBy(static e => e.Incident))
        {
            var numbers = incident.Select(static e => e.Number).ToArray();
            if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Length))) world.Fail($"the events of {incident.Key} in the book are {string.Join(",", numbers)}");
            if (incident.OfType<Resolved>().Count() > 1) world.Fail($"{incident.Key} ended twice");
        }
    }

    private static string Text(GatewayState state) =>
        $"open {(state.Open is { } open ? $"{open with { History = [] }} {string.Join("|", open.History)}" : "none")}; last {state.Last}";
}
