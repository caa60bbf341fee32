using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Peers;

namespace OpenClaw.Bench.Tests.Pages;

/// <summary>A supervisor that is only written about.</summary>
/// <param name="name">Its name.</param>
/// <param name="isOurs">It is ours.</param>
internal sealed class OtherPeer(string name, bool isOurs = false) : IPeer
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Configuration => "all defaults";

    /// <inheritdoc/>
    public bool IsOurs => isOurs;

    /// <inheritdoc/>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IReadOnlyList<string> NeverMends { get; init; } = [];

    /// <inheritdoc/>
    public bool GivesUp { get; init; }

    /// <inheritdoc/>
    public Task<string?> Lack() => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task<IRunningPeer> Start(CancellationToken cancel) => throw new NotSupportedException("It is only written about.");

    /// <summary>A comparison of these, with a few samples of each row that is given.</summary>
    public static Finding Compared(IReadOnlyList<IPeer> peers, params (string Row, double[][] Values)[] rows)
    {
        var samples = new PeerSamples();
        samples.AddCold(0.2);
        foreach (var (row, values) in rows)
        {
            for (var i = 0; i < values.Length; i++)
            {
                foreach (var value in values[i]) samples.Add(row, peers[i], value);
            }
        }

        return new Finding(samples.Series(peers));
    }
}
