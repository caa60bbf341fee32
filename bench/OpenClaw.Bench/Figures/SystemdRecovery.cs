using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Figures;

/// <summary>kill -9 of the real gateway under OpenClaw's own unit, which makes a pause of five seconds: with the daemon, and with systemd alone.</summary>
internal sealed class SystemdRecovery : IFigure
{
    private const string Alone = "systemd alone: kill -9 to started";
    private const string Ours = "systemd and daemon: kill -9 to started";
    private const string AloneNext = "systemd alone: kill -9 to the next process";
    private const string OursNext = "systemd and daemon: kill -9 to the next process";

    public string Name => "recover-systemd";

    public string About => "kill -9 of the real gateway under OpenClaw's own systemd unit, with and without the daemon";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var pairs = effort.Of(5, 1);
        var (alone, ours, starts) = (new List<Recovery>(), new List<Recovery>(), 0);
        for (var pair = 0; pair < pairs; pair++)
        {
            effort.Progress($"pair {pair + 1} of {pairs}: a new machine");
            await using var world = await SystemdWorld.Boot(Budgets.Open, cancel);
            var before = await world.Starts();
            if (pair % 2 == 0) alone.Add(await Recover(world, cancel));
            ours.Add(await RecoverWithDaemon(world, cancel));
            if (pair % 2 != 0) alone.Add(await Recover(world, cancel));
            starts += await world.Starts() - before;
        }

        var next = Gains("gain of each pair, next process", recovery => recovery.ToProcess);
        return new Finding(
        [
            new(Alone, "s", [.. alone.Select(recovery => recovery.ToStarted)]), new(Ours, "s", [.. ours.Select(recovery => recovery.ToStarted)], Alone),
            Gains("gain of each pair, started", recovery => recovery.ToStarted),
            new(AloneNext, "s", [.. alone.Select(recovery => recovery.ToProcess)]), new(OursNext, "s", [.. ours.Select(recovery => recovery.ToProcess)], AloneNext),
            next,
        ])
        {
            Counts = [new("kills", pairs * 2), new("starts of the unit", starts, pairs * 2)],
            // By the next process: two boots of the same gateway differ by seconds on a busy machine, whoever started them.
            Goals = [new("median gain at least 3 s, by the next process", next.Median >= 3), new("never slower, by the next process", next.Min >= 0)],
        };

        Series Gains(string name, Func<Recovery, double> part) => new(name, "s", [.. alone.Zip(ours, (without, with) => part(without) - part(with))]);
    }

    private static async Task<Recovery> Recover(SystemdWorld world, CancellationToken cancel)
    {
        var gateway = await world.Gateway();
        return await Recovery.Measure(() => World.Kill(gateway, cancel), () => world.SeeStart(cancel), world.Gateway);
    }

    private static async Task<Recovery> RecoverWithDaemon(SystemdWorld world, CancellationToken cancel)
    {
        using var daemon = await world.StartDaemon(cancel);
        var recovery = await Recover(world, cancel);
        await world.SeeHealth(daemon, cancel);
        await SystemdWorld.Stop(daemon);
        return recovery;
    }
}
