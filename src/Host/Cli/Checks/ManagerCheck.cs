using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>Who keeps a gateway, whether that manager knows its job, and whether it outlives the owner's login.</summary>
/// <param name="settings">The settings.</param>
/// <param name="gateway">The gateway.</param>
/// <param name="owner">The owner's environment.</param>
/// <param name="local">This machine's processes.</param>
/// <param name="time">The clock.</param>
internal sealed class ManagerCheck(HealerSettings settings, GatewaySettings gateway, OwnerEnvironment owner, LocalProcesses local, TimeProvider time) : ICheck
{
    private static readonly SystemTools Tools = new();
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public string Area => "service manager";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(15);

    private string Id => gateway.Id.Value;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        try
        {
            var patient = await new PatientFactory(settings, owner, local, time).For(gateway, new NothingServed(), cancel);
            return patient.Manager switch
            {
                ManagerKind.Systemd => await Systemd(patient, cancel),
                ManagerKind.Launchd => await Job(patient, cancel),
                _ => [this.Ok($"none: this daemon starts it itself ({string.Join(' ', gateway.Command)})", Id)],
            };
        }
        catch (ConfigurationException impossible)
        {
            return [this.Fault(impossible.Message, $"set openclaw.gateways.{Id}.manager to auto, or leave it out", Id)];
        }
    }

    private async Task<IReadOnlyList<CheckLine>> Systemd(Patient patient, CancellationToken cancel)
    {
        var found = (await Job(patient, cancel)).ToList();
        var linger = await new HostCommand(Tools.Loginctl, time, UnitWitness.Bus()).Run(["show-user", Environment.UserName, "-p", "Linger", "--value"], cancel, Ask);
        if (linger.Succeeded && linger.Output.Trim() == "no")
            found.Add(this.Warning($"the manager of {Environment.UserName} ends with the last login, and gateway and daemon with it", $"loginctl enable-linger {Environment.UserName}", Id));
        return found;
    }

    // The same eyes as a diagnosis has.
    private async Task<IReadOnlyList<CheckLine>> Job(Patient patient, CancellationToken cancel)
    {
        var name = patient.Manager == ManagerKind.Systemd ? gateway.Unit : gateway.Label;
        var found = await new JobCollector(Tools).Collect(patient, cancel);
        if (found.Count == 0) return [this.Ok($"{patient.Manager.ToString().ToLowerInvariant()} knows {name}", Id)];
        return [.. found.Select(finding => finding.Severity == FindingSeverity.Blocking
            ? this.Fault(finding.Summary, "'openclaw-actors diagnose' says more, 'openclaw-actors heal --dry-run' what would be done; 'openclaw gateway install' writes the job anew", Id)
            : this.Warning(finding.Summary, patient.Manager == ManagerKind.Systemd ? "log in once, or enable lingering (loginctl enable-linger)" : "log in at the screen once, so that launchd has a session of yours", Id))];
    }
}
