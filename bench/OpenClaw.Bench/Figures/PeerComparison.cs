using System.Diagnostics;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Peers;
using OpenClaw.Bench.Peers.Kinds;
using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Figures;

/// <summary>Our daemon beside every supervisor that people use, on the same trivial child, in turns.</summary>
/// <param name="only">The supervisors that are asked for, by name; none for all.</param>
/// <param name="measures">The measures that are asked for; none for all.</param>
internal sealed class PeerComparison(IReadOnlyList<string> only, IReadOnlyList<string> measures) : IFigure
{
    // A long measure is taken once for so many of the short ones.
    private const int LongEvery = 3;

    public string Name => "peers";

    public string About => "our daemon beside systemd, monit, supervisord, pm2, runit and s6 on the same child: cost at rest, kill, hang, 503, crash loop, its own death";

    /// <summary>The supervisors that were compared.</summary>
    public IReadOnlyList<IPeer> Compared { get; private set; } = [];

    /// <summary>Those that could not be had, and why.</summary>
    public IReadOnlyList<(IPeer Peer, string Why)> Lacking { get; private set; } = [];

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        await Sort(cancel);
        var (samples, notes, broke) = (new PeerSamples(), new List<string>(), 0);
        try
        {
            broke = await Rounds(samples, notes, effort, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Hours of samples are not thrown away.
            notes.Add("ended before its time");
        }

        return Found(samples, notes, broke, effort);
    }

    private async Task<int> Rounds(PeerSamples samples, List<string> notes, Effort effort, CancellationToken cancel)
    {
        var (rounds, broke) = (effort.Of(6, 1), 0);
        for (var round = 0; round < rounds; round++)
        {
            samples.AddCold(await ColdStart(cancel));
            // Now the one first, now the other: a machine that grows busier does not favour any.
            foreach (var peer in Compared.Skip(round % Compared.Count).Concat(Compared.Take(round % Compared.Count)))
            {
                foreach (var (name, isLong, take) in new PeerMeasures(peer, effort, samples).All.Where(measure => IsAsked(measure.Name)))
                {
                    if (isLong && round % LongEvery != 0) continue;
                    effort.Progress($"round {round + 1} of {rounds}: {peer.Name}, {name}");
                    try
                    {
                        await take(cancel);
                    }
                    catch (Exception failed) when (failed is TimeoutException or InvalidOperationException or IOException)
                    {
                        broke++;
                        notes.Add($"{peer.Name}, {name}, round {round + 1}: not taken: {failed.Message}");
                    }
                }
            }
        }

        return broke;
    }

    private Finding Found(PeerSamples samples, List<string> notes, int broke, Effort effort) =>
        new(samples.Series(Compared))
        {
            Counts = [new("supervisors compared", Compared.Count), new("measures that broke", broke, 0)],
            Notes =
            [
                .. Lacking.Select(static lack => $"{lack.Peer.Name}: not available: {lack.Why}"),
                .. Compared.Select(static peer => $"{peer.Name}: {peer.Configuration}"),
                .. Bounds(effort),
                .. notes,
            ],
            Goals = Goals(samples),
        };

    private async Task Sort(CancellationToken cancel)
    {
        var unknown = only.Where(static name => KnownPeers.All.All(peer => peer.Name != name)).ToArray();
        if (unknown.Length > 0)
            throw new InvalidOperationException($"No such supervisor: {string.Join(", ", unknown)}. There are {string.Join(", ", KnownPeers.All.Select(static peer => peer.Name))}.");
        var (there, lacking) = (new List<IPeer>(), new List<(IPeer, string)>());
        foreach (var peer in KnownPeers.All.Where(peer => only.Count == 0 || only.Contains(peer.Name)))
        {
            cancel.ThrowIfCancellationRequested();
            if (await peer.Lack() is { } why) lacking.Add((peer, why));
            else there.Add(peer);
        }

        (Compared, Lacking) = (there, lacking);
        if (there.Count == 0) throw new InvalidOperationException($"None of the supervisors is there: {string.Join("; ", lacking.Select(static lack => lack.Item2))}");
    }

    private bool IsAsked(string measure) => measures.Count == 0 || measures.Contains(measure);

    private IEnumerable<string> Bounds(Effort effort)
    {
        var bounds = Compared.GroupBy(peer => PeerMeasures.PatienceOf(peer, effort).TotalSeconds).Select(static same => $"{same.Key:0} s ({string.Join(", ", same.Select(static peer => peer.Name))})");
        yield return $"\"never\" is not within {string.Join(", ", bounds)}";
        if (effort.Quick) yield return "quick: a minute of the crash loop was 15 s";
    }

    // The floor of every recovery: the same program, started by nobody in particular.
    private static async Task<double> ColdStart(CancellationToken cancel)
    {
        await using var home = new PeerHome();
        var start = new ProcessStartInfo(home.Command[0], home.Command.Skip(1));
        home.SetEnvironment(start);
        var clock = Stopwatch.StartNew();
        using var child = Process.Start(start)!;
        return (await home.Child.Successor(0, 0, clock, World.BootLimit, cancel) ?? throw new TimeoutException("The child did not start by itself.")).TotalSeconds;
    }

    private Goal[] Goals(PeerSamples samples)
    {
        if (samples.Series(Compared).FirstOrDefault(static series => series.Name == PeerRows.Cold) is not { Median: var cold }) return [];
        return
        [
            .. Met(OpenClawPeer.Shipped, PeerRows.Kill, "kill -9 to 200 at most 30 ms more than the cold start, median", took => took - cold <= 0.03),
            .. Met(OpenClawPeer.Brisk, PeerRows.Hang, "SIGSTOP to 200 at a cadence of 1 s at most 3 s more than the cold start, median", took => took - cold <= 3),
            .. Met(OpenClawPeer.Shipped, PeerRows.FirstMinute, "at most 8 starts in the first minute of a crash loop", static starts => starts <= 8),
            .. Met(OpenClawPeer.Brisk, PeerRows.Mended, "back at most 2 s after the cause is gone", static took => took <= 2),
        ];

        IEnumerable<Goal> Met(IPeer peer, string row, string text, Func<double, bool> holds) =>
            samples.Of(row, peer) is { Count: > 0 } values ? [new Goal(text, holds(new Series(row, "", values).Median))] : [];
    }
}
