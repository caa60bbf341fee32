using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Playbook.Config;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Who has the gateway's port, and who owns the lock of its state folder.</summary>
internal sealed class PortCollector : ICollector
{
    /// <inheritdoc/>
    public string Name => "port";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var (port, local) = (patient.Gateway.Url.Port, patient.Local);
        var own = (await patient.Process.Look(cancel)).Process;
        var locks = new GatewayLocks(patient.Gateway.StateDirectory);
        var view = await new PortWitness(local.Ports, local.Table, locks).Look(port, own, cancel);
        var found = new List<Finding>();
        if (!view.HoldsLockOnly && view.Owner is { Kind: PortOwnerKind.Stranger } stranger)
            found.Add(Found.Blocking(FindingIds.PortTaken, 1, $"port {port} is taken by a program that is no gateway: {view.ForPeople}", $"listeners of port {port}", ("port", Number(port)), ("pid", Number(stranger.Pid)), ("command", stranger.Command)));
        if (!view.HoldsLockOnly && view.Owner is { Kind: PortOwnerKind.OtherGateway, Pid: { } other })
            found.Add(await Duplicate(port, other, local, cancel));
        if (own is not null && view.Owner.Kind is PortOwnerKind.Nobody && await Elsewhere(own, patient, cancel) is { } elsewhere)
            found.Add(Found.Blocking(FindingIds.PortElsewhere, 1, $"the gateway listens at port {elsewhere}, not at {port}", $"listeners of port {elsewhere}", ("port", Number(elsewhere)), ("expected", Number(port))));
        found.AddRange(await Locked(locks, own, patient, cancel));
        return found;
    }

    private static async Task<Finding> Duplicate(int port, int pid, LocalProcesses local, CancellationToken cancel)
    {
        var process = await local.Table.Find(pid, cancel);
        return Found.Blocking(
            FindingIds.PortDuplicate, 1, $"another OpenClaw gateway has port {port}: pid {pid} {process?.Command}", $"listeners of port {port}",
            ("port", Number(port)), ("pid", Number(pid)), ("start", process?.Identity.StartTime.ToString(CultureInfo.InvariantCulture)), ("command", process?.Command), ("parent", Number(process?.ParentPid)));
    }

    // Where it may listen instead: at the port that its job pins, that its config names, or OpenClaw's usual one.
    private static async Task<int?> Elsewhere(ProcessIdentity own, Patient patient, CancellationToken cancel)
    {
        var command = patient.Job.CommandLine();
        string?[] named = [command.SkipWhile(static word => word != "--port").Skip(1).FirstOrDefault(), JobSettings.Environment(JobSettings.Read(patient.Job)).GetValueOrDefault("OPENCLAW_GATEWAY_PORT")?.Value, Configured(patient), "18789"];
        foreach (var text in named.Distinct())
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == patient.Gateway.Url.Port) continue;
            foreach (var listener in await patient.Local.Ports.On(port, own.Pid, cancel))
            {
                if (listener.Pid is { } pid && await patient.Local.Table.StemsFrom(pid, own.Pid, cancel)) return port;
            }
        }

        return null;
    }

    private static string? Configured(Patient patient)
    {
        try
        {
            return Json5Document.OrNull(File.ReadAllText(patient.Gateway.ConfigPath))?.Find(KeyPath.Of("gateway", "port")) is Json5Scalar { Value: double port } ? port.ToString(CultureInfo.InvariantCulture) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The config's own collector tells of that.
            return null;
        }
    }

    // The gateway's own process owns it by right; files of dead owners are OpenClaw's to take over.
    private static async Task<IReadOnlyList<Finding>> Locked(GatewayLocks locks, ProcessIdentity? own, Patient patient, CancellationToken cancel)
    {
        var found = new List<Finding>();
        foreach (var claim in locks.Read().DistinctBy(static claim => claim.Pid))
        {
            if (claim.StartTime is null || await patient.Local.Table.Find(claim.Pid, cancel) is not { IsZombie: false } owner || !claim.IsOf(owner)) continue;
            if (own is not null && await patient.Local.Table.StemsFrom(claim.Pid, own.Pid, cancel)) continue;
            found.Add(Found.Blocking(
                FindingIds.LockOwned, 1, $"pid {claim.Pid} ({owner.Command}) owns the lock of the state folder: no other gateway can start there", patient.Gateway.StateDirectory,
                ("pid", Number(claim.Pid)), ("path", Path.Combine(patient.Gateway.StateDirectory, "tmp"))));
        }

        return found;
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
