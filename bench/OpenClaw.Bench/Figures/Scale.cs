using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Scaling;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.Bench.Figures;

/// <summary>Many gateways in one process: the real actors and the real probe, against a Kestrel in another process.</summary>
internal sealed class Scale : IFigure
{
    public string Name => "scale";

    public string About => "1 to 10,000 gateways in one process: memory and CPU of each, how late their looks begin, and whether a stuck one delays the others";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var (sizes, pause) = effort.Quick ? (new[] { 1, 100 }, TimeSpan.FromSeconds(5)) : ([1, 100, 1000, 10_000], TimeSpan.FromSeconds(30));
        await using var home = new ScratchHome(new RealPrograms(AppContext.BaseDirectory, AppContext.BaseDirectory));
        using var gateway = DaemonProcess.Start(home.Folder, home.Environment, [.. Gateway.StandInCommand(home).Skip(1)]);
        using var http = new GatewayHttp(home.GatewayUrl);
        await Eventually.Holds("the gateway that all are answers", World.BootLimit, http.IsStarted, cancel);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var stuckAt = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/");

        var (bare, ours, stuck) = (new Dictionary<int, List<ScaleOutcome>>(), new Dictionary<int, List<ScaleOutcome>>(), new List<ScaleOutcome>());
        for (var turn = 0; turn < effort.Of(2, 1); turn++)
        {
            foreach (var size in sizes)
            {
                await Take(bare, size, new ScaleRequest(IsBare: true, size, home.GatewayUrl, null, pause, pause * 2.3, effort.Watch(pause * 2, pause * 2)));
                await Take(ours, size, new ScaleRequest(IsBare: false, size, home.GatewayUrl, null, pause, pause * 2.3, effort.Watch(pause * 2, pause * 2)));
            }

            var many = StuckAmong(sizes);
            effort.Progress($"{Many(many)} and a stuck one");
            stuck.Add(await new ScaleRequest(IsBare: false, many, home.GatewayUrl, stuckAt, pause, pause * 2.3, pause * 2).Run(cancel));
        }

        return Found(sizes, bare, ours, stuck);

        async Task Take(Dictionary<int, List<ScaleOutcome>> into, int size, ScaleRequest request)
        {
            effort.Progress($"{Many(size)}{(request.IsBare ? ", only asked" : "")}, {(request.Settle + request.Watch).TotalSeconds:0} s");
            if (!into.TryGetValue(size, out var list)) into[size] = list = [];
            list.Add(await request.Run(cancel));
        }
    }

    private static int StuckAmong(int[] sizes) => sizes.Where(static size => size <= 1000).Max();

    private static Finding Found(int[] sizes, Dictionary<int, List<ScaleOutcome>> bare, Dictionary<int, List<ScaleOutcome>> ours, List<ScaleOutcome> stuck)
    {
        var (most, among) = (sizes[^1], StuckAmong(sizes));
        var series = new List<Series>();
        foreach (var size in sizes)
        {
            series.Add(new($"CPU, {Many(size)}, only asked", "ms/min", [.. bare[size].Select(static run => run.CpuPerMinute)]));
            series.Add(new($"CPU, {Many(size)}", "ms/min", [.. ours[size].Select(static run => run.CpuPerMinute)], $"CPU, {Many(size)}, only asked"));
            series.Add(new($"CPU beyond HTTP, {Many(size)}", "ms/min", Beyond(size)));
            series.Add(new($"resident memory, {Many(size)}", "MB", [.. ours[size].Select(static run => run.ResidentMegabytes)]));
            series.Add(new($"managed memory, {Many(size)}", "MB", [.. ours[size].Select(static run => run.HeapMegabytes)]));
            series.Add(new($"looks begin late, median, {Many(size)}", "ms", [.. ours[size].Select(static run => run.DelayMedian)]));
            series.Add(new($"looks begin late, p99, {Many(size)}", "ms", [.. ours[size].Select(static run => run.DelayP99)]));
            series.Add(new($"looks begin late, latest, {Many(size)}", "ms", [.. ours[size].Select(static run => run.DelayMax)]));
        }

        var further = new Series("resident memory, each further gateway", "kB", Further(ours, static run => run.ResidentMegabytes * 1024));
        var cpu = new Series("CPU beyond HTTP, each further gateway", "ms/min", [.. Beyond(most).Zip(Beyond(1), (many, one) => (many - one) / (most - 1))]);
        series.AddRange(
        [
            further, new("managed memory, each further gateway, only asked", "kB", Further(bare, static run => run.HeapMegabytes * 1024)),
            new("managed memory, each further gateway", "kB", Further(ours, static run => run.HeapMegabytes * 1024), "managed memory, each further gateway, only asked"), cpu,
            new($"looks begin late, p99, {Many(among)} and a stuck one", "ms", [.. stuck.Select(static run => run.DelayP99)], $"looks begin late, p99, {Many(among)}"),
            new($"looks begin late, latest, {Many(among)} and a stuck one", "ms", [.. stuck.Select(static run => run.DelayMax)], $"looks begin late, latest, {Many(among)}"),
        ]);
        var all = ours.Values.SelectMany(static runs => runs).Concat(stuck).ToArray();
        var latest = series.First(one => one.Name == $"looks begin late, p99, {Many(most)}").Median;
        return new Finding(series)
        {
            Counts =
            [
                new("looks", all.Sum(static run => run.Looks)), new("looks that failed", all.Sum(static run => run.Failed), 0),
                new("looks without a healer that failed", bare.Values.SelectMany(static runs => runs).Sum(static run => run.Failed), 0),
                new("looks at the stuck one", stuck.Sum(static run => run.StuckLooks)),
            ],
            Notes = [$"a look is four requests; {Many(most)} were looked at {ours[most].Average(static run => run.Looks).ToString("0", CultureInfo.InvariantCulture)} times in the time that was measured"],
            Goals =
            [
                new("each further gateway at most 20 kB", further.Median <= 20), new("each further gateway at most 1 ms CPU a minute, beyond HTTP", cpu.Median <= 1),
                new($"p99 of lateness at most 100 ms, {Many(most)}", latest <= 100), new($"at most 15 % of a core beyond HTTP, {Many(most)}", new Series("", "", Beyond(most)).Median <= 9000),
            ],
        };

        IReadOnlyList<double> Beyond(int size) => [.. ours[size].Zip(bare[size], static (with, without) => with.CpuPerMinute - without.CpuPerMinute)];

        IReadOnlyList<double> Further(Dictionary<int, List<ScaleOutcome>> runs, Func<ScaleOutcome, double> part) =>
            [.. runs[most].Zip(runs[1], (many, one) => (part(many) - part(one)) / (most - 1))];
    }

    private static string Many(int size) => size == 1 ? "1 gateway" : $"{size.ToString("N0", CultureInfo.InvariantCulture)} gateways";
}
