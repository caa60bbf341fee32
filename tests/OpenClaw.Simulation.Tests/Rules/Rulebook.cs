using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Simulation.Tests.Worlds;

namespace OpenClaw.Simulation.Tests.Rules;

/// <summary>What must hold in every world, all the time and at its end.</summary>
public sealed class Rulebook
{
    private readonly World _world;
    private readonly OrderRules _orders;
    private readonly BookRules _book;
    private readonly NewsRules _news;

    /// <summary>The rules of a world.</summary>
    public Rulebook(World world) => (_world, _orders, _book, _news) = (world, new OrderRules(world), new BookRules(world), new NewsRules(world));

    /// <summary>A daemon starts.</summary>
    public void LifeBegins()
    {
        _world.Known.Forget();
        _orders.LifeBegins();
        _book.LifeBegins();
    }

    /// <summary>A daemon was killed.</summary>
    public void LifeEnds()
    {
        _world.Note(_world.Healer.Daemon!.Pump.Trail);
        _news.LifeEnds();
    }

    /// <summary>The ledger was read.</summary>
    public RestartLedger? LedgerRead(RestartLedger? ledger)
    {
        _orders.LedgerRead(ledger);
        return ledger;
    }

    /// <summary>An event was stored and is acted on.</summary>
    public void Happened(IncidentEvent e)
    {
        _world.Tally.Count($"event {e.GetType().Name}");
        if (e is Resolved resolved) _world.Tally.Count($"outcome {resolved.Outcome}");
        if (e is RepairOrdered order) _orders.Ordered(order);
        _world.Known.Tell(e);
        _book.Happened(e);
        _news.Happened(e);
    }

    /// <summary>An order is about to be carried out.</summary>
    public void OrderBegins(Call call) => _orders.Begins(call);

    /// <summary>A restart of ours ends a living process.</summary>
    public void Ends(RestartKind kind) => _orders.Ends(kind);

    /// <summary>While the healer is at rest: what is remembered is what is written.</summary>
    public void Compare() => _book.Compare();

    /// <summary>What is still to be done; null when all is over.</summary>
    public string? Unfinished()
    {
        if (_world.Healer.Daemon is not { IsAlive: true, Status: { } status } daemon) return "no daemon has said how the gateway is";
        if (status.Incident is { } open) return $"incident {open} is open, the gateway is {status.Phase}";
        if (_world.Healer.Orders.Any()) return "an order is under way";
        if (!_world.Gateway.Serves && !_world.Gateway.IsAtRest) return $"the gateway does not serve, and the healer says {status.Phase}";
        return daemon.Memory() is null ? "the brain rests" : _news.Missing() ?? _book.Missing();
    }

    /// <summary>The last look.</summary>
    public void AtTheEnd()
    {
        _book.AtTheEnd();
        _news.AtTheEnd();
    }
}
