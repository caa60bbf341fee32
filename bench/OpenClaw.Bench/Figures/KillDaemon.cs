using System.Diagnostics;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.Bench.Figures;

/// <summary>The daemon is killed again and again under a client of its gateway, which must not notice.</summary>
internal sealed class KillDaemon : IFigure
{
    private const string Adopted = "start of the daemon to gateway adopted";
    private const string Version = "start of the program to its version (no daemon)";
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1500);

    public string Name => "kill-daemon";

    public string About => "kill -9 of the daemon, again and again: the gateway lives on alone, no request fails, the next daemon adopts it";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        // Every second one waits until the gateway is adopted.
        var kills = Math.Max(2, effort.Of(500, 20));
        await using var world = World.WithStandIn();
        var first = await world.StartDaemonAndSeeHealth(cancel);
        var gateway = world.OnlyGateway();
        using var client = new SteadyClient(world);
        await first.Kill();

        var (adopted, versions, mostGateways, changed) = (new List<double>(), new List<double>(), 1, 0);
        for (var i = 0; i < kills; i++)
        {
            if (i % 20 == 0) effort.Progress($"kill {i} of {kills}, {client.Failed} of {client.Asked} requests failed");
            var clock = Stopwatch.StartNew();
            using var daemon = world.StartDaemon();
            if (i % 2 == 0)
            {
                // At any moment of its life, its start included.
                await Task.Delay(LongestPause * Random.Shared.NextDouble(), cancel);
            }
            else
            {
                await Eventually.Holds("the gateway is adopted", World.BootLimit, () => world.Status(daemon) is { Healthy: true, Incident: null }, cancel);
                adopted.Add(clock.Elapsed.TotalMilliseconds);
            }

            await daemon.Kill();
            var seen = world.Gateways();
            mostGateways = Math.Max(mostGateways, seen.Count);
            if (seen is not [var only] || only != gateway) changed++;
            versions.Add(await Empty(world));
        }

        await client.End();
        return new Finding([new(Version, "ms", versions), new(Adopted, "ms", adopted, Version)])
        {
            Counts =
            [
                new("kills of the daemon", kills), new("requests to /healthz", client.Asked), new("requests that failed", client.Failed, 0),
                new("looks that found another gateway than the first", changed, 0), new("most gateways at once", mostGateways, 1), new("starts of a gateway", Starts(world), 1),
            ],
            Goals = [new("p99 of start to adopted at most 1000 ms", new Series(Adopted, "ms", adopted).P99 <= 1000)],
        };
    }

    // The floor: what the runtime takes to load the same program and end.
    private static async Task<double> Empty(World world)
    {
        var clock = Stopwatch.StartNew();
        using var program = EndToEnd.Tests.Daemon.DaemonProcess.Start(world.Home.Folder, world.Home.Environment, ["--version"]);
        await program.Exit(World.BootLimit);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static int Starts(World world) =>
        ScratchHome.ReadShared(world.GatewayOutput).Split('\n').Count(line => line.Contains("listening on", StringComparison.Ordinal) || line.Contains("already in use", StringComparison.Ordinal));
}
