using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>diagnose</c>.</summary>
internal static class DiagnoseVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    /// <param name="served">What has served, by the healer's settings.</param>
    public static Command Make(Func<SettingsSources> sources, Func<HealerSettings, GatewaySettings, IServedFiles> served)
    {
        var gateway = new Argument<string?>("gateway") { Description = "The gateway's name; all of them without it.", Arity = ArgumentArity.ZeroOrOne };
        var quick = new Option<bool>("--quick") { Description = "Leave out what starts OpenClaw's own command line." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("diagnose", "What is wrong with a gateway, without touching anything.") { gateway, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
            var from = sources();
            var owner = new OwnerEnvironment(from.HomeDirectory, from.Environment.GetValueOrDefault("PATH") ?? "/usr/local/bin:/usr/bin:/bin");
            return await new DiagnoseCommand(
                from, (settings, one, stop) => new PatientFactory(settings, owner, local, TimeProvider.System).For(one, served(settings, one), stop), new Diagnostician(Diagnostician.Collectors(), TimeProvider.System),
                Console.Out, Console.Error).Run(parsed.GetValue(gateway), parsed.GetValue(quick), parsed.GetValue(json), cancel);
        });
        return command;
    }
}
