using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Tools;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook;

/// <summary>Makes of a configured gateway what collectors and remedies look at.</summary>
/// <param name="settings">The settings.</param>
/// <param name="owner">The owner's environment.</param>
/// <param name="local">This machine's processes.</param>
/// <param name="time">The clock.</param>
public sealed class PatientFactory(HealerSettings settings, OwnerEnvironment owner, LocalProcesses local, TimeProvider time)
{
    /// <summary>Beside a daemon or without one: finds the manager itself, with a hand of its own that is only looked through.</summary>
    /// <exception cref="ConfigurationException">The manager that was set cannot work on this machine.</exception>
    public async Task<Patient> For(GatewaySettings gateway, IServedFiles served, CancellationToken cancel) =>
        Of(gateway, await new GatewayProcesses(settings, owner, local, time, NullLoggerFactory.Instance).For(gateway, cancel), served);

    /// <summary>Within the daemon, which has the hand already.</summary>
    public Patient Of(GatewaySettings gateway, KeptGateway kept, IServedFiles served) => new()
    {
        Gateway = gateway,
        Manager = kept.Manager,
        Job = kept.Job,
        Programs = kept.Programs,
        Process = kept.Hand,
        Local = local,
        OpenClaw = new OpenClawTool(gateway, kept.Programs, settings.Home, owner.SearchPath, time),
        Served = served,
        HealerHome = settings.Home,
        SearchPath = owner.SearchPath,
        Time = time,
    };
}
