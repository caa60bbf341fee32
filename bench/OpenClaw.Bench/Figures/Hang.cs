using System.Diagnostics;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Bench.Figures;

/// <summary>SIGSTOP of the real gateway at the shipped cadence: its port takes connections and nobody answers.</summary>
internal sealed class Hang : IFigure
{
    private const string Loop = "plain loop: SIGSTOP to that many bad looks in a row";
    private const string Noticed = "daemon: SIGSTOP to incident opened";

    public string Name => "hang";

    public string About => "SIGSTOP of the real gateway: until the incident is opened, and until it is healed with one restart";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var rounds = effort.Of(5, 1);
        var probe = Shipped();
        await using var world = await World.WithRealGateway(Budgets.Open);
        var (loop, noticed, healed, restarts) = (new List<double>(), new List<double>(), new List<double>(), 0);
        for (var round = 0; round < rounds; round++)
        {
            effort.Progress($"round {round + 1} of {rounds}");
            world.ForgetOutages();
            using var daemon = await world.StartDaemonAndSeeHealth(cancel);
            await Task.Delay(probe.Interval * Random.Shared.NextDouble(), cancel);
            var starts = world.Home.GatewayStarts();
            var clock = Stopwatch.StartNew();
            world.OnlyGateway().Signal(Signals.Stop);
            var plain = BadLooks(world, probe, clock, cancel);
            await Eventually.Holds("the incident is opened", World.BootLimit, () => world.Status(daemon) is { Incident: not null }, cancel);
            noticed.Add(clock.Elapsed.TotalSeconds);
            healed.Add(await Healed(world, daemon, clock, cancel));
            loop.Add(await plain);
            restarts += world.Home.GatewayStarts() - starts;
            await daemon.Stop();
        }

        var period = (probe.IntervalSuspicious + probe.Timeout).TotalSeconds;
        return new Finding(
        [
            new(Loop, "s", loop), new(Noticed, "s", noticed, Loop), new("daemon: SIGSTOP to started again", "s", healed, Loop),
            new($"noticed, in suspicious periods of {period:0} s", "periods", [.. noticed.Select(seconds => seconds / period)]),
        ])
        {
            Counts = [new("hangs", rounds), new("restarts", restarts, rounds)],
        };
    }

    private static ProbeSettings Shipped() =>
        HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, Path.GetTempPath(), new Dictionary<string, string>())).Gateways[0].Probe;

    // What a cron job with curl would do with the same patience.
    private static async Task<double> BadLooks(World world, ProbeSettings probe, Stopwatch clock, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = world.Home.GatewayUrl, Timeout = probe.Timeout };
        for (var bad = 0; bad < probe.SuspicionThreshold;)
        {
            if (bad > 0) await Task.Delay(probe.IntervalSuspicious, cancel);
            try
            {
                using var answer = await http.GetAsync("healthz", cancel);
                bad = answer.IsSuccessStatusCode ? 0 : bad + 1;
            }
            catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
            {
                bad++;
            }
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> Healed(World world, DaemonProcess daemon, Stopwatch clock, CancellationToken cancel)
    {
        await Eventually.Holds("the gateway has started", World.BootLimit, world.IsStarted, cancel);
        var took = clock.Elapsed.TotalSeconds;
        await world.SeeHealth(daemon, cancel);
        return took;
    }
}
