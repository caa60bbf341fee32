using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Processes;
using OpenClaw.Host.Processes;

namespace OpenClaw.Bench.Figures;

/// <summary>How soon the end of a process that is not our child is known.</summary>
internal sealed class ExitNotice : IFigure
{
    private const string Ours = "exit watcher (pidfd, epoll)";
    private const string Bare = "bare pidfd and poll(2)";
    private const string Polled = "a look at /proc every second";
    private const int WarmUp = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public string Name => "exit-notice";

    public string About => "kill -9 of a process that is not our child: until the callback of the exit watcher";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var rounds = effort.Of(100, 20);
        using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
        await using var victims = await Orphans.Start((rounds + WarmUp) * 3, local, cancel);
        var measured = new Dictionary<string, List<double>> { [Ours] = [], [Bare] = [], [Polled] = [] };
        for (var round = -WarmUp; round < rounds; round++)
        {
            if (round % 20 == 0) effort.Progress($"round {round} of {rounds}");
            await Round(round, local, victims, measured, cancel);
        }

        var ours = new Series(Ours, "ms", measured[Ours], Bare);
        return new Finding([new(Bare, "ms", measured[Bare]), ours, new(Polled, "ms", measured[Polled], Bare) { IsOthers = true }])
        {
            Goals = [new("p99 of the exit watcher at most 10 ms", ours.P99 <= 10)],
        };
    }

    // All three are watched first and nothing happens for a while, as in a daemon at rest. Who is killed first changes from round to round.
    private static async Task Round(int round, LocalProcesses local, Orphans victims, Dictionary<string, List<double>> measured, CancellationToken cancel)
    {
        var (first, second, third) = (victims.Take(), victims.Take(), victims.Take());
        (string Who, ProcessIdentity Victim, Task<long> Heard)[] watched =
        [
            (Ours, first, Heard(local.Exits, first, cancel)), (Bare, second, BareExitNotice.Of(second)), (Polled, third, HeardByLooking(local.Table, third, cancel)),
        ];
        await Task.Delay(Random.Shared.Next(1000), cancel);
        for (var i = 0; i < watched.Length; i++)
        {
            var (who, victim, heard) = watched[(i + Math.Abs(round)) % watched.Length];
            // The clock starts before the victim is proven to be itself, which takes its part of a millisecond.
            var killed = Stopwatch.GetTimestamp();
            await local.Signals.Send(victim, ProcessSignal.Kill, cancel);
            var took = Stopwatch.GetElapsedTime(killed, await heard);
            if (round >= 0) measured[who].Add(took.TotalMilliseconds);
        }
    }

    private static async Task<long> Heard(IExitWatcher exits, ProcessIdentity process, CancellationToken cancel)
    {
        await exits.WaitForExit(process, cancel);
        return Stopwatch.GetTimestamp();
    }

    private static async Task<long> HeardByLooking(IProcessTable table, ProcessIdentity process, CancellationToken cancel)
    {
        while (await table.IsAlive(process, cancel)) await Task.Delay(Second, cancel);
        return Stopwatch.GetTimestamp();
    }
}
