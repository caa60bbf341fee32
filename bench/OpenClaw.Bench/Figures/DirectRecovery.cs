using System.Diagnostics;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Figures;

/// <summary>kill -9 of the real gateway that the daemon keeps itself, beside the gateway's own cold start.</summary>
internal sealed class DirectRecovery : IFigure
{
    private const string Cold = "cold start: bare spawn to started";
    private const string Ours = "daemon: kill -9 to started";

    // What a gateway does after it has started, and leaves half done when it is killed, is to be over on both sides.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public string Name => "recover-direct";

    public string About => "kill -9 of the real gateway under manager=direct until it has started again, less its own cold start";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var pairs = effort.Of(7, 2);
        await using var world = await World.WithRealGateway(Budgets.Open);
        effort.Progress("the gateway's first start of all, which is not counted");
        using var first = await world.StartDaemonAndSeeHealth(cancel);
        await first.Stop();
        var (cold, ours) = (new List<double>(), new List<Recovery>());
        for (var pair = 0; pair < pairs; pair++)
        {
            effort.Progress($"pair {pair + 1} of {pairs}");
            // Now the one first, now the other: a machine that grows busier does not favour either.
            if (pair % 2 == 0) cold.Add(await ColdStart(world, cancel));
            ours.Add(await WithDaemon(world, cancel));
            if (pair % 2 != 0) cold.Add(await ColdStart(world, cancel));
        }

        var healed = ours.Select(recovery => recovery.ToStarted).ToArray();
        var differences = new Series("difference of each pair", "s", [.. healed.Zip(cold, static (with, without) => with - without)]);
        return new Finding(
        [
            new(Cold, "s", cold), new(Ours, "s", healed, Cold), differences,
            new("daemon: kill -9 to the next process", "s", [.. ours.Select(recovery => recovery.ToProcess)]),
        ])
        {
            Goals = [new("median difference at most 0.5 s", differences.Median <= 0.5)],
        };
    }

    // The same home, the same state, the same command, a gateway that was killed just before: only the daemon is not there.
    private static async Task<double> ColdStart(World world, CancellationToken cancel)
    {
        await Task.Delay(Settle, cancel);
        await World.Kill(world.OnlyGateway(), cancel);
        var clock = Stopwatch.StartNew();
        world.StartBare();
        await Eventually.Holds("the gateway has started", World.BootLimit, world.IsStarted, cancel);
        return clock.Elapsed.TotalSeconds;
    }

    // A new daemon each time that knows of no outage before: it adopts the gateway, and nothing of its budget is spent.
    private static async Task<Recovery> WithDaemon(World world, CancellationToken cancel)
    {
        world.ForgetOutages();
        using var daemon = await world.StartDaemonAndSeeHealth(cancel);
        await Task.Delay(Settle, cancel);
        var gateway = world.OnlyGateway();
        var recovery = await Recovery.Measure(
            () => World.Kill(gateway, cancel),
            () => Eventually.Holds("the gateway has started", World.BootLimit, world.IsStarted, cancel),
            () => Task.FromResult(world.OnlyGateway()));
        await world.SeeHealth(daemon, cancel);
        await daemon.Stop();
        return recovery;
    }
}
