using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Causes;

/// <summary>
/// The gateway's port: only a stranger who goes is a reason to try again. That the gateway itself takes and leaves it is its own coming and going.
/// </summary>
/// <param name="port">The port.</param>
/// <param name="ports">The listeners.</param>
/// <param name="witness">Who knows a gateway of ours from others.</param>
internal sealed class PortCause(int port, IPortTable ports, PortWitness witness) : ICause
{
    private const string Free = "free";
    private const string Ours = "ours";
    private const string Strange = "strange";

    private (int? Pid, string Holder)? _last;

    public async ValueTask<string?> Read(CancellationToken cancel)
    {
        // Whoever had it a second ago most probably has it still, and then nobody else has to be looked at.
        var listeners = (await ports.On(port, _last?.Pid, cancel)).Where(static listener => listener.TakesLoopback).ToArray();
        if (listeners.Length == 0)
        {
            _last = null;
            return Free;
        }

        if (listeners[0].Pid is { } pid && _last is { } last && last.Pid == pid)
            return last.Holder;
        var view = await witness.Look(port, null, cancel);
        var holder = view switch
        {
            { Owner.Kind: PortOwnerKind.Unknown } => null,
            { Owner.Kind: PortOwnerKind.Nobody } => Free,
            { Adoptable: not null } => Ours,
            _ => Strange,
        };
        _last = holder is null or Free ? null : (view.Owner.Pid, holder);
        return holder;
    }

    public string? Tell(string? before, string now) => (before, now) == (Strange, Free) ? "its port is free" : null;
}
