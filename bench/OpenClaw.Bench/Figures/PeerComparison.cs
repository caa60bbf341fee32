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
    internal const int LongEvery = 3;

    // The floor that every recovery is compared with is cheap to take.
    private const int ColdStarts = 3;

    private OpenClawPeer? _beside;

    public string Name => "peers";

    public string About => "our daemon beside systemd, monit, supervisord, pm2, runit and s6 on the same child: cost at rest, kill, hang, 503, crash loop, its own death";

    /// <summary>The supervisors that were compared.</summary>
    public IReadOnlyList<IPeer> Compared { get; private set; } = [];

    /// <summary>Those that could not be had, and why.</summary>
    public IReadOnlyList<(IPeer Peer, string Why)> Lacking { get; private set; } = [];

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        _beside = effort.Beside is { } program ? OpenClawPeer.Beside(program) : null;
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
        var (rounds, broke) = (effort.Of(3, 1), 0);
        effort.Progress($"{Compared.Count} supervisors, {rounds} rounds: about {Estimate(rounds, effort).TotalMinutes:0} minutes; the machine has to do nothing else");
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < ColdStarts; i++) samples.AddCold(await ColdStart(cancel));
            // Now the one first, now the other: a machine that grows busier does not favour any.
            foreach (var peer in Compared.Skip(round % Compared.Count).Concat(Compared.Take(round % Compared.Count)))
            {
                foreach (var (name, isLong, take) in Asked(peer, effort, samples))
                {
                    if ((isLong || peer.IsSlow) && round % LongEvery != 0) continue;
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
        // Ours are first in the list, and stay together.
        IPeer[] all = _beside is null ? [.. KnownPeers.All] : [.. KnownPeers.All.Take(1), _beside, .. KnownPeers.All.Skip(1)];
        var unknown = only.Where(name => all.All(peer => peer.Name != name)).ToArray();
        if (unknown.Length > 0)
            throw new InvalidOperationException($"No such supervisor: {string.Join(", ", unknown)}. There are {string.Join(", ", all.Select(static peer => peer.Name))}.");
        var (there, lacking) = (new List<IPeer>(), new List<(IPeer, string)>());
        foreach (var peer in all.Where(peer => only.Count == 0 || only.Contains(peer.Name)))
        {
            cancel.ThrowIfCancellationRequested();
            if (await peer.Lack() is { } why) lacking.Add((peer, why));
            else there.Add(peer);
        }

        (Compared, Lacking) = (there, lacking);
        if (there.Count == 0) throw new InvalidOperationException($"None of the supervisors is there: {string.Join("; ", lacking.Select(static lack => lack.Item2))}");
    }

    private IEnumerable<(string Name, bool IsLong, Func<CancellationToken, Task> Take)> Asked(IPeer peer, Effort effort, PeerSamples samples) =>
        new PeerMeasures(peer, effort, samples).All.Where(measure => (measures.Count == 0 || measures.Contains(measure.Name)) && (only.Contains(peer.Name) || peer.Measures?.Contains(measure.Name) != false));

    private TimeSpan Estimate(int rounds, Effort effort) => TimeSpan.FromSeconds(Compared.Sum(peer =>
        Asked(peer, effort, new PeerSamples()).Sum(measure => PeerEstimate.Of(peer, measure.Name, effort).TotalSeconds * PeerEstimate.Times(peer, measure.IsLong, measure.Name, rounds))));

    private IEnumerable<string> Bounds(Effort effort)
    {
        var bounds = Compared.GroupBy(peer => PeerMeasures.PatienceOf(peer, PeerRows.Kill, effort).TotalSeconds).Select(static same => $"{same.Key:0} s ({string.Join(", ", same.Select(static peer => peer.Name))})");
        yield return $"\"never\" is not within {string.Join(", ", bounds)}";
        foreach (var row in new[] { PeerRows.Hang, PeerRows.Sick })
        {
            if (Compared.Where(peer => peer.NeverMends.Contains(row)).ToArray() is not { Length: > 0 } blind) continue;
            var patience = PeerMeasures.PatienceOf(blind[0], row, effort).TotalSeconds;
            yield return $"{row}: by their documentation it is nothing that they look at; asked once, for {patience:0} s: {Names(blind)}";
        }

        if (Compared.Where(static peer => peer.GivesUp).ToArray() is { Length: > 0 } resigned)
            yield return $"a crash loop is given up by their documentation, and was over {PeerMeasures.Quiet.TotalSeconds:0} s after their last start: {Names(resigned)}";
        foreach (var part in Compared.Where(peer => peer.Measures is not null && !only.Contains(peer.Name)))
            yield return $"{part.Name}: only {string.Join(", ", part.Measures!)} unless it is asked for by name (--only)";
        var settled = Compared.GroupBy(peer => PeerMeasures.Settle(peer, effort).TotalSeconds).Select(static same => $"{same.Key:0} s ({Names(same)})");
        yield return $"before the use at rest was measured: {string.Join(", ", settled)}; ours with its service's environment: {ServiceUnit.Told}";
        if (effort.Quick) yield return "quick: a minute of the crash loop was 15 s";
    }

    private static string Names(IEnumerable<IPeer> peers) => string.Join(", ", peers.Select(static peer => peer.Name));

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
            .. AtMost(0.03, OpenClawPeer.Shipped, PeerRows.Kill, "kill -9 to 200 less the cold start: at most 30 ms, median", cold),
            .. AtMost(3, OpenClawPeer.Brisk, PeerRows.Hang, "SIGSTOP to 200 less the cold start, at a cadence of 1 s: at most 3 s, median", cold),
            .. AtMost(8, OpenClawPeer.Shipped, PeerRows.FirstMinute, "a crash loop: at most 8 starts in the first minute"),
            .. AtMost(8, OpenClawPeer.Brisk, PeerRows.FirstMinute, "a crash loop, at a cadence of 1 s: at most 8 starts in the first minute"),
            .. AtMost(2, OpenClawPeer.Shipped, PeerRows.Mended, "a crash loop: back at most 2 s after its cause is gone"),
            .. AtMost(2, OpenClawPeer.Brisk, PeerRows.Mended, "a crash loop, at a cadence of 1 s: back at most 2 s after its cause is gone"),
            .. new IPeer?[] { OpenClawPeer.Shipped, _beside }.OfType<IPeer>().Where(peer => samples.Of(PeerRows.Cpu, peer).Count > 0)
                .SelectMany(peer => IdleGoals.Of(peer.Form!.Value, Row(PeerRows.Resident, peer), Row(PeerRows.Cpu, peer), Row(PeerRows.Wakeups, peer))),
        ];

        Series Row(string row, IPeer peer) => new(PeerRows.Title(row, peer), PeerRows.All.Single(one => one.Name == row).Unit, samples.Of(row, peer));

        IEnumerable<Goal> AtMost(double limit, IPeer peer, string row, string text, double less = 0) =>
            samples.Of(row, peer).Count == 0 ? [] : [Goal.AtMost(limit, Row(row, peer) with { Values = [.. samples.Of(row, peer).Select(value => value - less)] }, text)];
    }
}
