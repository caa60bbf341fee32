using OpenClaw.Bench.Figures;

namespace OpenClaw.Bench.Peers;

/// <summary>About how long a comparison takes, so that nobody begins one that he has no time for.</summary>
internal static class PeerEstimate
{
    // A home, a supervisor, its child, and the end of them all.
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(4);

    /// <summary>One measure of one supervisor, once.</summary>
    public static TimeSpan Of(IPeer peer, string measure, Effort effort) => Overhead + measure switch
    {
        "idle" => PeerMeasures.Settle(peer, effort) + PeerMeasures.Rest(peer, effort),
        "kill" => PeerMeasures.Young + peer.Cycle / 2 + (peer.IsSlow ? Shorter(peer.Cycle / 2, PeerMeasures.PatienceOf(peer, PeerRows.Kill, effort)) : TimeSpan.FromSeconds(1)),
        "hang" => Fault(peer, PeerRows.Hang, effort),
        "sick" => Fault(peer, PeerRows.Sick, effort),
        "crash" => PeerMeasures.Young + CrashLoop(peer, effort),
        _ => PeerMeasures.Young + effort.Watch(TimeSpan.FromSeconds(22), TimeSpan.FromSeconds(10)),
    };

    /// <summary>How often a measure of a supervisor is taken in so many rounds.</summary>
    public static int Times(IPeer peer, bool isLong, string measure, int rounds) =>
        peer.NeverMends.Contains(Row(measure)) ? 1 : isLong || peer.IsSlow ? (rounds + PeerComparison.LongEvery - 1) / PeerComparison.LongEvery : rounds;

    private static string Row(string measure) => measure switch { "hang" => PeerRows.Hang, "sick" => PeerRows.Sick, _ => "" };

    private static TimeSpan Fault(IPeer peer, string row, Effort effort) => peer.Warmup + peer.Cycle / 2
        + (peer.NeverMends.Contains(row) ? PeerMeasures.PatienceOf(peer, row, effort) : Shorter(peer.Mending, PeerMeasures.PatienceOf(peer, row, effort)));

    private static TimeSpan CrashLoop(IPeer peer, Effort effort) => peer.GivesUp
        ? PeerMeasures.Quiet + TimeSpan.FromSeconds(5) + PeerMeasures.PatienceOf(peer, PeerRows.Mended, effort)
        : PeerMeasures.Minute(effort) * 2 + Shorter(peer.Cycle / 2, PeerMeasures.PatienceOf(peer, PeerRows.Mended, effort));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
