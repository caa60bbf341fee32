using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Processes;
using OpenClaw.Host.Processes;

namespace OpenClaw.Bench.Figures;

/// <summary>What it costs to wait for the exit of many processes of which none exits.</summary>
internal sealed class WatchCost : IFigure
{
    private const int Watched = 200;
    private const string Nobody = "nobody watched";
    private const string Ours = "200 watched";
    private const string Polled = "200 looked at every second";
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public string Name => "watch-cost";

    public string About => "CPU time and wakeups while 200 processes are watched and nothing happens";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var period = effort.Watch(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10));
        using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
        await using var sleepers = await Orphans.Start(Watched, local, cancel);
        Dictionary<string, List<(double Cpu, double Wakeups)>> measured = new() { [Nobody] = [], [Ours] = [], [Polled] = [] };
        // What the runtime itself does after a start is nobody's cost.
        await Measure([], Settle, cancel);
        for (var turn = 0; turn < effort.Of(2, 1); turn++)
        {
            effort.Progress($"turn {turn + 1}, three times {period.TotalSeconds:0} s");
            measured[Nobody].Add(await Measure([], period, cancel));
            measured[Ours].Add(await MeasureWith(stop => [.. sleepers.Left.Select(process => local.Exits.WaitForExit(process, stop))], period, cancel));
            measured[Polled].Add(await MeasureWith(stop => [KeepLooking(local.Table, sleepers.Left, stop)], period, cancel));
        }

        return new Finding([.. All("CPU", $"ms/{period.TotalSeconds:0} s", static value => value.Cpu), .. All("wakeups", $"/{period.TotalSeconds:0} s", static value => value.Wakeups)]);

        IEnumerable<Series> All(string what, string unit, Func<(double Cpu, double Wakeups), double> part) => measured.Select(who =>
            new Series($"{what}, {who.Key}", unit, [.. who.Value.Select(part)], who.Key == Nobody ? null : $"{what}, {Nobody}") { IsOthers = who.Key == Polled });
    }

    private static async Task<(double Cpu, double Wakeups)> MeasureWith(Func<CancellationToken, IReadOnlyList<Task>> watch, TimeSpan period, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watching = watch(stop.Token);
        var cost = await Measure(watching, period, cancel);
        await stop.CancelAsync();
        try
        {
            await Task.WhenAll(watching);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // How watching ends when nothing happens.
        }

        return cost;
    }

    private static async Task<(double Cpu, double Wakeups)> Measure(IReadOnlyList<Task> watching, TimeSpan period, CancellationToken cancel)
    {
        await Task.Delay(Settle, cancel);
        GC.Collect();
        var before = ProcessCost.Of(Environment.ProcessId);
        await Task.Delay(period, cancel);
        var after = ProcessCost.Of(Environment.ProcessId);
        if (watching.Any(watch => watch.IsCompleted)) throw new InvalidOperationException("A watch ended though nobody was killed.");
        return (after.CpuMillisecondsSince(before), after.WakeupsSince(before));
    }

    private static async Task KeepLooking(IProcessTable table, IReadOnlyCollection<ProcessIdentity> processes, CancellationToken cancel)
    {
        using var every = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await every.WaitForNextTickAsync(cancel))
        {
            foreach (var process in processes) await table.IsAlive(process, cancel);
        }
    }
}
