using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Probes;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>The command line of <c>check</c>, and the list of what is looked at.</summary>
internal static class CheckVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("check", "Whether everything the daemon needs is there, and how to mend what is not. Touches nothing, sends nothing.") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
            await using var services = new ServiceCollection().AddHealthProbe().BuildServiceProvider();
            var from = sources();
            var owner = new OwnerEnvironment(from.HomeDirectory, from.Environment.GetValueOrDefault("PATH") ?? "/usr/local/bin:/usr/bin:/bin");
            return await new CheckCommand(
                () => HealerSettings.Load(from), OfMachine(owner, TimeProvider.System), settings => OfSettings(settings, from, owner, local, services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System),
                TimeProvider.System, Console.Out, Console.Error).Run(parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static IReadOnlyList<ICheck> OfMachine(OwnerEnvironment owner, TimeProvider time) => [new PathCheck(owner.SearchPath), new ClockCheck(time, new SystemTools())];

    private static IReadOnlyList<ICheck> OfSettings(HealerSettings settings, SettingsSources from, OwnerEnvironment owner, LocalProcesses local, IHttpClientFactory clients, TimeProvider time) =>
    [
        new ConfigurationCheck(settings, from), new StateFolderCheck(settings.Home, time), new DaemonCheck(settings.Home), OtherHealersCheck.OfThisMachine(owner.Home, time),
        .. settings.Gateways.SelectMany(gateway => new ICheck[]
        {
            new GatewayCheck(settings, gateway, owner, local, clients, time), new ManagerCheck(settings, gateway, owner, local, time), new NodeCheck(gateway, owner.SearchPath, time),
        }),
        new DoctorCheck(settings.Doctor, owner, time), new TmuxCheck(settings.Doctor, owner.SearchPath, time), new ChannelCheck(settings), new DiskCheck(settings),
    ];
}
