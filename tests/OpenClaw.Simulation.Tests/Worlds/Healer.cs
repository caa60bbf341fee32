namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>The daemon's lives, one after the other, its calls under way, and the moment at which it is killed.</summary>
public sealed class Healer(World world)
{
    private readonly List<Call> _open = [];
    private int _lives;
    private (long Turns, TimeSpan Down)? _sentence;
    private (long Turns, TimeSpan Down)? _atAnOrder;

    /// <summary>Kills it at the call of this number: before it takes effect, or after it and before its answer. Null: never.</summary>
    public (int Call, bool After)? KillAt { get; set; }

    /// <summary>The life that runs, or the last one.</summary>
    public Daemon? Daemon { get; private set; }

    /// <summary>How many lives there were.</summary>
    public int Lives => _lives;

    /// <summary>Calls that count as points at which it can be killed, so far.</summary>
    public int Points { get; private set; }

    /// <summary>Whether a store is being read or written: the brain may be waiting.</summary>
    public bool IsAtTheBooks => _open.Exists(static c => c.Port is >= Port.Load and <= Port.SaveLedger);

    /// <summary>Orders that are being carried out in the world, whoever gave them.</summary>
    public IEnumerable<Call> Orders => _open.Where(static c => c.Port is Port.Restart or Port.Treat);

    /// <summary>A daemon starts.</summary>
    public void Start()
    {
        Daemon = new Daemon(world, ++_lives);
        world.Tell($"life {_lives} of the daemon begins");
        world.Rules.LifeBegins();
        Daemon.Start();
    }

    /// <summary>It will be killed after so many messages, or so many after its next order has begun to be carried out.</summary>
    public void Sentence(long turns, TimeSpan down, bool atAnOrder = false)
    {
        if (atAnOrder) _atAnOrder = (turns / 4, down);
        else if (Daemon is { IsAlive: true }) _sentence = (Daemon.Pump.Turns + turns, down);
    }

    /// <summary>One message; false when it has nothing to do.</summary>
    public bool Turn()
    {
        if (Daemon is not { IsAlive: true } daemon) return false;
        if (_sentence is { } due && daemon.Pump.Turns >= due.Turns)
        {
            Kill(due.Down, "between two messages");
            return false;
        }

        return daemon.Pump.Turn();
    }

    /// <summary>It is killed, and started again later by its service manager.</summary>
    public void Kill(TimeSpan down, string where)
    {
        if (Daemon is not { IsAlive: true } daemon) return;
        _sentence = null;
        daemon.Kill();
        world.Tally.Count("daemon killed");
        world.Tell($"life {daemon.Number} of the daemon is killed {where}");
        world.Rules.LifeEnds();
        foreach (var call in _open) call.Orphan();
        _open.RemoveAll(static c => !c.IsOpen);
        world.Tally.Count("order outlived its daemon", Orders.Count());
        foreach (var channel in world.Channels) channel.Forget();
        world.Clock.In(down, Start);
    }

    /// <summary>A call begins; false when the daemon is killed in that moment.</summary>
    public bool Begin(Call call)
    {
        if (IsPoint(call.Port) && ++Points == KillAt?.Call && !KillAt.Value.After)
        {
            Kill(TimeSpan.FromSeconds(3), $"before {call.Port} took effect");
            return false;
        }

        if (call.Port is Port.Restart or Port.Treat)
        {
            world.Rules.OrderBegins(call);
            if (_atAnOrder is { } due) Sentence(due.Turns, due.Down);
            _atAnOrder = null;
        }

        call.Point = Points;
        _open.Add(call);
        return true;
    }

    /// <summary>A call has taken effect; false when the daemon is killed before it hears of that.</summary>
    public bool Happened(Call call)
    {
        if (!IsPoint(call.Port) || call.Point != KillAt?.Call || !KillAt.Value.After) return true;
        call.Close();
        Kill(TimeSpan.FromSeconds(3), $"after {call.Port} took effect");
        return false;
    }

    /// <summary>A call has ended.</summary>
    public void Ended(Call call) => _open.Remove(call);

    private static bool IsPoint(Port port) => port is not (Port.Look or Port.Probe);
}
