using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Surface;

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
            Order = Heal,
        };
    }

    // The daemon that runs answers; else the word is written down for it, as for any order.
    private static async Task Heal(string home, GatewayId gateway, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            using var daemon = new ControlClient(home, TimeProvider.System);
            if (await daemon.Order(new OrderJson("heal") { Gateway = gateway.Value }, cancel) is ({ Done: false } refused, _)) throw new ConfigurationException(refused.Text);
        }
        catch (DaemonSilentException silent)
        {
            await new OwnerWordFile(home, gateway).Change(word => word with { HealAskedAt = now }, cancel);
            if (DaemonLock.IsHeld(home)) await Console.Error.WriteLineAsync($"the daemon does not answer on its control socket ({silent.Message}): this was written down for it in the state folder");
        }
    }

    private static PatientFactory Factory(HealerSettings settings)
    {
        var owner = new OwnerEnvironment(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin");
        return new PatientFactory(settings, owner, LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance), TimeProvider.System);
    }
}
