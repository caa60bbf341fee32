using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Simulation.Tests.Worlds;

namespace OpenClaw.Simulation.Tests.Rules;

/// <summary>At most one order at a time, none that is forbidden, and none beyond the budget.</summary>
internal sealed class OrderRules(World world)
{
    private readonly List<(RepairOrdered Order, int Life)> _restarts = [];
    private readonly HashSet<DateTimeOffset> _remembered = [];
    private RepairOrdered? _last;

    private RestartBudget Budget => world.Policy.Budget;

    private int Life => world.Healer.Lives;

    public void LifeBegins() => _remembered.Clear();

    /// <summary>What former lives spent binds this one only as far as it could read of it.</summary>
    public void LedgerRead(RestartLedger? ledger)
    {
        // What lies in the future, as the clock was set back since, is forgotten on purpose.
        foreach (var restart in ledger?.Restarts ?? [])
        {
            if (restart.At <= world.Clock.Wall) _remembered.Add(restart.At);
        }
    }

    public void Ordered(RepairOrdered order)
    {
        _last = order;
        world.Tally.Count(order.Restart is null ? "ordered treatment" : $"ordered {order.Restart}");
        if (world.Known.Forbids(order) is { } why) world.Fail($"order {order.Attempt} of {order.Incident} ({order.Restart?.ToString() ?? "treatment"}, {order.Reason}) was given although {why}");
        if (order.Restart is not { } kind) return;
        _restarts.Add((order, Life));
        var spent = _restarts.Where(r => r.Life == Life || _remembered.Contains(r.Order.At)).ToArray();
        int Since(TimeSpan span, bool living = false) => spent.Count(r => r.Order.At > order.At - span && r.Order.At <= order.At && (!living || r.Order.Restart != RestartKind.Start));
        Must(Since(TimeSpan.FromMinutes(1)) <= Budget.StartsPerMinute, "too many starts within a minute");
        Must(Since(TimeSpan.FromHours(1)) <= Budget.StartsPerHour, "too many starts within an hour");
        Must(kind == RestartKind.Start || Since(Budget.RestartWindow, living: true) <= Budget.Restarts, "too many restarts of a living gateway");
    }

    public void Begins(Call call)
    {
        call.IsInBook = _last is not null && world.Disk.Has(_last);
        foreach (var other in world.Healer.Orders)
        {
            // A command of a daemon that was killed may still be at work. The next one can only know of it when the book has it and could be read.
            if (other.Daemon == call.Daemon || (other.IsInBook && call.Daemon.HasReadItsBook)) world.Fail($"{call.Port} begins while {other.Port} of life {other.Daemon.Number} is under way");
        }
    }

    public void Ends(RestartKind kind)
    {
        var age = TimeSpan.FromTicks(world.Clock.Elapsed - world.Gateway.StartedTicks);
        if (kind != RestartKind.Forced || age >= Budget.YoungBoot - TimeSpan.FromSeconds(10)) return;
        world.Tally.Count("young boot ended by force");
        if (_last is not { IsYoungKill: true } order) return;
        var memory = Budget.YoungKillMemory - TimeSpan.FromSeconds(10);
        if (_restarts.Any(r => r.Order != order && r.Order.IsYoungKill && (r.Life == Life || _remembered.Contains(r.Order.At)) && order.At - r.Order.At < memory && r.Order.At < order.At))
            world.Fail("a young boot was ended by force twice");
    }

    private void Must(bool holds, string rule)
    {
        if (!holds) world.Fail($"the budget is exceeded: {rule}");
    }
}
