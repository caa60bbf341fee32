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
/// <param name="asked">So many gateways; none for the figure's own sizes.</param>
internal sealed class Scale(IReadOnlyList<int> asked) : IFigure
{
    // By then every gateway has been looked at once: the first looks are spread over one pause. Of it, nothing is measured.
    private const double SettlePauses = 1.4;
    private const double WatchPauses = 2;

    public string Name => "scale";

    public string About => "1 to 10,000 gateways in one process: memory and CPU of each, how late their looks begin, and whether a stuck one delays the others";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var pause = TimeSpan.FromSeconds(effort.Quick ? 5 : 30);
        int[] sizes = asked.Count > 0 ? [.. asked.Distinct().Order()] : effort.Quick ? [1, 100] : [1, 100, 1000, 10_000];
        var turns = effort.Of(2, 1);
        var (processes, each) = (turns * (sizes.Length * 2 + 1), pause * (SettlePauses + WatchPauses));
        effort.Progress($"{processes} processes of {each.TotalSeconds:0} s, one after another: {(each * processes).TotalMinutes:0.0} minutes");
        await using var home = new ScratchHome(new RealPrograms(AppContext.BaseDirectory, AppContext.BaseDirectory));
        using var gateway = DaemonProcess.Start(home.Folder, home.Environment, [.. Gateway.StandInCommand(home).Skip(1)]);
        using var http = new GatewayHttp(home.GatewayUrl);
        await Eventually.Holds("the gateway that all are answers", World.BootLimit, http.IsStarted, cancel);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var stuckAt = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/");

        var (bare, ours, stuck) = (new Dictionary<int, List<ScaleOutcome>>(), new Dictionary<int, List<ScaleOutcome>>(), new List<ScaleOutcome>());
        for (var turn = 0; turn < turns; turn++)
        {
            foreach (var size in sizes)
            {
                await Take(bare, size, Request(isBare: true, size, null));
                await Take(ours, size, Request(isBare: false, size, null));
            }

            var many = StuckAmong(sizes);
            effort.Progress($"{Many(many)} and a stuck one");
            stuck.Add(await Request(isBare: false, many, stuckAt).Run(cancel));
        }

        return Found(sizes, bare, ours, stuck);

        ScaleRequest Request(bool isBare, int size, Uri? stuckOne) => new(isBare, size, home.GatewayUrl, stuckOne, pause, pause * SettlePauses, pause * WatchPauses);

        async Task Take(Dictionary<int, List<ScaleOutcome>> into, int size, ScaleRequest request)
        {
            effort.Progress($"{Many(size)}{(request.IsBare ? ", only asked" : "")}, {(request.Settle + request.Watch).TotalSeconds:0} s");
            if (!into.TryGetValue(size, out var list)) into[size] = list = [];
            list.Add(await request.Run(cancel));
        }
    }

    private static int StuckAmong(int[] sizes) => sizes.Where(static size => size <= 1000).DefaultIfEmpty(sizes.Min()).Max();

    private static Finding Found(int[] sizes, Dictionary<int, List<ScaleOutcome>> bare, Dictionary<int, List<ScaleOutcome>> ours, List<ScaleOutcome> stuck)
    {
        var (least, most, among) = (sizes[0], sizes[^1], StuckAmong(sizes));
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
        var cpu = new Series("CPU beyond HTTP, each further gateway", "ms/min", [.. Beyond(most).Zip(Beyond(least), (many, few) => (many - few) / (most - least))]);
        if (most > least) series.AddRange(
        [
            further, new("managed memory, each further gateway, only asked", "kB", Further(bare, static run => run.HeapMegabytes * 1024)),
            new("managed memory, each further gateway", "kB", Further(ours, static run => run.HeapMegabytes * 1024), "managed memory, each further gateway, only asked"), cpu,
        ]);
        series.AddRange(
        [
            new($"looks begin late, p99, {Many(among)} and a stuck one", "ms", [.. stuck.Select(static run => run.DelayP99)], $"looks begin late, p99, {Many(among)}"),
            new($"looks begin late, latest, {Many(among)} and a stuck one", "ms", [.. stuck.Select(static run => run.DelayMax)], $"looks begin late, latest, {Many(among)}"),
        ]);
        var all = ours.Values.SelectMany(static runs => runs).Concat(stuck).ToArray();
        var latest = series.First(one => one.Name == $"looks begin late, p99, {Many(most)}");
        return new Finding(series)
        {
            Counts =
            [
                new("looks", all.Sum(static run => run.Looks)), new("looks that failed", all.Sum(static run => run.Failed), 0),
                new("looks without a healer that failed", bare.Values.SelectMany(static runs => runs).Sum(static run => run.Failed), 0),
                new("looks at the stuck one", stuck.Sum(static run => run.StuckLooks)),
            ],
            Notes =
            [
                $"a look is four requests; {Many(most)} were looked at {ours[most].Average(static run => run.Looks).ToString("0", CultureInfo.InvariantCulture)} times in the time that was measured",
                $"the processes had their service's environment: {ServiceUnit.Told}",
            ],
            Goals =
            [
                .. most > least ? [Goal.AtMost(20, further), Goal.AtMost(1, cpu)] : Array.Empty<Goal>(),
                Goal.AtMost(100, latest), Goal.AtMost(9000, new Series($"CPU beyond HTTP, {Many(most)}", "ms/min", Beyond(most)), $"at most 15 % of a core (9000 ms/min) beyond HTTP, {Many(most)}"),
            ],
        };

        IReadOnlyList<double> Beyond(int size) => [.. ours[size].Zip(bare[size], static (with, without) => with.CpuPerMinute - without.CpuPerMinute)];

        IReadOnlyList<double> Further(Dictionary<int, List<ScaleOutcome>> runs, Func<ScaleOutcome, double> part) =>
            [.. runs[most].Zip(runs[least], (many, few) => (part(many) - part(few)) / (most - least))];
    }

    private static string Many(int size) => size == 1 ? "1 gateway" : $"{size.ToString("N0", CultureInfo.InvariantCulture)} gateways";
}
