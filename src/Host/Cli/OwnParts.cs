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
    public static VerbParts Make()
    {
        var (time, remedies) = (TimeProvider.System, AllRemedies.Make());
        var diagnostician = new Diagnostician(Diagnostician.Collectors(), time);
        return new VerbParts
        {
            Remedies = remedies,
            Examine = (settings, gateway, cancel) => Factory(settings).For(gateway, ServedFiles.OnDisk(settings.Home, gateway.Id), cancel),
            Diagnose = (patient, cancel) => diagnostician.Look(patient, isWhole: true, cancel),
            Consent = static (home, gateway, now, names, cancel) => new HealConsent(now, names).Write(home, gateway.Value, cancel),
            Order = async (home, gateway, now, cancel) => await new OwnerWordFile(home, gateway).Change(word => word with { HealAskedAt = now }, cancel),
        };
    }

    private static PatientFactory Factory(Configuration.HealerSettings settings)
    {
        var owner = new OwnerEnvironment(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin");
        return new PatientFactory(settings, owner, LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance), TimeProvider.System);
    }
}
