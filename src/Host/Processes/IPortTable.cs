namespace OpenClaw.Host.Processes;

/// <summary>The kernel's table of TCP listeners.</summary>
public interface IPortTable
{
    /// <summary>Everybody who listens on the port.</summary>
    /// <param name="port">The TCP port.</param>
    /// <param name="expectedPid">Who probably listens: it is looked at first, which saves a search through all processes.</param>
    /// <param name="cancel">Ends the look.</param>
    /// <exception cref="IOException">The table could not be read: nobody knows.</exception>
    ValueTask<IReadOnlyList<PortListener>> On(int port, int? expectedPid, CancellationToken cancel);
}

/// <summary>One listening socket.</summary>
/// <param name="Pid">Its process, null where that could not be read (another user's).</param>
/// <param name="Uid">Its user, where the table says so.</param>
/// <param name="Address">The address it is bound to.</param>
/// <param name="TakesLoopback">It is bound to a loopback address or to all: nobody else can have the port on this machine's loopback.</param>
public sealed record PortListener(int? Pid, uint? Uid, string Address, bool TakesLoopback);
