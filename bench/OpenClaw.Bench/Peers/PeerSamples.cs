using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Peers;

/// <summary>What was measured so far, by row and supervisor.</summary>
internal sealed class PeerSamples
{
    private readonly Dictionary<(string Row, string Peer), List<double>> _values = [];
    private readonly List<double> _cold = [];

    /// <summary>Takes a value. Infinity stands for never.</summary>
    public void Add(string row, IPeer peer, double value)
    {
        if (!_values.TryGetValue((row, peer.Name), out var list)) _values[(row, peer.Name)] = list = [];
        list.Add(value);
    }

    /// <summary>Takes a cold start of the child, seconds.</summary>
    public void AddCold(double seconds) => _cold.Add(seconds);

    /// <summary>The values so far.</summary>
    public IReadOnlyList<double> Of(string row, IPeer peer) => _values.GetValueOrDefault((row, peer.Name)) ?? [];

    /// <summary>All of it, row by row. Times stand beside the child's own cold start, what a supervisor uses beside the first of these that probes as we do.</summary>
    public IReadOnlyList<Series> Series(IReadOnlyList<IPeer> peers) =>
    [
        .. _cold.Count == 0 ? Array.Empty<Series>() : [new Series(PeerRows.Cold, "s", _cold)],
        .. PeerRows.All.SelectMany(row => peers.Where(peer => Of(row.Name, peer).Count > 0)
            .Select(peer => new Series(PeerRows.Title(row.Name, peer), row.Unit, Of(row.Name, peer), Reference(row, peer, peers)) { IsOthers = !peer.IsOurs })),
    ];

    private string? Reference(PeerRow row, IPeer peer, IReadOnlyList<IPeer> peers)
    {
        if (row.Unit == "s") return _cold.Count > 0 ? PeerRows.Cold : null;
        var prober = row.IsUse ? peers.FirstOrDefault(other => other.Name.StartsWith("monit", StringComparison.Ordinal) && Of(row.Name, other).Count > 0) : null;
        return prober is null || prober == peer ? null : PeerRows.Title(row.Name, prober);
    }
}
