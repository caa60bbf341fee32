using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli;

/// <summary>The playbook as its verbs use it: with or without a daemon beside it, and without changing anything.</summary>
internal static class OwnParts
{
    /// <summary>Makes them.</summary>
    public static PlaybookParts Make()
    {
        var (time, remedies) = (TimeProvider.System, AllRemedies.Make());
        var diagnostician = new Diagnostician(Collectors.All(), time);
        return new PlaybookParts
        {
            Remedies = remedies,
            Examine = async (settings, gateway, cancel) =>
            {
                var owner = new OwnerEnvironment(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin");
                var local = LocalProcesses.ForThisSystem(time, NullLoggerFactory.Instance);
                var kept = await new GatewayProcesses(settings, owner, local, time, NullLoggerFactory.Instance).For(gateway, cancel);
                return new Patients(settings, owner, local, time).Of(gateway, kept, ServedFiles.OnDisk(settings.Home, gateway.Id));
            },
            Diagnose = (patient, cancel) => diagnostician.Run(patient, whole: true, cancel),
            Consent = (home, gateway, now, cancel) => new HealConsent(now, [.. remedies.Select(static r => r.Name)]).Write(home, gateway.Value, cancel),
            Order = async (home, gateway, now, cancel) => await new OwnerWordFile(home, gateway).Change(word => word with { HealAskedAt = now }, cancel),
        };
    }
}
