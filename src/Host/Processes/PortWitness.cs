using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes;

/// <summary>Says who has the gateway's port, and whether that is a gateway that may be taken for ours.</summary>
/// <param name="ports">The listeners.</param>
/// <param name="table">The processes.</param>
/// <param name="locks">OpenClaw's locks in the state folder of our gateway.</param>
public sealed class PortWitness(IPortTable ports, IProcessTable table, GatewayLocks locks)
{
    /// <summary>Looks at the port.</summary>
    /// <param name="port">The gateway's port.</param>
    /// <param name="gateway">The gateway's process as its manager knows it, null when there is none.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<PortView> Look(int port, ProcessIdentity? gateway, CancellationToken cancel)
    {
        try
        {
            PortView? worst = null;
            foreach (var listener in await ports.On(port, gateway?.Pid, cancel))
            {
                var view = await Judge(listener, port, gateway, cancel);
                if (view?.Owner.Kind == PortOwnerKind.Gateway)
                    return view;
                if (view is not null && (worst is null || view.Owner.Kind > worst.Owner.Kind))
                    worst = view;
            }

            return worst ?? await WithoutListener(port, gateway, cancel);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(PortOwner.Unknown, null);
        }
    }

    /// <summary>
    /// Whether the command line could be a gateway's: the title it gives itself (<c>openclaw-gateway</c>) or how it is started. Every
    /// <c>openclaw gateway ...</c> command has the same title, so this alone proves nothing.
    /// </summary>
    internal static bool LooksLikeGateway(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            return false;
        if (Path.GetFileName(arguments[0]) == "openclaw-gateway")
            return true;
        var isOpenClaw = Path.GetFileName(arguments[0]) == "openclaw" || arguments.Any(static argument =>
            argument.EndsWith("/openclaw", StringComparison.Ordinal)
            || argument.EndsWith("openclaw.mjs", StringComparison.Ordinal)
            || (argument.Contains("openclaw", StringComparison.Ordinal)
                && (argument.EndsWith("dist/index.js", StringComparison.Ordinal) || argument.EndsWith("dist/entry.js", StringComparison.Ordinal))));
        return isOpenClaw && arguments.Contains("gateway");
    }

    private async Task<PortView?> Judge(PortListener listener, int port, ProcessIdentity? gateway, CancellationToken cancel)
    {
        var process = listener.Pid is { } pid ? await table.Find(pid, cancel) : null;
        if (process is not null && gateway is not null
            && await table.IsAlive(gateway, cancel) && await table.StemsFrom(process.Identity.Pid, gateway.Pid, cancel))
            return new(Owner(PortOwnerKind.Gateway, process), null);

        // A listener on another address of this machine leaves the gateway's loopback address free.
        if (!listener.TakesLoopback)
            return null;
        if (process is null)
        {
            return listener.Uid is { } uid && uid != Posix.GetUid()
                ? new(new PortOwner(PortOwnerKind.Stranger, null, $"a process of user id {uid}"), null)
                : new(PortOwner.Unknown, null);
        }

        if (!LooksLikeGateway(process.Arguments))
            return new(Owner(PortOwnerKind.Stranger, process), null);
        return new(Owner(PortOwnerKind.OtherGateway, process), MayBeAdopted(process, port) ? process.Identity : null);
    }

    // Nobody has the port; but whoever holds the lock of our state folder keeps every other gateway from starting there, whatever its port.
    private async Task<PortView> WithoutListener(int port, ProcessIdentity? gateway, CancellationToken cancel)
    {
        foreach (var claim in locks.Read())
        {
            if (claim.StartTime is null || await table.Find(claim.Pid, cancel) is not { IsZombie: false } process
                || process.Uid != Posix.GetUid() || !claim.IsOf(process) || !LooksLikeGateway(process.Arguments)
                || (gateway is not null && await table.StemsFrom(process.Identity.Pid, gateway.Pid, cancel)))
                continue;
            return new(Owner(PortOwnerKind.OtherGateway, process), claim.Port is null || claim.Port == port ? process.Identity : null) { HoldsLockOnly = true };
        }

        return new(PortOwner.Nobody, null);
    }

    private bool MayBeAdopted(ProcessEntry process, int port)
    {
        if (process.IsZombie || process.Uid != Posix.GetUid())
            return false;

        // A gateway of our state folder has written its own lock there. If the locks name somebody else, this one has another state folder.
        var claims = locks.Read();
        return claims.Count == 0 || claims.Any(claim => claim.IsOf(process) && (claim.Port is null || claim.Port == port));
    }

    private static PortOwner Owner(PortOwnerKind kind, ProcessEntry process) => new(kind, process.Identity.Pid, process.Command);
}

/// <summary>What was seen on the port.</summary>
/// <param name="Owner">Who has it.</param>
/// <param name="Adoptable">A gateway that is proven to be the one configured although its manager does not know it: same user, same port, named by OpenClaw's lock where there is one.</param>
public sealed record PortView(PortOwner Owner, ProcessIdentity? Adoptable)
{
    /// <summary>The owner has not opened the port (yet): it holds OpenClaw's lock on the state folder, and no second gateway can start there.</summary>
    public bool HoldsLockOnly { get; init; }

    /// <summary>Who has it, in one line for people.</summary>
    public string ForPeople => (HoldsLockOnly ? "free, the state folder is locked: " : "") + Owner switch
    {
        { Pid: { } pid } => $"{Owner.Kind}, pid {pid} {Owner.Command}",
        { Command: { } command } => $"{Owner.Kind}, {command}",
        _ => Owner.Kind.ToString(),
    };

    /// <summary>As a part of the evidence: empty unless another gateway holds the lock.</summary>
    public string Remark => HoldsLockOnly ? $"; port {ForPeople}" : "";

    /// <summary>What keeps a gateway from starting here, in one line; null when nothing is seen to.</summary>
    public string? Obstacle => Owner.Kind is not (PortOwnerKind.Stranger or PortOwnerKind.OtherGateway) ? null
        : HoldsLockOnly ? $"the state folder is locked by pid {Owner.Pid} {Owner.Command}"
        : $"the port is taken by {ForPeople}";
}
