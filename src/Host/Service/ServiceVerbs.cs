using System.CommandLine;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Service;

/// <summary>The command lines of <c>install</c> and <c>uninstall</c>.</summary>
internal static class ServiceVerbs
{
    /// <summary>Makes <c>install</c>.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Install(Func<SettingsSources> sources)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be written and run." };
        var replace = new Option<bool>("--replace-others") { Description = "Stop other healers of the gateway (openclaw-self-healing); their files are kept aside." };
        var keep = new Option<bool>("--keep-others") { Description = "Leave other healers as they are." };
        var fromHere = new Option<bool>("--from-here") { Description = "Use this program although it lies where it may be gone tomorrow." };
        var noLinger = new Option<bool>("--no-linger") { Description = "Linux: do not have your systemd run when you are logged out." };
        var command = new Command("install", "Have the daemon kept running by systemd or launchd, from now on and after each boot.") { dryRun, replace, keep, fromHere, noLinger };
        command.SetAction(async (parsed, cancel) =>
        {
            var (others, left) = (parsed.GetValue(replace), parsed.GetValue(keep));
            if (others && left)
            {
                await Console.Error.WriteLineAsync("--replace-others and --keep-others exclude each other: say one of them");
                return ExitCodes.Usage;
            }

            var order = new InstallOrder { DryRun = parsed.GetValue(dryRun), FromHere = parsed.GetValue(fromHere), NoLinger = parsed.GetValue(noLinger), ReplaceOthers = others ? true : left ? false : null };
            return await new InstallCommand(ServiceParts.Of(sources()), Console.Out, Console.Error).Run(order, cancel);
        });
        return command;
    }

    /// <summary>Makes <c>uninstall</c>.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Uninstall(Func<SettingsSources> sources)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be deleted and run." };
        var purge = new Option<bool>("--purge") { Description = "Delete the state folder too: the history, the settings, the copies of configs. Asks first." };
        var yes = new Option<bool>("--yes") { Description = "With --purge: do not ask." };
        var command = new Command("uninstall", "End the service and take it out of systemd or launchd; the gateway is left alone.") { dryRun, purge, yes };
        command.SetAction((parsed, cancel) => new UninstallCommand(ServiceParts.Of(sources()), Console.Out, Console.Error)
            .Run(new UninstallOrder { DryRun = parsed.GetValue(dryRun), Purge = parsed.GetValue(purge), Yes = parsed.GetValue(yes) }, cancel));
        return command;
    }
}
