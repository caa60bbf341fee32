using System.Diagnostics;
using OpenClaw.Bench.Figures;
using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Peers;

/// <summary>What is put to each supervisor. Each starts one of its own, so that nothing of the last fault is left.</summary>
/// <param name="peer">The supervisor.</param>
/// <param name="effort">How long to watch.</param>
/// <param name="samples">Takes what is measured.</param>
internal sealed class PeerMeasures(IPeer peer, Effort effort, PeerSamples samples)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>How long a child has been up before it is killed.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    /// <summary>A crash loop is over when its child serves again, or its supervisor has given it up, and nothing was started for so long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    /// <summary>All of them, by their names on the command line. The long ones are taken less often.</summary>
    public IReadOnlyList<(string Name, bool IsLong, Func<CancellationToken, Task> Take)> All =>
        [("idle", true, Idle), ("kill", false, Killed), ("hang", false, Hung), ("sick", false, Sick), ("crash", true, CrashLoop), ("orphan", true, Orphaned)];

    /// <summary>Memory, CPU time and wakeups of the supervisor's own processes while the child is well.</summary>
    private async Task Idle(CancellationToken cancel)
    {
        await using var running = await peer.Start(cancel);
        await running.SeeRest(cancel);
        var period = Rest(peer, effort);
        await Task.Delay(Settle(peer, effort), cancel);
        var before = Costs(running);
        await Task.Delay(period, cancel);
        var after = Costs(running);
        samples.Add(PeerRows.Resident, peer, after.Sum(static cost => cost.Value.ResidentMegabytes));
        samples.Add(PeerRows.Proportional, peer, running.Own().Sum(static process => ProcessCost.ProportionalMegabytes(process.Pid)));
        samples.Add(PeerRows.Cpu, peer, Spent(static (now, then) => now.CpuMillisecondsSince(then)));
        samples.Add(PeerRows.Wakeups, peer, Spent(static (now, then) => now.WakeupsSince(then)));

        double Spent(Func<ProcessCost, ProcessCost, double> part) =>
            after.Where(cost => before.ContainsKey(cost.Key)).Sum(cost => part(cost.Value, before[cost.Key])) / period.TotalMinutes;
    }

    private Task Killed(CancellationToken cancel) => Fault(PeerRows.Kill, Young, static (running, pid) => running.Process(pid)?.Signal(Signals.Kill), cancel);

    private Task Hung(CancellationToken cancel) => Fault(PeerRows.Hang, peer.Warmup, static (running, pid) => running.Process(pid)?.Signal(Signals.Stop), cancel);

    private Task Sick(CancellationToken cancel) => Fault(PeerRows.Sick, peer.Warmup, static (running, pid) => running.Child.Sicken(pid), cancel);

    /// <summary>From a fault, at any moment of the supervisor's cycle, to 200 from another process.</summary>
    private async Task Fault(string row, TimeSpan warmup, Action<IRunningPeer, int> fault, CancellationToken cancel)
    {
        // Who never mends it would only be waited for again.
        if (samples.Of(row, peer).Any(double.IsPositiveInfinity)) return;
        await using var running = await peer.Start(cancel);
        await Task.Delay(warmup + peer.Cycle * Random.Shared.NextDouble(), cancel);
        var (pid, starts) = (await running.Child.Up(cancel), running.Child.Starts().Count);
        var clock = Stopwatch.StartNew();
        fault(running, pid);
        samples.Add(row, peer, Seconds(await running.Child.Successor(pid, starts, clock, PatienceOf(peer, row, effort), cancel)));
    }

    /// <summary>A child that dies at once for as long as its config is bad; then its config is mended, unless the supervisor has done that itself.</summary>
    private async Task CrashLoop(CancellationToken cancel)
    {
        await using var running = await peer.Start(cancel);
        await Task.Delay(Young, cancel);
        var (pid, before) = (await running.Child.Up(cancel), running.Child.Starts().Count);
        running.Child.BreakConfig();
        var began = TimeProvider.System.GetUtcNow();
        running.Process(pid)?.Signal(Signals.Kill);
        var minute = Minute(effort);
        var healed = await SelfMended(running, pid, minute * 2, cancel);
        samples.Add(PeerRows.SelfMended, peer, Seconds(healed));
        var starts = running.Child.Starts().Skip(before).Select(start => start.At - began).ToArray();
        samples.Add(PeerRows.FirstMinute, peer, starts.Count(at => at < minute));
        samples.Add(PeerRows.SecondMinute, peer, starts.Count(at => at >= minute && at < minute * 2));

        if (healed is not null) return;
        var (old, clock) = (running.Child.Starts().Count, Stopwatch.StartNew());
        running.Child.MendConfig();
        samples.Add(PeerRows.Mended, peer, Seconds(await running.Child.Successor(pid, old, clock, PatienceOf(peer, PeerRows.Mended, effort), cancel)));
    }

    /// <summary>Waits until the loop is over. Returns when another process served in it; null when none did.</summary>
    private async Task<TimeSpan?> SelfMended(IRunningPeer running, int old, TimeSpan loop, CancellationToken cancel)
    {
        TimeSpan? healed = null;
        var (starts, last) = (0, TimeSpan.Zero);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < loop; await Task.Delay(200, cancel))
        {
            if (running.Child.Starts().Count is var now && now != starts) (starts, last) = (now, clock.Elapsed);
            if (healed is null && await running.Child.Serving(cancel) is { } pid && pid != old) healed = clock.Elapsed;
            if ((healed is not null || peer.GivesUp) && clock.Elapsed - last > Quiet) break;
        }

        return healed;
    }

    /// <summary>kill -9 of the supervisor itself.</summary>
    private async Task Orphaned(CancellationToken cancel)
    {
        await using var running = await peer.Start(cancel);
        await Task.Delay(Young, cancel);
        var (pid, starts) = (await running.Child.Up(cancel), running.Child.Starts().Count);
        var own = running.Own().ToHashSet();
        await running.KillSupervisor(cancel);
        await Task.Delay(2 * Second, cancel);
        samples.Add(PeerRows.Survives, peer, running.Process(pid) is not null ? 1 : 0);
        await Task.Delay(effort.Watch(10 * Second, 3 * Second), cancel);
        samples.Add(PeerRows.Returns, peer, running.Own().Any(process => !own.Contains(process)) ? 1 : 0);
        await running.StartAgain(cancel);
        await Task.Delay(effort.Watch(10 * Second, 5 * Second), cancel);
        samples.Add(PeerRows.Adopts, peer, await running.Child.Serving(cancel) == pid ? 1 : 0);
        samples.Add(PeerRows.Copies, peer, running.Child.Starts().Select(static start => start.Pid).Distinct().Count(one => running.Process(one) is not null));
        samples.Add(PeerRows.Vain, peer, running.Child.Starts().Count - starts);
    }

    /// <summary>After how long a fault is taken to be never mended.</summary>
    /// <param name="peer">By whom.</param>
    /// <param name="row">The fault's row.</param>
    /// <param name="effort">How long to watch.</param>
    public static TimeSpan PatienceOf(IPeer peer, string row, Effort effort) =>
        peer.NeverMends.Contains(row) || (row == PeerRows.Mended && peer.GivesUp) ? effort.Watch(15 * Second, 10 * Second) : effort.Watch(peer.Patience, 45 * Second);

    /// <summary>How long a supervisor is left alone before its use at rest is measured.</summary>
    public static TimeSpan Settle(IPeer peer, Effort effort) => effort.Watch(peer.Settle, 5 * Second);

    /// <summary>How long its use at rest is measured: one look of its own at least.</summary>
    public static TimeSpan Rest(IPeer peer, Effort effort) => effort.Watch(peer.IsSlow ? peer.Cycle : TimeSpan.FromMinutes(1), 10 * Second);

    /// <summary>What is called a minute of a crash loop.</summary>
    public static TimeSpan Minute(Effort effort) => effort.Watch(TimeSpan.FromMinutes(1), 15 * Second);

    // Processes that are there for a moment only (a script that starts the child) may be gone before they are read.
    private static Dictionary<ProcessRef, ProcessCost> Costs(IRunningPeer running)
    {
        var costs = new Dictionary<ProcessRef, ProcessCost>();
        foreach (var process in running.Own())
        {
            try
            {
                costs[process] = ProcessCost.Of(process.Pid);
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException && !process.IsAlive)
            {
                // It ended while it was read, and what it has used with it.
            }
        }

        return costs;
    }

    private static double Seconds(TimeSpan? took) => took?.TotalSeconds ?? double.PositiveInfinity;
}
