using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Tools;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;

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
    public async Task<Patient> For(GatewaySettings gateway, IServedFiles served, CancellationToken cancel)
    {
        var hand = (await new GatewayProcesses(settings, owner, local, time, NullLoggerFactory.Instance).For(gateway, cancel)).Hand;
        return Of(gateway, Enum.Parse<ManagerKind>(hand.Manager, ignoreCase: true), hand, served);
    }

    /// <summary>Within the daemon, which has the hand already.</summary>
    public Patient Of(GatewaySettings gateway, ManagerKind manager, IGatewayProcess hand, IServedFiles served)
    {
        var job = GatewayJob.Of(gateway, manager, owner.SearchPath);
        var programs = new InstallationFinder(job);
        return new Patient
        {
            Gateway = gateway,
            Manager = manager,
            Job = job,
            Programs = programs,
            Process = hand,
            Local = local,
            OpenClaw = new OpenClawTool(gateway, programs, settings.Home, owner.SearchPath, time),
            Served = served,
            HealerHome = settings.Home,
            SearchPath = owner.SearchPath,
            Time = time,
        };
    }
}
