using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Daemon;

namespace OpenClaw.Bench.Figures;

/// <summary>What the daemon uses while its gateway is well.</summary>
internal sealed class DaemonIdle : IFigure
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    public string Name => "daemon-idle";

    public string About => "memory, CPU time and wakeups of the daemon while the real gateway is well, beside the gateway's own";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var period = effort.Watch(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20));
        await using var world = await World.WithRealGateway();
        using var daemon = await world.StartDaemonAndSeeHealth(cancel);
        await world.SeePage(cancel);
        effort.Progress($"settles for {Settle.TotalSeconds:0} s, then {period.TotalSeconds:0} s");
        await Task.Delay(Settle, cancel);
        (string Who, int Pid)[] watched = [("gateway", world.OnlyGateway().Pid), ("daemon", daemon.Identity!.Pid)];
        var before = watched.Select(process => ProcessCost.Of(process.Pid)).ToArray();
        await Task.Delay(period, cancel);
        var after = watched.Select(process => ProcessCost.Of(process.Pid)).ToArray();
        var proportional = watched.Select(process => ProcessCost.ProportionalMegabytes(process.Pid)).ToArray();
        await daemon.Stop();

        var minutes = period.TotalMinutes;
        Series[] resident = [.. Both("resident memory", "MB", i => after[i].ResidentMegabytes)];
        Series[] cpu = [.. Both("CPU", "ms/min", i => after[i].CpuMillisecondsSince(before[i]) / minutes)];
        Series[] wakeups = [.. Both("wakeups", "/min", i => after[i].WakeupsSince(before[i]) / minutes)];
        return new Finding([.. resident, .. Both("proportional memory", "MB", i => proportional[i]), .. cpu, .. wakeups])
        {
            Notes = [$"the status page was open and had been asked, nobody was connected; its service's environment: {ServiceUnit.Told}"],
            Goals = [.. IdleGoals.Of(ProgramForms.Of(DaemonProcess.Program), resident[1], cpu[1], wakeups[1])],
        };

        IEnumerable<Series> Both(string what, string unit, Func<int, double> value) =>
            watched.Select((process, i) => new Series($"{what}, {process.Who}", unit, [value(i)], i == 0 ? null : $"{what}, {watched[0].Who}"));
    }
}
