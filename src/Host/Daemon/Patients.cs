using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Tools;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Daemon;

/// <summary>Makes the playbook's view of a gateway.</summary>
/// <param name="settings">The settings.</param>
/// <param name="owner">The owner's environment.</param>
/// <param name="local">This machine's processes.</param>
/// <param name="time">The clock.</param>
public sealed class Patients(HealerSettings settings, OwnerEnvironment owner, LocalProcesses local, TimeProvider time)
{
    /// <summary>The view of one gateway. Makes nothing on disk.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="kept">As its manager keeps it.</param>
    /// <param name="served">What has served.</param>
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
