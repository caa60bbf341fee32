namespace OpenClaw.Bench.Peers;

/// <summary>A row of what is measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">The unit of its values.</param>
/// <param name="IsUse">What the supervisor itself uses of the machine.</param>
internal sealed record PeerRow(string Name, string Unit, bool IsUse = false);

/// <summary>The rows.</summary>
internal static class PeerRows
{
    /// <summary>The child alone: from a bare start to 200.</summary>
    public const string Cold = "cold start of the child";

    public const string Resident = "resident memory";
    public const string Proportional = "proportional memory";
    public const string Cpu = "CPU at rest";
    public const string Wakeups = "wakeups at rest";
    public const string Kill = "kill -9 to 200";
    public const string Hang = "SIGSTOP to 200";
    public const string Sick = "503 to 200";
    public const string FirstMinute = "crash loop, starts in minute 1";
    public const string SecondMinute = "crash loop, starts in minute 2";
    public const string SelfMended = "crash loop, mended by the supervisor itself";
    public const string Mended = "cause gone to 200";
    public const string Survives = "supervisor killed: its child lives on";
    public const string Returns = "supervisor killed: it comes back by itself";
    public const string Adopts = "supervisor killed: the same child serves in the end";
    public const string Copies = "supervisor killed: children in the end";
    public const string Vain = "supervisor killed: further starts of the child";

    /// <summary>All but the cold start, in their order.</summary>
    public static IReadOnlyList<PeerRow> All { get; } =
    [
        new(Resident, "MB", true), new(Proportional, "MB", true), new(Cpu, "ms/min", true), new(Wakeups, "/min", true),
        new(Kill, "s"), new(Hang, "s"), new(Sick, "s"),
        new(FirstMinute, ""), new(SecondMinute, ""), new(SelfMended, "s"), new(Mended, "s"),
        new(Survives, "yes=1"), new(Returns, "yes=1"), new(Adopts, "yes=1"), new(Copies, ""), new(Vain, ""),
    ];

    /// <summary>The name of the series of one supervisor.</summary>
    public static string Title(string row, IPeer peer) => $"{row}, {peer.Name}";
}
